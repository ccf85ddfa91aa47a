import type { Bytes } from '../format/write-datagram.ts';

/** Fields of a payload one after the other, little-endian, without padding, as the DDL lays them out. */
export class PayloadWriter {
  readonly bytes: Bytes;
  readonly #view: DataView;
  #offset = 0;

  constructor(byteLength: number) {
    this.bytes = new Uint8Array(byteLength);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.#view.setUint16(this.#advance(2), value, true);
    return this;
  }
  u32(...values: readonly number[]): this {
    for (const value of values) this.#view.setUint32(this.#advance(4), value, true);
    return this;
  }
  u64(value: number): this {
    this.#view.setBigUint64(this.#advance(8), BigInt(value), true);
    return this;
  }
  f32(...values: readonly number[]): this {
    for (const value of values) this.#view.setFloat32(this.#advance(4), value, true);
    return this;
  }
  f64(...values: readonly number[]): this {
    for (const value of values) this.#view.setFloat64(this.#advance(8), value, true);
    return this;
  }
  /** ASCII in a field of fixed length, filled up with NUL. */
  text(value: string, byteLength: number): this {
    const offset = this.#advance(byteLength);
    for (let index = 0; index < Math.min(value.length, byteLength); ++index)
      this.bytes[offset + index] = value.charCodeAt(index);
    return this;
  }
  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#advance(bytes.byteLength));
    return this;
  }

  #advance(byteLength: number): number {
    const offset = this.#offset;
    this.#offset += byteLength;
    return offset;
  }
}
