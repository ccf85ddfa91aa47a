import { writePyanaJob, type PyanaModule } from '../analysis/pyana-job.ts';
import { workText, type BatchWish, type BatchWork } from './batch-wish.ts';
import { psanaScript } from './psana-script.ts';
import type { OpenRun } from './open-run.ts';

const ADDRESS = /^[\w*-]+\|[\w*-]+$/;

/** A job to take along: a `pyana.cfg`, or a Python script for psana, that does it over whole runs at the facility. */
export function scriptOf(form: 'pyana' | 'psana', wish: BatchWish, runs: readonly Pick<OpenRun, 'files'>[]): { readonly name: string; readonly text: string } {
  if (form === 'psana') return { name: `${wish.work.kind.replaceAll(' ', '_')}_psana.py`, text: scriptText(wish, runs) };
  const { modules, notes } = pyanaModules(wish.work);
  const text = writePyanaJob(
    {
      framework: 'pyana', modules, files: runs.map(({ files }) => `${files.experiment || 'EXPERIMENT'}-r${String(files.run).padStart(4, '0')}-s*.xtc`),
      events: wish.events.count, skip: wish.events.skip, cores: wish.cores, jobName: '',
    },
    [workText(wish.work), ...notes].join('\n'),
  );
  return { name: 'pyana.cfg', text };
}

/** `e81` is experiment number 81 for psana; other names stand for themselves. */
function scriptText(wish: BatchWish, runs: readonly Pick<OpenRun, 'files'>[]): string {
  const dataSets = runs.map(({ files }) => `exp=${/^e\d+$/.test(files.experiment) ? files.experiment.slice(1) : files.experiment || 'EXPERIMENT'}:run=${files.run}`);
  return psanaScript(wish, dataSets);
}

type Modules = { readonly modules: readonly PyanaModule[]; readonly notes: readonly string[] };

function pyanaModules(work: BatchWork): Modules {
  const module = (name: string, params: Record<string, string>): PyanaModule => ({ name, label: '', params, line: 0 });
  switch (work.kind) {
    case 'modules':
      return {
        modules: work.modules.map(({ name, label, params }) => ({ name, label, params, line: 0 })),
        notes: ['The same file runs here, in the Modules tab. For pyana the modules have to be there in Python.'],
      };
    case 'delay scan': {
      const { control, norm, signal, threshold, time, factor, filter } = work.wish;
      const isTutorials = ADDRESS.test(norm) && ADDRESS.test(signal) && filter.trim() === '' && time === 'PhaseCavity.fitTime1' && factor === 1000;
      return {
        modules: [module('pyana_examples.xppt_delayscan', {
          controlpv: control, ipimb_norm: norm, ipimb_sig: signal, ...(threshold === null ? {} : { threshold: String(threshold) }), outputfile: `point_scan_delay.${work.form}`,
        })],
        notes: isTutorials ? [] : ['This job has a filter, a time or signals that xppt_delayscan does not know: take the psana script.'],
      };
    }
    case 'dark':
    case 'average':
      return {
        modules: [module('XtcExplorer.pyana_image', {
          ...(work.source === null ? {} : { sources: work.source }), quantities: 'average', outputfile: `${work.kind}.npy`, plot_every_n: '0', accumulate_n: '0',
          ...(work.kind === 'average' && work.dark ? { inputdark: 'dark.npy' } : {}),
        })],
        notes: work.source === null ? ['Name the detector: sources = XppGon-0|Cspad-0'] : [],
      };
    case 'columns':
      return { modules: [module('xtcscope_columns', { quantities: work.quantities.join('\n'), outputfile: `columns.${work.form}` })], notes: ['pyana has no module for columns: take the psana script.'] };
  }
}
