import {
  DATAGRAM_ROW_BYTES, DICTIONARY_BYTES, KIND_BYTES, KIND_DAMAGED, KIND_ROWS, KIND_ROW_BYTES, REMARK_WORDS, SCAN_BYTES, SCAN_CUT, SCAN_FAULTS, SCAN_FILE_END,
  SCAN_IN_TREE, SCAN_NEEDS_BYTES, SCAN_NEXT, SCAN_OFFSET, SCAN_REMARKS, SCAN_ROW_BYTES, SCAN_STATUS, SIGNATURE_POOL, SIGNATURE_ROWS, SIGNATURE_ROW_BYTES,
} from '../../assembly/layout.ts';
import type { Arena, WasmArray } from '../wasm/arena.ts';
import type { LeafKind } from './run-index.ts';
import { levelOf, printSource } from './source.ts';
import { parseContains } from './type-id.ts';

const ROWS_PER_CALL = 8192;
/** A window goes to the kernel in pieces: what was just copied is still in the processor's cache when its headers are read. */
const PIECE_BYTES = 256 * 1024;

/** Is given rows as they are found, the remarks on them, whose rows are counted from the first of these, not copied, and the length of their datagrams. */
export type TakeRows = (rows: Uint8Array, remarks: Uint32Array, datagramBytes: number) => void;

/** What all streams of a run share in kernel memory: one window at a time, rows on their way out, and the dictionary. */
export class ScanMemory {
  readonly arena: Arena;
  readonly window: WasmArray<'u8'>;
  readonly rows: WasmArray<'u8'>;
  readonly remarks: WasmArray<'u32'>;
  readonly #dictionary: WasmArray<'u8'>;

  /** @param windowBytes the largest window that will be given */
  constructor(arena: Arena, windowBytes: number) {
    this.arena = arena;
    this.window = arena.reserve('u8', windowBytes);
    this.rows = arena.reserve('u8', ROWS_PER_CALL * DATAGRAM_ROW_BYTES);
    this.remarks = arena.reserve('u32', ROWS_PER_CALL * REMARK_WORDS);
    this.#dictionary = arena.reserve('u8', DICTIONARY_BYTES);
    arena.kernels.clearDictionary(this.#dictionary.ptr);
  }

  get dictionaryPtr(): number {
    return this.#dictionary.ptr;
  }

  /** Every kind of leaf met so far, by its number. */
  kinds(): LeafKind[] {
    const bytes = this.#dictionary.view();
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    return Array.from({ length: words[0] }, (_, kind) => {
      const at = (KIND_ROWS + kind * KIND_ROW_BYTES) / 4;
      const [log, phy, contains] = [words[at], words[at + 1], words[at + 2]];
      return { ...printSource(log, phy), level: levelOf(log), phy, ...parseContains(contains) };
    });
  }

  /** Bytes (sum of the extents, headers and all copies included) and damaged leaves of every kind met so far. */
  sizes(): { bytes: Float64Array; damaged: Uint32Array } {
    const bytes = this.#dictionary.view();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const kinds = view.getUint32(0, true);
    return {
      bytes: Float64Array.from({ length: kinds }, (_, kind) => view.getFloat64(KIND_ROWS + kind * KIND_ROW_BYTES + KIND_BYTES, true)),
      damaged: Uint32Array.from({ length: kinds }, (_, kind) => view.getUint32(KIND_ROWS + kind * KIND_ROW_BYTES + KIND_DAMAGED, true)),
    };
  }

  /** The kinds of the leaves of every signature met so far, by its number. */
  signatures(): Uint16Array[] {
    const bytes = this.#dictionary.view();
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    return Array.from({ length: words[1] }, (_, signature) => {
      const at = (SIGNATURE_ROWS + signature * SIGNATURE_ROW_BYTES) / 4;
      return new Uint16Array(bytes.buffer, bytes.byteOffset + SIGNATURE_POOL + 2 * words[at + 1], words[at + 2]).slice();
    });
  }
}

/** Where the kernel's scan of one file stands. Numbers are those of assembly/layout.ts (SCAN_*). */
export class ScanState {
  readonly #memory: ScanMemory;
  readonly #state: WasmArray<'u8'>;

  constructor(memory: ScanMemory) {
    this.#memory = memory;
    this.#state = memory.arena.reserve('u8', SCAN_BYTES);
    this.#state.view().fill(0);
  }

  #view(): DataView {
    const bytes = this.#state.view();
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes on with the datagram at `offset`; `cut` says where it ends when its extent is known to be wrong. */
  startAt(offset: number, fileEnd: number, cut = 0): void {
    const view = this.#view();
    view.setFloat64(SCAN_OFFSET, offset, true);
    view.setFloat64(SCAN_NEXT, offset, true);
    view.setFloat64(SCAN_FILE_END, fileEnd, true);
    view.setFloat64(SCAN_CUT, cut, true);
    view.setUint32(SCAN_IN_TREE, 0, true);
  }

  /** Takes back what was counted of the datagram read last, which will be read again. */
  retract(): void {
    this.#memory.arena.kernels.retractLeaves(this.#state.ptr, this.#memory.dictionaryPtr);
  }

  /** Forgets what was read of a datagram that has not ended. @returns where it begins */
  abandon(): number {
    if (this.#view().getUint32(SCAN_IN_TREE, true) === 1) this.retract();
    return this.offset;
  }

  /** Start of the datagram that is being read. */
  get offset(): number {
    return this.#view().getFloat64(SCAN_OFFSET, true);
  }
  /** The byte that is needed next. */
  get next(): number {
    return this.#view().getFloat64(SCAN_NEXT, true);
  }
  /** Why the kernel stopped. */
  get status(): number {
    return this.#view().getUint32(SCAN_STATUS, true);
  }
  /** FAULT bits of the header at `offset`. */
  get faults(): number {
    return this.#view().getUint32(SCAN_FAULTS, true);
  }

  /** Scans a window that starts at `start`. */
  scan(window: Uint8Array, start: number, take: TakeRows): void {
    for (let from = 0; from < window.byteLength; ) {
      const to = Math.min(from + PIECE_BYTES, window.byteLength);
      this.#scanPiece(window.subarray(from, to), start + from, take);
      // The next piece begins at the header that is needed: none is cut, and what lies before it is not copied.
      if (to === window.byteLength || this.status !== SCAN_NEEDS_BYTES) return;
      from = this.next - start;
    }
  }

  #scanPiece(piece: Uint8Array, start: number, take: TakeRows): void {
    const { arena, rows, remarks, dictionaryPtr } = this.#memory;
    const target = this.#memory.window;
    target.view().set(piece);
    for (let count = ROWS_PER_CALL; count === ROWS_PER_CALL; ) {
      count = arena.kernels.scanDatagrams(this.#state.ptr, dictionaryPtr, target.ptr, start, piece.byteLength, rows.ptr, ROWS_PER_CALL, remarks.ptr);
      if (count === 0) continue;
      const state = this.#view();
      const remarked = state.getUint32(SCAN_REMARKS, true);
      take(rows.view().subarray(0, count * DATAGRAM_ROW_BYTES), remarks.view().subarray(0, remarked * REMARK_WORDS), state.getFloat64(SCAN_ROW_BYTES, true));
    }
  }
}
