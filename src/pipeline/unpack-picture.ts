import { countOf, ELEMENT_BYTES } from '../base/arrays.ts';
import { typeName } from '../format/type-id.ts';
import type { PictureType } from '../types/picture-layout.ts';
import { WasmArray, type Arena } from '../wasm/arena.ts';
import { placed, wrongConfiguration, type FetchedPixels, type PixelsPayload, type RawPixels } from './fetched-pixels.ts';

/** src.log >> 24 of a source whose phy tells a device. */
const DETECTOR_LEVEL = 1;

/** Takes the pixels of detectors beside the CSPad out of their payload, into memory that grows with the largest one. */
export class PictureUnpacker {
  readonly #arena: Arena;
  #room: WasmArray<'u8'> | null = null;

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Null when the frame has no pixels. @throws {XtcError} 'no-configuration', 'bad-payload', 'unsupported' */
  unpack(fetched: FetchedPixels, { leaf, bytes }: PixelsPayload, type: PictureType): RawPixels | null {
    const { configuration, request } = fetched;
    if (configuration && configuration.kind !== 'values') throw wrongConfiguration(fetched, leaf);
    const { level, phy, name } = request.source;
    const about = {
      version: leaf.version,
      payload: bytes.view(),
      config: configuration && configuration.values,
      device: level === DETECTOR_LEVEL ? (phy >>> 8) & 0xff : 0,
    };
    const found = placed(fetched, leaf, () => type.layoutOf(about), `The ${typeName(leaf.typeId)} of ${name} cannot be shown. `);
    if (!found) return null;
    const { shape, dtype, byteOffset, partStride, valueMask, rule, saturation, arrangement } = found;
    const count = countOf(shape);
    const raw = new WasmArray(this.#arena.kernels, dtype, this.#roomFor(count * ELEMENT_BYTES[dtype]), count);
    const parts = partStride > 0 ? shape[0] : 1;
    const partBytes = raw.byteLength / parts;
    for (let part = 0; part < parts; ++part) {
      this.#arena.kernels.copyBytes(raw.ptr + part * partBytes, bytes.ptr + byteOffset + part * partStride, partBytes);
    }
    return { raw, shape, present: 0xffffffff, layout: arrangement, section: 0, valueMask, rule, saturation };
  }

  #roomFor(byteLength: number): number {
    if (!this.#room || this.#room.length < byteLength) this.#room = this.#arena.reserve('u8', Math.ceil(byteLength * 1.25));
    return this.#room.ptr;
  }
}
