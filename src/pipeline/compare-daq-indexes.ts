import { toProblem, type Problem } from '../base/errors.ts';
import { compareIndex } from '../format/compare-index.ts';
import { readDaqIndex } from '../format/idx-file.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { RunFiles } from '../format/run.ts';

/** Holds the DAQ's indexes that lie beside a run's chunks against what was found in them. */
export async function compareDaqIndexes(run: RunFiles, index: RunIndex): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [file, { daqIndex }] of run.streams.flatMap(({ chunks }) => chunks).entries()) {
    if (!daqIndex) continue;
    try {
      const daq = readDaqIndex(new Uint8Array(await daqIndex.arrayBuffer()), daqIndex.name);
      problems.push(...compareIndex(daq, index, file, daqIndex.name));
    } catch (error) {
      problems.push(toProblem(error, 'unreadable'));
    }
  }
  return problems;
}
