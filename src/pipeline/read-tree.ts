import { XtcError } from '../base/errors.ts';
import type { ByteSource } from '../format/byte-source.ts';
import { readTree as treeOf, type XtcNode } from '../format/xtc.ts';

/**
 * The whole tree of one datagram.
 * @throws {XtcError} 'truncated' when the file ends before the datagram does, 'unreadable'
 */
export async function readTree(source: ByteSource, offset: number, byteLength: number): Promise<XtcNode> {
  const bytes = await source.read(offset, byteLength);
  if (bytes.byteLength < byteLength) {
    throw new XtcError('truncated', `${source.name} ends inside the datagram at byte ${offset}: it needs ${byteLength} bytes, ${bytes.byteLength} are there.`, { file: source.name, offset });
  }
  return treeOf(bytes, offset);
}
