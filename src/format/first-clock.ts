import { DATAGRAM_HEADER_BYTES } from '../../assembly/layout.ts';
import type { ByteSource } from './byte-source.ts';

const GIGA = 1_000_000_000;
/** LCLS saw its first light in April 2009. */
const EARLIEST = 1_230_000_000;
const LATEST = 2_000_000_000;

/** Seconds since 1970 of a file's first datagram; null when its header is not one. @throws {XtcError} 'unreadable' */
export async function firstClock(source: ByteSource): Promise<number | null> {
  const bytes = await source.read(0, DATAGRAM_HEADER_BYTES);
  if (bytes.byteLength < DATAGRAM_HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [nanoseconds, seconds] = [view.getUint32(0, true), view.getUint32(4, true)];
  return nanoseconds < GIGA && seconds > EARLIEST && seconds < LATEST ? seconds : null;
}
