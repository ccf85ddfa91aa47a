import {
  CSPAD_ELEMENT_HEADER_BYTES,
  CSPAD_PIXELS,
  PAYLOAD_DUPLICATE_QUAD,
  QUADS,
  SATURATED_ADU,
  SECTIONS_PER_QUAD,
  SECTION_COLUMNS,
  SECTION_PIXELS,
  SECTION_ROWS,
} from '../../assembly/layout.ts';
import { countBits } from '../base/count-bits.ts';
import { sectionMasksFor } from '../types/cspad.ts';
import { CSPAD2X2_ELEMENT_BYTES } from '../types/cspad2x2.ts';
import { WasmArray, type Arena } from '../wasm/arena.ts';
import { payloadOffset, pixelsProblem, placed, wrongConfiguration, type FetchedPixels, type PixelsPayload, type RawPixels } from './fetched-pixels.ts';

const CSPAD_SHAPE = [QUADS, SECTIONS_PER_QUAD, SECTION_ROWS, SECTION_COLUMNS] as const;
const PAIR_SHAPE = [2, SECTION_ROWS, SECTION_COLUMNS] as const;

/** Signed 14-bit values. */
const VALUES = { valueMask: 0xffff, rule: 'mask', saturation: SATURATED_ADU } as const;

/** Brings the sections of CSPads and CSPad2x2s into natural order, in memory that is reserved once. */
export class CspadUnpacker {
  readonly #arena: Arena;
  readonly #raw: WasmArray<'i16'>;
  readonly #pair: WasmArray<'i16'>;
  readonly #report: WasmArray<'u32'>;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#raw = arena.reserve('i16', CSPAD_PIXELS);
    this.#pair = new WasmArray(arena.kernels, 'i16', this.#raw.ptr, 2 * SECTION_PIXELS);
    this.#report = arena.reserve('u32', 2);
  }

  /** @throws {XtcError} 'no-configuration', 'bad-payload' when the elements do not fit the configuration */
  cspad(fetched: FetchedPixels, { leaf, bytes }: PixelsPayload): RawPixels {
    const { configuration } = fetched;
    if (configuration && configuration.kind !== 'cspad') throw wrongConfiguration(fetched, leaf);
    const masksToTry = placed(fetched, leaf, () => sectionMasksFor(configuration && configuration.cspad, leaf.version, bytes.length));
    let status = 0;
    for (const masks of masksToTry) {
      status = this.#arena.kernels.unpackSections(bytes.ptr, bytes.length, masks, this.#raw.ptr, this.#report.ptr);
      if (status <= 0) continue;
      const isSingle = countBits(masks) === 1;
      return {
        ...VALUES,
        raw: this.#raw,
        shape: CSPAD_SHAPE,
        present: this.#report.view()[0],
        layout: isSingle ? 'section' : 'cspad',
        section: isSingle ? 31 - Math.clz32(masks) : 0,
      };
    }
    // Where an element of a compressed payload begins in the file cannot be told: its start is where to look.
    const at = payloadOffset(fetched, leaf) + (leaf.compressed ? 0 : this.#report.view()[1]);
    const what = status === PAYLOAD_DUPLICATE_QUAD ? 'the same quad comes twice' : 'it ends inside an element';
    const sections = masksToTry.map(countBits).join(' or ');
    const message = `The pixels of ${fetched.request.source.name} (${bytes.length} bytes) do not fit the configuration, which has ${sections} sections: ${what} at byte ${at}.`;
    throw pixelsProblem(fetched, 'bad-payload', at, message);
  }

  /** @throws {XtcError} 'no-configuration' when it is that of another detector, 'bad-payload' when it is too short */
  pair(fetched: FetchedPixels, { leaf, bytes }: PixelsPayload): RawPixels {
    const { configuration } = fetched;
    if (configuration && configuration.kind !== 'cspad2x2') throw wrongConfiguration(fetched, leaf);
    if (bytes.length < CSPAD2X2_ELEMENT_BYTES) {
      const message = `The pixels of ${fetched.request.source.name} need ${CSPAD2X2_ELEMENT_BYTES} bytes; the event has ${bytes.length}.`;
      throw pixelsProblem(fetched, 'bad-payload', fetched.request.datagram.offset + leaf.offset, message);
    }
    this.#arena.kernels.unpackPair(bytes.ptr + CSPAD_ELEMENT_HEADER_BYTES, this.#pair.ptr);
    // The element holds both sections; a mask of 0 says nothing.
    const present = configuration?.pair.sectionMask || 3;
    return { ...VALUES, raw: this.#pair, shape: PAIR_SHAPE, present, layout: 'cspad2x2', section: 0 };
  }
}
