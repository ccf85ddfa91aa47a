import { DAMAGE_INCOMPLETE, DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { toProblem, XtcError, type Problem } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { CONFIGURE, transitionOf } from '../format/transition.ts';
import { TYPE_EPICS } from '../format/type-id.ts';
import { WindowReader } from '../format/window-reader.ts';
import type { XtcNode } from '../format/xtc.ts';
import { decodeEpics, type EpicsRecord } from '../types/epics.ts';
import { readTree } from './read-tree.ts';

/** A PV as its Ctrl record describes it, with its first value. */
export type EpicsPv = EpicsRecord & {
  readonly name: string;
  /** Printed source, `EpicsArch-0|NoDevice-0`. */
  readonly source: string;
};

/** Where a datagram begins. */
export type DatagramPlace = { readonly file: File; readonly offset: number };

export type EpicsListing = { readonly pvs: readonly EpicsPv[]; readonly problems: readonly Problem[] };

/**
 * The PVs that Configure datagrams describe, in the order of their records. A PV that several datagrams describe comes
 * once, as the first one says; one that a single datagram describes twice comes twice, as the scanner printed it.
 *
 * @param places of datagrams that may be Configures; others are passed over
 * @throws {XtcError} 'unreadable', 'aborted'
 */
export async function listEpics(places: readonly DatagramPlace[], signal?: AbortSignal): Promise<EpicsListing> {
  const pvs: EpicsPv[] = [];
  const problems: Problem[] = [];
  const known = new Set<string>();
  for (const { file, offset } of places) {
    const source = new BlobSource(file);
    const byteLength = await configureLength(source, offset, signal);
    if (byteLength === 0) continue;
    const reader = new WindowReader(source, offset + byteLength, signal);
    const here = new Set<string>();
    for (const node of epicsLeaves(await readTree(source, offset, byteLength, signal))) {
      const record = await readRecord(reader, node, file.name, problems);
      if (!record || record.name === null) continue;
      const key = `${node.level} ${node.phy} ${record.pvId} ${record.name}`;
      here.add(key);
      if (!known.has(key)) pvs.push({ ...record, name: record.name, source: node.source });
    }
    for (const key of here) known.add(key);
  }
  return { pvs, problems };
}

/** Whole length of a Configure; 0 when the datagram is none. */
async function configureLength(source: BlobSource, offset: number, signal?: AbortSignal): Promise<number> {
  const bytes = await source.read(offset, DATAGRAM_HEADER_BYTES, signal);
  if (bytes.byteLength < DATAGRAM_HEADER_BYTES) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const byteLength = 20 + view.getUint32(36, true);
  return transitionOf(view.getUint32(8, true)) === CONFIGURE && offset + byteLength <= source.byteLength ? byteLength : 0;
}

function epicsLeaves(node: XtcNode): XtcNode[] {
  const isRecord = node.typeId === TYPE_EPICS && node.extent > XTC_HEADER_BYTES && (node.damage & DAMAGE_INCOMPLETE) === 0;
  return isRecord ? [node] : node.children.flatMap(epicsLeaves);
}

/** The record of a leaf; null when it cannot be read, which is said in `problems`. */
async function readRecord(reader: WindowReader, node: XtcNode, file: string, problems: Problem[]): Promise<EpicsRecord | null> {
  const payload = await reader.read(node.offset + XTC_HEADER_BYTES, node.extent - XTC_HEADER_BYTES);
  try {
    return decodeEpics(new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength));
  } catch (error) {
    if (!(error instanceof XtcError)) throw error;
    problems.push({ ...toProblem(error), file, offset: node.offset });
    return null;
  }
}
