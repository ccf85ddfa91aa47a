import type { Problem } from '../base/errors.ts';
import { parseFileName } from './file-name.ts';
import { isIndexName, INDEX_EXTENSION } from './index-file.ts';
import { isSmallDataName, type ChunkFile, type RunFiles } from './run.ts';

// Files that lie beside a run's data and tell about them: the DAQ's index, small data, and index files of ours.

const DAQ_INDEX = /\.idx$/i;
const OWN_INDEX = new RegExp(`^(.+)-r(\\d+)${INDEX_EXTENSION.replace('.', '\\.')}$`, 'i');

/** Whether a file is no run by itself but may belong to one: `.xtc.idx`, `.xtcscope-index`. */
export function isCompanionName(name: string): boolean {
  return isIndexName(name) || /\.xtc(\.inprogress)?\.idx$/i.test(name);
}

/** `e81 98`: by what files of one run are known to belong together; null when the name tells no run. */
export function runKeyOf(name: string): string | null {
  const own = OWN_INDEX.exec(name);
  if (own) return `${own[1]} ${Number(own[2])}`;
  const { experiment, run } = parseFileName(name.replace(DAQ_INDEX, ''));
  return experiment === '' ? null : `${experiment} ${run}`;
}

type Attached = { readonly runs: readonly RunFiles[]; readonly problems: readonly Problem[] };

/** Gives every companion to the run and the chunk it belongs to; what belongs to none becomes a problem. */
export function attachCompanions(runs: readonly RunFiles[], companions: readonly File[]): Attached {
  const problems: Problem[] = [];
  const attached = joinSmallData(runs).map((run) => withDaqIndexes(withIndexFiles(run, runs, companions), companions));
  const used = new Set(attached.flatMap((run) => [...(run.indexFiles ?? []), ...run.streams.flatMap(({ chunks }) => chunks.flatMap(({ daqIndex }) => daqIndex ?? []))]));
  for (const { name } of companions.filter((file) => !used.has(file))) {
    problems.push({ code: 'bad-index', file: name, offset: 0, message: `${name} is an index of data that are not open; open it together with them.` });
  }
  return { runs: attached, problems };
}

/** Small data whose chunk is there go with it; those whose chunk is not there stay a run of their own. */
function joinSmallData(runs: readonly RunFiles[]): RunFiles[] {
  const small = runs.filter(isSmallDataRun);
  const used = new Set<File>();
  const joined = runs.filter((run) => !isSmallDataRun(run)).map((run) => {
    const twins = small.find((other) => other.experiment === run.experiment && other.run === run.run);
    if (!twins) return run;
    return mapChunks(run, (chunk, stream) => {
      const smallData = twins.streams.find((other) => other.stream === stream)?.chunks.find((other) => other.chunk === chunk.chunk)?.file;
      if (smallData) used.add(smallData);
      return smallData ? { ...chunk, smallData } : chunk;
    });
  });
  const rest = small.map((run) => ({
    ...run,
    streams: run.streams.map(({ stream, chunks }) => ({ stream, chunks: chunks.filter(({ file }) => !used.has(file)) })).filter(({ chunks }) => chunks.length > 0),
  }));
  return [...joined, ...rest.filter(({ streams }) => streams.length > 0)];
}

function isSmallDataRun(run: RunFiles): boolean {
  return run.experiment !== '' && run.streams.every(({ chunks }) => chunks.every(({ file }) => isSmallDataName(file.name)));
}

function withIndexFiles(run: RunFiles, runs: readonly RunFiles[], companions: readonly File[]): RunFiles {
  const own = companions.filter(({ name }) => isIndexName(name));
  const named = own.filter(({ name }) => runKeyOf(name) === `${run.experiment} ${run.run}`);
  // One that was renamed tells by what it holds.
  const indexFiles = named.length > 0 || runs.length > 1 ? named : own;
  return indexFiles.length > 0 ? { ...run, indexFiles } : run;
}

function withDaqIndexes(run: RunFiles, companions: readonly File[]): RunFiles {
  const byName = new Map(companions.filter(({ name }) => DAQ_INDEX.test(name)).map((file) => [file.name.replace(DAQ_INDEX, '').toLowerCase(), file]));
  if (byName.size === 0) return run;
  return mapChunks(run, (chunk) => {
    const daqIndex = byName.get(chunk.file.name.toLowerCase());
    return daqIndex ? { ...chunk, daqIndex } : chunk;
  });
}

function mapChunks(run: RunFiles, change: (chunk: ChunkFile, stream: number) => ChunkFile): RunFiles {
  return { ...run, streams: run.streams.map(({ stream, chunks }) => ({ stream, chunks: chunks.map((chunk) => change(chunk, stream)) })) };
}
