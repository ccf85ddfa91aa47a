import { cfgLines, parsePyanaCfg, type CfgProblem, type CfgSection, type PyanaCfg } from './pyana-cfg.ts';

/** A module of a job, `module:label` with its parameters. */
export type PyanaModule = {
  /** `pyana_examples.xppt_delayscan`; without psana's `py:`. */
  readonly name: string;
  readonly label: string;
  /** All values are texts. */
  readonly params: Readonly<Record<string, string>>;
  /** Where its section begins, from 1; where it is named when it has none. */
  readonly line: number;
};

/** What a configuration tells the framework to do. */
export type PyanaJob = {
  readonly framework: 'pyana' | 'psana';
  readonly modules: readonly PyanaModule[];
  /** Paths, patterns and data set names as they are written. */
  readonly files: readonly string[];
  /** All when null. */
  readonly events: number | null;
  readonly skip: number;
  readonly cores: number;
  readonly jobName: string;
};

/** A job and all that is wrong or left out in the text it was read from. */
export type ReadJob = { readonly job: PyanaJob | null; readonly problems: readonly CfgProblem[] };

/** What is done with an option of the framework's section. */
type Meaning = 'modules' | 'files' | 'events' | 'skip' | 'cores' | 'jobName' | 'ignored';
const OPTIONS: Readonly<Record<PyanaJob['framework'], Readonly<Record<string, Meaning>>>> = {
  pyana: {
    'modules': 'modules', 'files': 'files', 'num-events': 'events', 'skip-events': 'skip', 'num-cpu': 'cores', 'job-name': 'jobName',
    'verbose': 'ignored', 'calib-dir': 'ignored', 'file-list': 'ignored', 'dataset': 'files',
  },
  psana: {
    'modules': 'modules', 'files': 'files', 'events': 'events', 'skip-events': 'skip', 'parallel': 'cores', 'job-name': 'jobName',
    'experiment': 'ignored', 'calib-dir': 'ignored', 'instrument': 'ignored', 'verbose': 'ignored',
  },
};

/**
 * What a `pyana.cfg` says is to be done; `job` is null when it names no module.
 * @param name of `[pyana.<name>]`, whose options go before those of `[pyana]`, as `-C` chooses them
 */
export function readPyanaJob(text: string, name = ''): ReadJob {
  const cfg = parsePyanaCfg(text);
  const problems = [...cfg.problems];
  const own = cfg.sections.find((section) => section.name === 'pyana' || section.name === 'psana');
  if (!own) {
    problems.push({ line: 1, kind: 'wrong', message: 'There is no section [pyana] or [psana] that says which modules to run.' });
    return { job: null, problems };
  }
  const framework = own.name === 'psana' ? 'psana' : 'pyana';
  const values = optionsOf(cfg, framework, name, problems);
  const count = (meaning: Meaning, least: number): number | null => {
    const option = values.get(meaning);
    if (!option) return null;
    const wish = Number(option.value);
    if (Number.isInteger(wish) && wish >= least) return wish;
    problems.push({ line: option.line, kind: 'wrong', message: `${option.key} should be a whole number of at least ${least}, and is "${option.value}".` });
    return null;
  };
  const listed = values.get('modules');
  const titles = words(listed?.value ?? '');
  if (titles.length === 0) problems.push({ line: listed?.line ?? own.line, kind: 'wrong', message: `[${own.name}] names no module: write "modules = package.module".` });
  const modules = titles.map((title) => moduleOf(cfg, title, listed?.line ?? own.line, problems));
  noteUnused(cfg, framework, titles, problems);
  for (const { name: other, line } of cfg.sections) {
    if (other.startsWith(`${framework}.`) && other !== `${framework}.${name}`) problems.push({ line, kind: 'note', message: `[${other}] holds only when it is chosen by -C, as cannot be done here.` });
  }
  const job: PyanaJob = {
    framework, modules,
    files: words(values.get('files')?.value ?? ''),
    events: count('events', 0) || null, // 0 is all
    skip: count('skip', 0) ?? 0,
    cores: Math.max(1, count('cores', 0) ?? 1),
    jobName: values.get('jobName')?.value ?? '',
  };
  return { job: titles.length > 0 ? job : null, problems: problems.sort((a, b) => a.line - b.line) };
}

