import type { Problem } from '../base/errors.ts';
import { attachCompanions, isCompanionName } from './companions.ts';
import { isXtcName, parseFileName } from './file-name.ts';
import { FIRST_CONTROL_STREAM } from './run-order.ts';
import { isSmallDataName, type ChunkFile, type RunFiles, type StreamFiles } from './run.ts';

/** Files by run; `others` do not call themselves XTC (darks, notes, pictures). */
export type GroupedFiles = {
  readonly runs: readonly RunFiles[];
  readonly others: readonly File[];
  readonly problems: readonly Problem[];
};

type Streams = Map<number, Map<number, File>>;

/**
 * Groups files into runs, streams and chunks by their names; a file whose name tells no run is a run of its own. Runs are
 * sorted by experiment and run, streams and chunks by number.
 */
export function groupFiles(files: readonly File[]): GroupedFiles {
  const problems: Problem[] = [];
  const named = new Map<string, { experiment: string; run: number; streams: Streams }>();
  const unnamed: RunFiles[] = [];
  const others: File[] = [];
  const companions: File[] = [];
  for (const file of files) {
    const { experiment, run, stream, chunk } = parseFileName(file.name);
    if (isCompanionName(file.name)) {
      companions.push(file);
    } else if (!isXtcName(file.name)) {
      others.push(file);
    } else if (experiment === '') {
      unnamed.push({ experiment, run, label: file.name, streams: [{ stream, chunks: [{ file, chunk }] }] });
    } else {
      const key = `${experiment} ${run} ${isSmallDataName(file.name) ? 'smd' : ''}`;
      const group = named.get(key) ?? { experiment, run, streams: new Map<number, Map<number, File>>() };
      named.set(key, group);
      addChunk(group.streams, stream, chunk, file, problems);
    }
  }
  const runs = [...named.values()].map(({ experiment, run, streams }) => ({
    experiment, run, label: runLabel(experiment, run, streams), streams: sortStreams(streams, problems),
  }));
  runs.sort((a, b) => compareText(a.experiment, b.experiment) || a.run - b.run || compareText(a.label, b.label));
  if (unnamed.length > 1) problems.push(namelessProblem(unnamed));
  const attached = attachCompanions([...runs, ...unnamed], companions);
  return { runs: attached.runs, others, problems: [...problems, ...attached.problems] };
}

/** A single file without a run is simply opened; of several nobody knows whether they belong together. */
function namelessProblem(unnamed: readonly RunFiles[]): Problem {
  const { label } = unnamed[0];
  return { code: 'bad-name', file: label, offset: 0, message: `${unnamed.length} files, ${label} the first of them, do not tell their run (a name like e81-r0098-s00-c00.xtc does): each is opened by itself.` };
}

function addChunk(streams: Streams, stream: number, chunk: number, file: File, problems: Problem[]): void {
  const chunks = streams.get(stream) ?? new Map<number, File>();
  streams.set(stream, chunks);
  const first = chunks.get(chunk);
  if (first) {
    problems.push({ code: 'duplicate', file: file.name, offset: 0, message: `${file.name} is stream ${stream}, chunk ${chunk} of its run, and so is ${first.name}, which was given first. The second one is left out.` });
  } else {
    chunks.set(chunk, file);
  }
}

function sortStreams(streams: Streams, problems: Problem[]): StreamFiles[] {
  const sorted = [...streams].sort(([a], [b]) => a - b);
  for (let i = 1; i < sorted.length; ++i) reportMissingStream(sorted[i - 1], sorted[i], problems);
  return sorted.map(([stream, byChunk]) => {
    const chunks: ChunkFile[] = [...byChunk].sort(([a], [b]) => a - b).map(([chunk, file]) => ({ file, chunk }));
    for (let i = 1; i < chunks.length; ++i) reportGap(chunks[i - 1], chunks[i], problems);
    return { stream, chunks };
  });
}

function reportGap(before: ChunkFile, after: ChunkFile, problems: Problem[]): void {
  const missing = after.chunk - before.chunk - 1;
  if (missing === 0) return;
  const which = missing === 1 ? `chunk ${before.chunk + 1} is` : `chunks ${before.chunk + 1} to ${after.chunk - 1} are`;
  problems.push({ code: 'missing-chunk', file: after.file.name, offset: 0, message: `Between ${before.file.name} and ${after.file.name} ${which} missing. The events in between are not shown; open the missing files together with these.` });
}

/** Streams of the DAQ are numbered without gaps, and so are control streams. */
function reportMissingStream([before]: [number, Map<number, File>], [after, chunks]: [number, Map<number, File>], problems: Problem[]): void {
  const missing = after - before - 1;
  if (missing === 0 || (before < FIRST_CONTROL_STREAM && after >= FIRST_CONTROL_STREAM)) return;
  const file = [...chunks.values()][0].name;
  const which = missing === 1 ? `Stream ${before + 1} is` : `Streams ${before + 1} to ${after - 1} are`;
  problems.push({ code: 'missing-stream', file, offset: 0, message: `${which} missing: streams ${before} and ${after} of this run are open. Each stream has other events; open the missing files together with these.` });
}

function runLabel(experiment: string, run: number, streams: Streams): string {
  const isSmallData = [...streams.values()].some((chunks) => [...chunks.values()].some((file) => isSmallDataName(file.name)));
  return `${experiment} r${String(run).padStart(4, '0')}${isSmallData ? ' small data' : ''}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
