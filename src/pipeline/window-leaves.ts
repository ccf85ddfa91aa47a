import { XtcError } from '../base/errors.ts';
import type { ByteSource } from '../format/byte-source.ts';
import { eachLeaf } from '../format/each-leaf.ts';
import type { XtcNode } from '../format/xtc.ts';
import type { Places } from './column-request.ts';
import type { LeafPlace } from './number-reader.ts';
import { SPARSE_BYTES, type PlaceWindow } from './place-windows.ts';
import { readTree } from './read-tree.ts';
import type { WantedLeaves } from './wanted-leaves.ts';

/** What was read of a window: all its bytes, or of one large datagram only the leaves that are asked for. */
export type WindowBytes = { readonly bytes: DataView } | { readonly leaves: readonly LeafPlace[] };

/** Reads a window. @throws {XtcError} 'truncated' when the file ends before it, 'unreadable', 'aborted' */
export async function readWindow(source: ByteSource, window: PlaceWindow, wanted: WantedLeaves, signal?: AbortSignal): Promise<WindowBytes> {
  const { start, byteLength } = window;
  const isSparse = byteLength > SPARSE_BYTES && window.end === window.first + 1;
  if (!isSparse) return { bytes: await readView(source, start, byteLength, signal) };
  const nodes = leavesOf(await readTree(source, start, byteLength, signal)).filter(({ level, phy, typeId }) => wanted.has(level, phy, typeId));
  const leaves = await Promise.all(nodes.map(async ({ offset, extent }) => ({ view: await readView(source, offset, extent, signal), at: 0, extent })));
  return { leaves };
}

/** The leaves of a window that may be asked for, in tree order, each with the number of its datagram among the places. */
export function eachWindowLeaf(read: WindowBytes, { first, end, start }: PlaceWindow, places: Places, visit: (place: number, leaf: LeafPlace) => void): void {
  if ('leaves' in read) {
    for (const leaf of read.leaves) visit(first, leaf);
    return;
  }
  const { bytes: view } = read;
  for (let place = first; place < end; ++place) {
    const at = places.offset[place] - start;
    eachLeaf(view, at, at + places.byteLength[place], (leaf, extent) => visit(place, { view, at: leaf, extent }));
  }
}

async function readView(source: ByteSource, offset: number, byteLength: number, signal?: AbortSignal): Promise<DataView> {
  const bytes = await source.read(offset, byteLength, signal);
  if (bytes.byteLength < byteLength) {
    throw new XtcError('truncated', `${source.name} ends at byte ${offset + bytes.byteLength}; ${byteLength} bytes from byte ${offset} on were there when it was opened.`, { file: source.name, offset });
  }
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function leavesOf(node: XtcNode): XtcNode[] {
  return node.children.length > 0 ? node.children.flatMap(leavesOf) : [node];
}
