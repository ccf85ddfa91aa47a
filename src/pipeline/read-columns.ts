import { throwIfAborted, type Problem } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import type { Arena } from '../wasm/arena.ts';
import { ColumnFiller } from './column-filler.ts';
import type { ColumnsPart, ColumnsRequest } from './column-request.ts';
import { LeafConfigurations } from './leaf-configurations.ts';
import { placeWindows, SPARSE_BYTES, type PlaceWindow } from './place-windows.ts';
import { eachWindowLeaf, readWindow, type WindowBytes } from './window-leaves.ts';

/** Windows that are being read while one is gone through: at least these, more while they are small. */
const LEAST_AHEAD = 2;
const MOST_AHEAD = 16;
const BYTES_AHEAD = 4 * 1024 * 1024;

/**
 * Reads one number of each quantity out of each datagram, in one pass over the bytes that hold them. NaN where a datagram
 * lacks the leaf, where it is damaged, and where it cannot be taken apart. Of several leaves the first with a number counts,
 * of several records of a PV the last.
 *
 * @param onPart given the numbers of a stretch of datagrams as soon as they are there, in the order of the places
 * @returns why leaves could not be taken apart, the first of each kind
 * @throws {XtcError} 'unreadable', 'aborted', 'bad-query' when a quantity has a path that is none
 */
export async function readColumns(arena: Arena, request: ColumnsRequest, onPart: (part: ColumnsPart) => void, signal?: AbortSignal): Promise<readonly Problem[]> {
  const { quantities, places } = request;
  const filler = new ColumnFiller(arena, quantities);
  const sources = request.files.map((file) => new BlobSource(file));
  const configurations = await LeafConfigurations.read(arena, request.configurations, signal);
  const stop = new AbortController();
  const windows = placeWindows(places);
  const underway: { window: PlaceWindow; bytes: Promise<WindowBytes> }[] = [];
  const fetchAhead = (): void => {
    let ahead = underway.reduce((sum, { window }) => sum + bytesOf(window), 0);
    while (underway.length < LEAST_AHEAD || (underway.length < MOST_AHEAD && ahead < BYTES_AHEAD)) {
      const step = windows.next();
      if (step.done) return;
      const window = step.value;
      const bytes = readWindow(sources[window.file], window, filler.wanted, stop.signal);
      bytes.catch(() => undefined); // What fails is thrown where it is awaited.
      underway.push({ window, bytes });
      ahead += bytesOf(window);
    }
  };
  try {
    fetchAhead();
    for (let next = underway.shift(); next; next = underway.shift()) {
      const { window } = next;
      const bytes = await next.bytes;
      fetchAhead();
      throwIfAborted(signal);
      filler.start(window.end - window.first);
      eachWindowLeaf(bytes, window, places, (place, leaf) => {
        const group = filler.wanted.find(leaf);
        if (group) filler.take(place - window.first, leaf, group, (typeIds) => configurations.find(group, places.datagram[place], typeIds));
      });
      onPart({ first: window.first, columns: filler.columns });
    }
  } finally {
    stop.abort();
  }
  return filler.problems;
}

/** What of a window is read at most: of a large datagram only the leaves asked for. */
function bytesOf({ byteLength, first, end }: PlaceWindow): number {
  return end === first + 1 ? Math.min(byteLength, SPARSE_BYTES) : byteLength;
}
