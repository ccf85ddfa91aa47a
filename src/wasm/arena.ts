import { XtcError } from '../base/errors.ts';
import type { Kernels } from './kernels.ts';

type Views = { u8: Uint8Array; i16: Int16Array; u16: Uint16Array; i32: Int32Array; u32: Uint32Array; f32: Float32Array; f64: Float64Array };
type Kind = keyof Views;
const BYTES: Record<Kind, number> = { u8: 1, i16: 2, u16: 2, i32: 4, u32: 4, f32: 4, f64: 8 };

/** An array in kernel memory. Growth of the memory detaches typed arrays: ask for `view()` each time, never keep it. */
export class WasmArray<K extends Kind = Kind> {
  readonly kind: K;
  /** Address in kernel memory, 16-byte aligned. */
  readonly ptr: number;
  /** Number of elements. */
  readonly length: number;
  readonly #kernels: Kernels;

  constructor(kernels: Kernels, kind: K, ptr: number, length: number) {
    this.#kernels = kernels;
    this.kind = kind;
    this.ptr = ptr;
    this.length = length;
  }

  get byteLength(): number {
    return this.length * BYTES[this.kind];
  }

  view(): Views[K] {
    const { buffer } = this.#kernels.memory;
    const { ptr, length } = this;
    const views: { [P in Kind]: () => Views[P] } = {
      u8: () => new Uint8Array(buffer, ptr, length),
      i16: () => new Int16Array(buffer, ptr, length),
      u16: () => new Uint16Array(buffer, ptr, length),
      i32: () => new Int32Array(buffer, ptr, length),
      u32: () => new Uint32Array(buffer, ptr, length),
      f32: () => new Float32Array(buffer, ptr, length),
      f64: () => new Float64Array(buffer, ptr, length),
    };
    return views[this.kind]();
  }
}

/** Hands out kernel memory. Reserve once, reuse for each event; `since` gives back what was reserved after a mark. */
export class Arena {
  readonly kernels: Kernels;

  constructor(kernels: Kernels) {
    this.kernels = kernels;
  }

  /** Reserves `length` elements, 16-byte aligned, content undefined. @throws {XtcError} 'kernel' when memory is exhausted. */
  reserve<K extends Kind>(kind: K, length: number): WasmArray<K> {
    const ptr = this.kernels.reserve(length * BYTES[kind]);
    if (ptr === 0) {
      throw new XtcError('kernel', `No room for ${length * BYTES[kind]} more bytes of kernel memory.`);
    }
    return new WasmArray(this.kernels, kind, ptr, length);
  }

  /** Runs `use` and gives back everything that it reserved. */
  scoped<T>(use: () => T): T {
    const mark = this.kernels.mark();
    try {
      return use();
    } finally {
      this.kernels.release(mark);
    }
  }
}
