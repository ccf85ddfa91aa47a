import { DATAGRAM_HEADER_BYTES, NODE_ROW_BYTES, WALK_BYTES, XTC_MAX_DEPTH } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import type { Arena, WasmArray } from '../wasm/arena.ts';

/** The Xtcs of one datagram, root first, depth first. Valid until the walker walks again. Rows: assembly/layout.ts. */
export class XtcRows {
  readonly count: number;
  readonly #words: Uint32Array;

  constructor(words: Uint32Array, count: number) {
    this.#words = words;
    this.count = count;
  }

  /** Of its 20-byte header, from the start of the datagram. */
  offset(row: number): number {
    return this.#words[row * 8];
  }
  damage(row: number): number {
    return this.#words[row * 8 + 1];
  }
  log(row: number): number {
    return this.#words[row * 8 + 2];
  }
  phy(row: number): number {
    return this.#words[row * 8 + 3];
  }
  /** Type number, version and compressed flag: `parseContains`. */
  contains(row: number): number {
    return this.#words[row * 8 + 4];
  }
  /** Bytes with the header. */
  extent(row: number): number {
    return this.#words[row * 8 + 5];
  }
  /** Row of the container it lies in; -1 for the root. */
  parent(row: number): number {
    return this.#words[row * 8 + 6] | 0;
  }
  /** 0 for the root. */
  depth(row: number): number {
    return this.#words[row * 8 + 7] & 0xff;
  }
  /** FAULT bits; the root's row has those of the whole tree. */
  faults(row: number): number {
    return this.#words[row * 8 + 7] >>> 8;
  }
}

/** Walks datagrams in kernel memory, one after another, without allocating more than the view of the rows. */
export class XtcWalker {
  readonly #arena: Arena;
  readonly #walk: WasmArray<'u8'>;
  readonly #parents: WasmArray<'i32'>;
  readonly #maxNodes: number;
  readonly #rows: WasmArray<'u32'>;

  constructor(arena: Arena, maxNodes = 4096) {
    this.#arena = arena;
    this.#walk = arena.reserve('u8', WALK_BYTES);
    this.#parents = arena.reserve('i32', XTC_MAX_DEPTH + 1);
    this.#maxNodes = maxNodes;
    this.#rows = arena.reserve('u32', (maxNodes * NODE_ROW_BYTES) / 4);
  }

  /**
   * @param bytes a datagram from its first byte  @param byteLength how many of them belong to it
   * @throws {XtcError} 'truncated' below 40 bytes, 'unsupported' above `maxNodes` Xtcs
   */
  walk(bytes: WasmArray<'u8'>, byteLength: number): XtcRows {
    if (byteLength < DATAGRAM_HEADER_BYTES || byteLength > bytes.length) {
      throw new XtcError('truncated', `A datagram starts with ${DATAGRAM_HEADER_BYTES} bytes of header, ${byteLength} of ${bytes.length} bytes were given.`);
    }
    const { kernels } = this.#arena;
    const count = kernels.walkXtc(bytes.ptr, byteLength, this.#walk.ptr, this.#parents.ptr, this.#rows.ptr, this.#maxNodes);
    if (count < 0) throw new XtcError('unsupported', `This datagram has more than ${this.#maxNodes} Xtcs.`);
    return new XtcRows(this.#rows.view(), count);
  }
}
