import { DATAGRAM_HEADER_BYTES } from '../../assembly/layout.ts';
import type { ByteSource } from './byte-source.ts';
import type { ScanMemory } from './scan-kernel.ts';

/** The next datagram is mostly near: only where it is not, larger steps are worth their reading. */
const FIRST_STEP_BYTES = 64 * 1024;
const STEP_BYTES = 1024 * 1024;

export type FoundDatagram = {
  /** Where the next datagram begins; null when there is none. */
  readonly offset: number | null;
  /** All bytes that were looked at are 0. */
  readonly isZero: boolean;
};

/**
 * Looks for the next datagram from a byte on: a good header that is followed by another one or by the end of the file.
 * @param seconds a clock of the run, 0 when none is known  @param limit where the search ends
 */
export async function findDatagram(memory: ScanMemory, source: ByteSource, from: number, limit: number, seconds: number, signal?: AbortSignal): Promise<FoundDatagram> {
  const { kernels } = memory.arena;
  const { window } = memory;
  const fileEnd = source.byteLength;
  let isZero = true;
  let step = FIRST_STEP_BYTES;
  for (let start = from; start < limit; start += step, step = Math.min(STEP_BYTES, 4 * step)) {
    const bytes = await source.read(start, Math.min(step + DATAGRAM_HEADER_BYTES - 1, window.length), signal);
    isZero = isZero && bytes.every((byte) => byte === 0);
    for (let at = 0; at + DATAGRAM_HEADER_BYTES <= bytes.byteLength; ++at) {
      window.view().set(bytes);
      at = kernels.findDatagram(window.ptr, bytes.byteLength, at, start, fileEnd, seconds);
      if (at < 0) break;
      if (await isFollowed(memory, source, start, bytes, at, signal)) return { offset: start + at, isZero: false };
    }
  }
  return { offset: null, isZero };
}

/** Whether a candidate is followed by a datagram where the kernel could not see it. */
async function isFollowed(memory: ScanMemory, source: ByteSource, start: number, bytes: Uint8Array, at: number, signal?: AbortSignal): Promise<boolean> {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, DATAGRAM_HEADER_BYTES);
  const next = at + 20 + view.getUint32(36, true);
  if (next + DATAGRAM_HEADER_BYTES <= bytes.byteLength || start + next === source.byteLength) return true;
  const header = await source.read(start + next, DATAGRAM_HEADER_BYTES, signal);
  if (header.byteLength < DATAGRAM_HEADER_BYTES) return false;
  memory.window.view().set(header);
  return memory.arena.kernels.isDatagramHeader(memory.window.ptr, view.getUint32(4, true)) === 1;
}
