import { EXPAND_CHECKSUM, EXPAND_FIELDS, EXPAND_OK } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import { WasmArray, type Arena } from '../wasm/arena.ts';
import { compressedBlocks, expandedLength, type CompressedBlock } from './compressed-blocks.ts';

/** Where a payload lies, for messages. */
export type PayloadPlace = { readonly file: string; readonly offset: number };

/** Expands compressed payloads, one after another, into memory that grows with the largest one. */
export class Decompressor {
  readonly #arena: Arena;
  #room: WasmArray<'u8'> | null = null;

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /**
   * The payload as it was before it was compressed: headers and data of all blocks, one behind the other. Nothing is
   * given when a checksum does not fit: which values are wrong cannot be told.
   *
   * @param payload in kernel memory, any alignment
   * @returns in kernel memory, until the next payload is expanded
   * @throws {XtcError} 'bad-payload' when blocks contradict themselves or their checksum, 'unsupported' for their engine,
   *   'kernel' when there is no room
   */
  expand(payload: WasmArray<'u8'>, place: PayloadPlace): WasmArray<'u8'> {
    const blocks = located(place, () => compressedBlocks(payload.view()));
    const byteLength = expandedLength(blocks);
    if (this.#room === null || this.#room.length < byteLength) this.#room = this.#arena.reserve('u8', Math.ceil(byteLength * 1.25));
    let at = this.#room.ptr;
    for (const block of blocks) {
      this.#arena.kernels.copyBytes(at, payload.ptr + block.headerOffset, block.headerBytes);
      at += block.headerBytes;
      const status = this.#expandBlock(block, payload.ptr + block.dataOffset, at);
      if (status !== EXPAND_OK) throw blockError(block, status, place);
      at += block.expandedBytes;
    }
    return new WasmArray(this.#arena.kernels, 'u8', this.#room.ptr, byteLength);
  }

  #expandBlock({ engine, dataBytes, expandedBytes }: CompressedBlock, data: number, to: number): number {
    const { kernels } = this.#arena;
    if (engine === 'Hist16') return kernels.expandHist16(data, dataBytes, to, expandedBytes);
    if (engine === 'HistN') return kernels.expandHistN(data, dataBytes, to, expandedBytes);
    kernels.copyBytes(to, data, dataBytes);
    return EXPAND_OK;
  }
}

function blockError({ engine, dataOffset, dataBytes, expandedBytes }: CompressedBlock, status: number, { file, offset }: PayloadPlace): XtcError {
  const at = offset + dataOffset;
  const what =
    status === EXPAND_CHECKSUM
      ? 'the sum of its values is not the one that was noted when it was written, so some of them are wrong'
      : status === EXPAND_FIELDS
        ? 'its sizes contradict each other'
        : 'it ends too early, or bytes are left over';
  return new XtcError('bad-payload', `The compressed block (${engine}) at byte ${at} of ${file}, ${dataBytes} bytes for ${expandedBytes}, is not good: ${what}. It is not shown; other events are not concerned.`, { file, offset: at });
}

/** Turns offsets in the payload into offsets in the file. */
function located<T>({ file, offset }: PayloadPlace, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (!(cause instanceof XtcError)) throw cause;
    throw new XtcError(cause.code, cause.message, { file, offset: offset + cause.offset, cause });
  }
}
