import { pause } from '../base/pause.ts';
import { rowsOf, type RunIndex } from './run-index.ts';

const ROWS_PER_SLICE = 200_000;

/** The datagram of a file that holds a byte, else the last one of that file before it; null when there is none. */
export async function datagramNear(index: RunIndex, file: string, offset: number): Promise<number | null> {
  const rows = rowsOf(index);
  const wanted = index.files.indexOf(file);
  let near: number | null = null;
  for (let row = 0; row < index.datagrams; ++row) {
    if (row % ROWS_PER_SLICE === ROWS_PER_SLICE - 1) await pause();
    if (index.fileOf[row] !== wanted || rows.offset(row) > offset) continue;
    if (near === null || rows.offset(row) > rows.offset(near)) near = row;
  }
  return near;
}