/** A job as a configuration file, ready for `pyana -c` or `psana -c`. */
export function writePyanaJob(job: PyanaJob, comment = ''): string {
  const isPsana = job.framework === 'psana';
  const entry = (key: string, value: string): string => cfgLines(key, value).join('\n');
  const head = [
    `[${job.framework}]`,
    ...(job.files.length > 0 ? [entry('files', job.files.join('\n'))] : []),
    entry('modules', job.modules.map((module) => (isPsana ? `py:${titleOf(module)}` : titleOf(module))).join('\n')),
    ...(job.events !== null ? [entry(isPsana ? 'events' : 'num-events', String(job.events))] : []),
    ...(job.skip > 0 ? [entry('skip-events', String(job.skip))] : []),
    ...(job.cores > 1 ? [entry(isPsana ? 'parallel' : 'num-cpu', String(job.cores))] : []),
    ...(job.jobName !== '' ? [entry('job-name', job.jobName)] : []),
  ];
  const sections = job.modules.map((module) => [`[${titleOf(module)}]`, ...Object.entries(module.params).map(([key, value]) => entry(key, value))].join('\n'));
  const said = comment.split('\n').filter((line) => line !== '').map((line) => `# ${line}`);
  return `${[[...said, ...head].join('\n'), ...sections].join('\n\n')}\n`;
}

/** `name:label`, and just the name without a label. */
export function titleOf({ name, label }: Pick<PyanaModule, 'name' | 'label'>): string {
  return label === '' ? name : `${name}:${label}`;
}

type Option = { readonly key: string; readonly value: string; readonly line: number };

/** Options by what they mean; those of `[pyana.name]` go before those of `[pyana]`. */
function optionsOf(cfg: PyanaCfg, framework: PyanaJob['framework'], name: string, problems: CfgProblem[]): Map<Meaning, Option> {
  const chosen = name === '' ? [framework] : [framework, `${framework}.${name}`];
  const found = new Map<Meaning, Option>();
  for (const { entries } of chosen.flatMap((own) => cfg.sections.filter((section) => section.name === own))) {
    for (const option of entries) {
      const meaning = OPTIONS[framework][option.key.replaceAll('_', '-')];
      if (!meaning) problems.push({ line: option.line, kind: 'wrong', message: `${option.key} is no option of ${framework} that is known here. There are ${Object.keys(OPTIONS[framework]).join(', ')}.` });
      else if (meaning === 'ignored') problems.push({ line: option.line, kind: 'note', message: `${option.key} has no meaning here and is left out.` });
      else found.set(meaning, option);
    }
  }
  return found;
}

function moduleOf(cfg: PyanaCfg, title: string, line: number, problems: CfgProblem[]): PyanaModule {
  const plain = title.replace(/^py:/, '');
  const [name, label = ''] = plain.split(':');
  // A labelled module has what its name's section says, and its own on top.
  const sections = cfg.sections.filter((section) => section.name === plain || section.name === name || section.name === title);
  const params = Object.fromEntries([...sections].sort((a, b) => a.name.length - b.name.length).flatMap(({ entries }) => entries.map(({ key, value }) => [key, value])));
  if (!/^[\w.]+$/.test(name)) problems.push({ line, kind: 'wrong', message: `"${title}" is no name of a module: it should be package.module or package.module:label.` });
  return { name, label, params, line: sections.find((section) => section.name === plain)?.line ?? sections[0]?.line ?? line };
}

function noteUnused(cfg: PyanaCfg, framework: string, titles: readonly string[], problems: CfgProblem[]): void {
  const used = new Set(titles.flatMap((title) => [title, title.replace(/^py:/, ''), title.replace(/^py:/, '').split(':')[0]]));
  const isUsed = ({ name }: CfgSection): boolean => name === framework || name.startsWith(`${framework}.`) || used.has(name);
  for (const { name, line } of cfg.sections.filter((section) => !isUsed(section))) {
    problems.push({ line, kind: 'note', message: `[${name}] is not among the modules that run.` });
  }
}

function words(value: string): string[] {
  return value.split(/[\s,]+/).filter((word) => word !== '');
}
