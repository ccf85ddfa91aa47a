import type { Problem } from '../base/errors.ts';
import type { TimeSlices } from '../base/time-slices.ts';
import { rowsOf, type RunIndex } from './run-index.ts';

const CHECK_EVERY = 4096;

/** The datagrams that problems lie in, or the last ones of their files before them; problems of no file have none. */
export async function problemRows(index: RunIndex, problems: readonly Problem[], slices: TimeSlices): Promise<number[]> {
  const waiting = index.files.map((name) => problems.filter(({ file }) => file === name).map(({ offset }) => offset).sort((a, b) => a - b));
  if (waiting.every((offsets) => offsets.length === 0)) return [];
  const rows = rowsOf(index);
  const found: number[] = [];
  // Rows of one file lie in the run in the order of their offsets, whatever lies between them.
  const last = index.files.map(() => -1);
  for (let row = 0; row < index.datagrams; ++row) {
    if (row % CHECK_EVERY === 0 && slices.isOver()) await slices.next();
    const file = index.fileOf[row];
    const offsets = waiting[file];
    while (offsets.length > 0 && offsets[0] < rows.offset(row)) {
      offsets.shift();
      found.push(last[file] < 0 ? row : last[file]);
    }
    last[file] = row;
  }
  waiting.forEach((offsets, file) => {
    if (last[file] >= 0) found.push(...offsets.map(() => last[file]));
  });
  return found;
}
