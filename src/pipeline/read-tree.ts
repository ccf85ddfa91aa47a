import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import type { ByteSource } from '../format/byte-source.ts';
import { WindowReader } from '../format/window-reader.ts';
import { walkHeaders, type XtcNode } from '../format/xtc.ts';

/**
 * The whole tree of one datagram. Only headers are read, in windows: payloads of any size cost nothing.
 * @throws {XtcError} 'truncated' when the file ends before a header does, 'unreadable', 'aborted'
 */
export async function readTree(source: ByteSource, offset: number, byteLength: number, signal?: AbortSignal): Promise<XtcNode> {
  return walkTree(new WindowReader(source, offset + byteLength, signal), offset, byteLength);
}

/** The same with a reader that has a window already. @throws {XtcError} as `readTree` */
export async function walkTree(reader: WindowReader, offset: number, byteLength: number): Promise<XtcNode> {
  const walk = walkHeaders(byteLength, offset);
  let step = walk.next();
  while (!step.done) step = walk.next(await reader.read(offset + step.value, XTC_HEADER_BYTES));
  return step.value;
}
