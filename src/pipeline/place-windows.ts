import type { Places } from './column-request.ts';

/** Datagrams `first` … `end`-1 of a request that are read at once, and the bytes that hold them. */
export type PlaceWindow = { readonly first: number; readonly end: number; readonly file: number; readonly start: number; readonly byteLength: number };

/** The first windows are small so that something is there soon. */
const FIRST_BYTES = 256 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;
/** Bytes between two datagrams that are read rather than left out: asking a browser once more takes as long. */
const GAP_BYTES = 512 * 1024;
/** Larger datagrams are not read whole: of them only the leaves asked for. */
export const SPARSE_BYTES = 512 * 1024;

/** Cuts datagrams into stretches of files; a large datagram has one of its own. */
export function* placeWindows({ file, offset, byteLength }: Places): Generator<PlaceWindow> {
  let most = FIRST_BYTES;
  for (let first = 0, end = 1; first < offset.length; first = end, end = first + 1) {
    const start = offset[first];
    let last = start + byteLength[first];
    const isDense = byteLength[first] <= SPARSE_BYTES;
    while (isDense && end < offset.length && file[end] === file[first] && byteLength[end] <= SPARSE_BYTES) {
      const next = offset[end] + byteLength[end];
      if (offset[end] - last > GAP_BYTES || next - start > most) break;
      last = next;
      ++end;
    }
    yield { first, end, file: file[first], start, byteLength: last - start };
    most = Math.min(2 * most, MOST_BYTES);
  }
}
