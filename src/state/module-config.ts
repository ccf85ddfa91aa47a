import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { devicePage, pageKindOf } from '../analysis/device-pages.ts';
import { explorerPlots } from '../analysis/explorer-quantities.ts';
import type { PlotSpec } from '../analysis/plot-spec.ts';
import { parsePyanaCfg, withCfgValue, type CfgProblem } from '../analysis/pyana-cfg.ts';
import { readPyanaJob, titleOf, writePyanaJob, type PyanaJob, type PyanaModule } from '../analysis/pyana-job.ts';
import type { KeptModule, ModuleLibrary } from './module-library.ts';
import type { PageServices } from './saving.ts';

/** What a configuration comes to: modules to run, plots to show, and what is not understood. */
export type ConfigPlan = {
  readonly job: PyanaJob | null;
  readonly modules: readonly { readonly module: KeptModule; readonly label: string; readonly params: Readonly<Record<string, string>> }[];
  readonly plots: readonly PlotSpec[];
  readonly problems: readonly CfgProblem[];
};

const KEY = 'xtcscope-pyana-cfg';

/** The configuration of the tutorial, with both of its modules. */
const TUTORIAL = `[pyana]

modules = pyana_examples.xppt_delayscan
#modules = pyana_examples.xppt_image_analysis

[pyana_examples.xppt_delayscan]
controlpv = fs2:ramp_angsft_target
ipimb_norm = XppSb3Ipm-1|Ipimb-0
ipimb_sig = XppSb3Pim-1|Ipimb-0
threshold = 0.1
outputfile = point_scan_delay.npy

[pyana_examples.xppt_image_analysis]
source = XppGon-0|Cspad-0
region = 127.3, 188.4, 95.1, 126.9
`;

/** The `pyana.cfg` in the window: its text, kept in the browser, and what it means. */
export class ModuleConfig {
  readonly #page: PageServices;
  readonly #text = signal(TUTORIAL);
  readonly plan: ReadonlySignal<ConfigPlan>;

  constructor({ library, page }: { readonly library: ModuleLibrary; readonly page: PageServices }) {
    this.#page = page;
    this.#text.value = page.texts?.read(KEY) ?? TUTORIAL;
    this.plan = computed(() => planOf(this.#text.value, (name) => (void library.own.value, library.find(name))));
  }

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  write(text: string): void {
    this.#text.value = text;
    try {
      this.#page.texts?.write(KEY, text);
    } catch {
      // What does not fit is not kept; it is still in the window.
    }
  }

  /** Changes one value; comments and all else stay. */
  setValue(section: string, key: string, value: string): void {
    this.write(withCfgValue(this.#text.peek(), section, key, value));
  }

  /** Puts the module of the editor, with its parameters, among those that run. */
  add(module: KeptModule): void {
    const { job } = this.plan.peek();
    const title = module.name;
    if (!job) { this.write(writePyanaJob({ framework: 'pyana', modules: [{ name: title, label: '', params: Object.fromEntries(module.params), line: 0 }], files: [], events: null, skip: 0, cores: 1, jobName: '' })); return; }
    const titles = job.modules.map(titleOf);
    const isPsana = job.framework === 'psana';
    if (!titles.includes(title)) this.setValue(job.framework, 'modules', [...titles, title].map((each) => (isPsana ? `py:${each}` : each)).join('\n'));
    for (const [key, value] of module.params) this.setValue(title, key, value);
  }

  async load(file: File): Promise<void> {
    this.write(await file.text());
  }

  save(): void {
    this.#page.download(new Blob([this.#text.peek()], { type: 'text/plain' }), 'pyana.cfg');
  }
}

/** What a configuration comes to. @param find gives the module that a configuration calls so */
export function planOf(text: string, find: (name: string) => KeptModule | null): ConfigPlan {
  const { job, problems: found } = readPyanaJob(text);
  const problems = [...found];
  const modules: ConfigPlan['modules'][number][] = [];
  const plots: PlotSpec[] = [];
  for (const wanted of job?.modules ?? []) {
    const module = find(wanted.name);
    if (module) {
      modules.push({ module, label: wanted.label, params: wanted.params });
      continue;
    }
    const page = explorerPage(wanted);
    if (page) {
      plots.push(...page.plots);
      problems.push(...page.problems.map((message): CfgProblem => ({ line: wanted.line, kind: 'note', message })));
    } else problems.push({ line: wanted.line, kind: 'wrong', message: `There is no module ${wanted.name} here: write it in the editor under this name, or load its .js file. (Python modules do not run in the browser.)` });
  }
  const files = parsePyanaCfg(text).sections.find(({ name }) => name === job?.framework)?.entries.find(({ key }) => key === 'files');
  if (files) problems.push({ line: files.line, kind: 'note', message: 'What is open in the window is gone over, not these files.' });
  return { job, modules, plots, problems: problems.sort((a, b) => a.line - b.line) };
}

type Page = { readonly plots: readonly PlotSpec[]; readonly problems: readonly string[] };

/** The plots that show what a module of XtcExplorer shows; null for other modules. */
function explorerPage({ name, params }: PyanaModule): Page | null {
  const kind = /(?:^|\.)pyana_(?<kind>[a-z]+?)(?:_beta)?$/.exec(name)?.groups?.kind;
  if (!kind) return null;
  const sources = (params.sources ?? params.source ?? params.img_sources ?? '').split(/\s+/).filter((word) => word !== '');
  const quantities = params.quantities ?? '';
  const none = (message: string): Page => ({ plots: [], problems: [message] });
  switch (kind) {
    case 'ipimb':
    case 'waveform': {
      const pages = sources.map((source) => explorerPlots(kind, source, quantities || (kind === 'ipimb' ? 'fex:channels fex:sum' : 'average')));
      return { plots: pages.flatMap(({ plots }) => plots), problems: [...pages.flatMap(({ problems }) => problems), ...(sources.length === 0 ? [`${name} names no sources.`] : [])] };
    }
    case 'bld': {
      const wanted = [['do_ebeam', 'EBeam'], ['do_gasdetector', 'FEEGasDetEnergy'], ['do_phasecavity', 'PhaseCavity']].filter(([key]) => /^(true|1|yes)$/i.test(params[key] ?? ''));
      return { plots: wanted.flatMap(([, source]) => pageOf(source)), problems: wanted.length === 0 ? [`${name} shows nothing: set do_ebeam, do_gasdetector or do_phasecavity to True.`] : [] };
    }
    case 'epics':
      return { plots: devicePage('epics', 'EpicsArch-0|NoDevice-0', (params.pv_names ?? params.pv ?? '').split(/\s+/).filter((word) => word !== '')), problems: [] };
    case 'encoder':
      return { plots: sources.flatMap(pageOf), problems: [] };
    case 'image':
    case 'cspad':
      return none(`${name} is the Image tab here; averages and darks are made in the Batch tab.`);
    case 'scan':
      return none(`${name} is the scan workbench of the Plots tab here, or the module scan_module.`);
    case 'plotter':
      return none(`${name} is not needed: plots are always in the Plots tab.`);
    default:
      return null;
  }
}

function pageOf(source: string): readonly PlotSpec[] {
  const kind = pageKindOf(source);
  return kind ? devicePage(kind, source) : [];
}
