import { throwIfAborted, XtcError } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { isSameSource } from '../format/leaf-kind.ts';
import { TYPE_EPICS } from '../format/type-id.ts';
import { WindowReader } from '../format/window-reader.ts';
import { payloadSpan, type XtcNode } from '../format/xtc.ts';
import { decodeEpics, type EpicsRecord } from '../types/epics.ts';
import { leavesOf } from './read-values.ts';
import { walkTree } from './read-tree.ts';

/** Which PV is looked for, in datagrams of rising order. */
export type EpicsSearch = {
  readonly files: readonly File[];
  readonly fileOf: Uint16Array;
  readonly offsets: Float64Array;
  readonly byteLengths: Float64Array;
  readonly level: number;
  readonly phy: number;
  readonly pvId: number;
};

/** Datagrams that are read in the order of the file, between steps back. */
const BLOCK = 64;

/**
 * The last Time record of a PV in these datagrams; of several in one datagram the one with the newest stamp. Records that
 * cannot be read are passed over.
 * @throws {XtcError} 'truncated', 'unreadable', 'aborted'
 */
export async function findEpics(search: EpicsSearch, signal?: AbortSignal): Promise<EpicsRecord | null> {
  const { files, fileOf, offsets, byteLengths } = search;
  for (let end = offsets.length; end > 0; end -= BLOCK) {
    const readers = files.map((file) => new WindowReader(new BlobSource(file), file.size, signal));
    let last: EpicsRecord | null = null;
    for (let i = Math.max(0, end - BLOCK); i < end; ++i) {
      throwIfAborted(signal);
      last = (await recordIn(readers[fileOf[i]], offsets[i], byteLengths[i], search)) ?? last;
    }
    if (last) return last;
  }
  return null;
}

async function recordIn(reader: WindowReader, offset: number, byteLength: number, wanted: EpicsSearch): Promise<EpicsRecord | null> {
  const leaves = leavesOf(await walkTree(reader, offset, byteLength)).filter((leaf) => leaf.typeId === TYPE_EPICS && isSameSource(leaf, wanted));
  let newest: EpicsRecord | null = null;
  for (const leaf of leaves) {
    const record = await timeRecord(reader, leaf, wanted.pvId);
    if (record && (!newest || !isOlder(record, newest))) newest = record;
  }
  return newest;
}

async function timeRecord(reader: WindowReader, leaf: XtcNode, pvId: number): Promise<EpicsRecord | null> {
  const { start, end } = payloadSpan(leaf);
  if (end - start < 2) return null;
  const view = await reader.read(start, end - start);
  if (view.getInt16(0, true) !== pvId) return null;
  try {
    const record = decodeEpics(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return record.stamp ? record : null;
  } catch (error) {
    if (error instanceof XtcError) return null;
    throw error;
  }
}

function isOlder({ stamp: a }: EpicsRecord, { stamp: b }: EpicsRecord): boolean {
  if (!a || !b) return false;
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanoseconds < b.nanoseconds);
}
