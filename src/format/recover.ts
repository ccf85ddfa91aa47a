import { DATAGRAM_HEADER_BYTES, FAULT_EXTENT, FAULT_TREE, SCAN_OVERRUN } from '../../assembly/layout.ts';
import type { Problem, ProblemCode } from '../base/errors.ts';
import type { ByteSource } from './byte-source.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { KIND_BYTES, foreignKind, notXtcProblem } from './file-kind.ts';
import { findDatagram, type FoundDatagram } from './find-datagram.ts';
import type { ProblemList } from './problem-list.ts';
import type { ScanMemory, ScanState } from './scan-kernel.ts';

/** A file in which no datagram begins before this is no XTC file. */
const NOT_XTC_BYTES = 16 * 1024 * 1024;

/** What recovery works with: one file, and the rows found in it so far (from `firstRow` on). */
export type ScannedFile = {
  readonly memory: ScanMemory;
  readonly source: ByteSource;
  readonly rows: DatagramRows;
  readonly firstRow: number;
  readonly problems: ProblemList;
  /** Told which bytes are no good datagram. */
  readonly skip: (from: number, to: number, code: ProblemCode) => void;
  readonly signal: AbortSignal | undefined;
};

/**
 * Goes on after the chain of datagrams broke at `state.offset`: looks for the next good datagram, says what was lost, and
 * puts the state where the scan can go on. A datagram whose extent lied is cut where the next one was found.
 *
 * @returns false when the rest of the file holds no datagram
 */
export async function recover(scanned: ScannedFile, state: ScanState): Promise<boolean> {
  const { memory, source, rows, firstRow, problems, skip, signal } = scanned;
  const at = state.offset;
  const file = source.name;
  const size = source.byteLength;
  const isOverrun = state.status === SCAN_OVERRUN;
  const isFirst = rows.count === firstRow;
  const start = await source.read(at, Math.min(KIND_BYTES, size - at), signal);
  if (isFirst && at === 0 && (!isOverrun || state.faults !== 0) && foreignKind(start) !== null) {
    problems.add(notXtcProblem(file, start, size));
    skip(at, size, 'not-xtc');
    return false;
  }
  const kept = keptText(rows.count - firstRow);
  const liar = liarBefore(rows, firstRow, at);
  const seconds = isFirst ? 0 : usualSeconds(rows, firstRow);
  const search = (from: number): Promise<FoundDatagram> =>
    findDatagram(memory, source, from, isFirst && !isOverrun ? Math.min(size, NOT_XTC_BYTES) : size, seconds, signal);

  // A header that cannot be judged (cut, or itself without fault) does not make the datagram before it a liar.
  let found: FoundDatagram = { offset: null, isZero: false };
  if (liar >= 0 && !(isOverrun && state.faults === 0 && size - at >= DATAGRAM_HEADER_BYTES)) {
    found = await search(rows.offset(liar) + DATAGRAM_HEADER_BYTES);
    if (found.offset !== null) {
      const offset = rows.offset(liar);
      rows.truncate(liar);
      state.retract();
      problems.retract('bad-tree', file, offset, at);
      skip(offset, found.offset, 'bad-extent');
      problems.add({ code: 'bad-extent', file, offset, message: `The extent of the datagram at byte ${offset} is wrong: it says that the next datagram begins at byte ${at}, but that one was found at byte ${found.offset}. The datagram is cut there and kept; the scan goes on.` });
      state.startAt(offset, size, found.offset);
      return true;
    }
  }
  const isExtentOnly = state.faults === FAULT_EXTENT || isOverrun;
  found = await search(isExtentOnly ? at + DATAGRAM_HEADER_BYTES : at + 1);
  if (found.offset !== null) {
    skip(at, found.offset, isExtentOnly ? 'bad-extent' : 'lost-framing');
    if (isExtentOnly) {
      problems.add({ code: 'bad-extent', file, offset: at, message: `The extent of the datagram at byte ${at} is impossible (${extentText(start)}), but its header is good otherwise and the next datagram was found at byte ${found.offset}. It is cut there and kept; ${kept}.` });
      state.startAt(at, size, found.offset);
    } else {
      problems.add({ code: 'lost-framing', file, offset: at, message: `${found.offset - at} bytes from byte ${at} on belong to no datagram. The next one was found at byte ${found.offset} and the scan goes on there; ${kept}.` });
      state.startAt(found.offset, size);
    }
    return true;
  }
  const problem = endProblem(file, at, size, start, { isFirst, isOverrun, isZero: found.isZero && start.every((byte) => byte === 0), isExtentOnly, kept });
  problems.add(problem);
  skip(at, size, problem.code);
  return false;
}

type End = { isFirst: boolean; isOverrun: boolean; isZero: boolean; isExtentOnly: boolean; kept: string };

function endProblem(file: string, at: number, size: number, start: Uint8Array, end: End): Problem {
  const rest = size - at;
  if (end.isZero) return { code: 'lost-framing', file, offset: at, message: `The last ${rest} bytes, from byte ${at} on, are zeros and hold no datagram, as in a file whose space was reserved in advance. ${sentence(end.kept)}.` };
  if (end.isOverrun && rest < DATAGRAM_HEADER_BYTES) {
    return { code: 'truncated', file, offset: at, message: `${file} ends ${rest} bytes into the header of a datagram (${DATAGRAM_HEADER_BYTES} bytes) at byte ${at}. It may still be being written, or its copy is not complete. ${sentence(end.kept)}.` };
  }
  if (end.isOverrun) {
    const needed = 20 + wordAt(start, 36);
    return { code: 'truncated', file, offset: at, message: `${file} ends inside the datagram at byte ${at}: it needs ${needed} bytes, ${rest} are there. It may still be being written, or its copy is not complete. That datagram is left out; ${end.kept}.` };
  }
  if (end.isFirst && at === 0) return notXtcProblem(file, start, size);
  if (end.isExtentOnly) return { code: 'bad-extent', file, offset: at, message: `The extent of the datagram at byte ${at} is impossible (${extentText(start)}), and no datagram was found after it. The last ${rest} bytes are left out; ${end.kept}.` };
  return { code: 'lost-framing', file, offset: at, message: `The last ${rest} bytes, from byte ${at} on, belong to no datagram. ${sentence(end.kept)}.` };
}

/** A clock of the file that one or two wrong ones among the last do not change. */
function usualSeconds(rows: DatagramRows, firstRow: number): number {
  const from = Math.max(firstRow, rows.count - 9);
  const seconds = Array.from({ length: rows.count - from }, (_, i) => rows.seconds(from + i)).sort((a, b) => a - b);
  return seconds[seconds.length >> 1];
}

/** Row of the datagram that ends at `at`, when its tree does not fill it: its extent may be what is wrong. */
function liarBefore(rows: DatagramRows, firstRow: number, at: number): number {
  const last = rows.count - 1;
  if (last < firstRow || (rows.faults(last) & FAULT_TREE) === 0) return -1;
  return rows.offset(last) + 20 + rows.extent(last) === at ? last : -1;
}

function wordAt(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true);
}

function extentText(start: Uint8Array): string {
  return `${wordAt(start, 36)} bytes; expected 20 to 268435436 and no more than the file holds`;
}

function keptText(count: number): string {
  return count === 0 ? 'no datagram lies before it' : `the ${count} datagram${count === 1 ? '' : 's'} before it ${count === 1 ? 'is' : 'are'} open`;
}

function sentence(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
