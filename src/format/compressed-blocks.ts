import { MAX_DATAGRAM_BYTES } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';

const ENGINES = ['None', 'Hist16', 'HistN', 'Hist32'] as const;

/** How a block is compressed; Hist32 is named by the DAQ's library but read by none. */
export type Engine = (typeof ENGINES)[number];

/** One block of a compressed payload. Offsets count from the start of the payload. */
export type CompressedBlock = {
  /** Its header, which is not compressed. */
  readonly headerOffset: number;
  readonly headerBytes: number;
  readonly engine: Engine;
  readonly dataOffset: number;
  /** Bytes of the data as they lie there, and once expanded. */
  readonly dataBytes: number;
  readonly expandedBytes: number;
};

/** Words around the header: its length before it; engine, a spare word and both sizes behind it. */
const WORDS_BYTES = 20;

/**
 * Lists the blocks of a compressed payload, so that every size in them can be trusted.
 * @throws {XtcError} 'bad-payload' at the payload's byte where a size is impossible, 'unsupported' for an unknown engine
 * @source pdsdata compress/src/CompressedXtc.cc, CompressedPayload.hh
 */
export function compressedBlocks(payload: Uint8Array): CompressedBlock[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const blocks: CompressedBlock[] = [];
  let expandedBytes = 0;
  // What is shorter than the padding of a block is padding.
  for (let at = 0; payload.byteLength - at > 3; ) {
    const block = readBlock(view, at);
    blocks.push(block);
    expandedBytes += block.headerBytes + block.expandedBytes;
    if (expandedBytes > MAX_DATAGRAM_BYTES) throw bad(at, `it would take more than ${MAX_DATAGRAM_BYTES} bytes, the most a datagram may have`);
    at += (WORDS_BYTES + block.headerBytes + block.dataBytes + 3) & ~3;
  }
  return blocks;
}

/** Bytes that the payload has once expanded. */
export function expandedLength(blocks: readonly CompressedBlock[]): number {
  return blocks.reduce((sum, { headerBytes, expandedBytes }) => sum + headerBytes + expandedBytes, 0);
}

function readBlock(view: DataView, at: number): CompressedBlock {
  const rest = view.byteLength - at;
  if (rest < WORDS_BYTES) throw bad(at, `${rest} bytes are left, less than the ${WORDS_BYTES} that a block needs at least`);
  const headerBytes = view.getUint32(at, true);
  if (headerBytes > rest - WORDS_BYTES) throw bad(at, `its header of ${headerBytes} bytes goes past the end of the payload`);
  const words = at + 4 + headerBytes;
  const number = view.getUint32(words, true);
  const engine = ENGINES[number];
  const [expandedBytes, dataBytes] = [view.getUint32(words + 8, true), view.getUint32(words + 12, true)];
  if (engine === undefined || engine === 'Hist32') {
    throw new XtcError('unsupported', `The compressed block at byte ${at} of the payload uses engine ${engine ?? number}, which cannot be read (None, Hist16 and HistN can).`, { offset: at });
  }
  if (dataBytes > rest - WORDS_BYTES - headerBytes) throw bad(words + 12, `its ${dataBytes} bytes of data go past the end of the payload`);
  // A pixel takes a byte at least, except in HistN, where many can be one bit of the bitmap.
  const most = engine === 'None' ? dataBytes : engine === 'Hist16' ? 2 * dataBytes : MAX_DATAGRAM_BYTES;
  if (expandedBytes > most || (engine === 'None' && expandedBytes !== dataBytes)) {
    throw bad(words + 8, `${dataBytes} bytes of data (${engine}) cannot become ${expandedBytes}`);
  }
  return { headerOffset: at + 4, headerBytes, engine, dataOffset: words + 16, dataBytes, expandedBytes };
}

function bad(offset: number, what: string): XtcError {
  return new XtcError('bad-payload', `The compressed block at byte ${offset} of the payload is impossible: ${what}.`, { offset });
}
