import {
  CSPAD_ELEMENT_HEADER_BYTES,
  CSPAD_PIXELS,
  PAYLOAD_DUPLICATE_QUAD,
  QUADS,
  SECTIONS_PER_QUAD,
  SECTION_COLUMNS,
  SECTION_PIXELS,
  SECTION_ROWS,
  XTC_HEADER_BYTES,
} from '../../assembly/layout.ts';
import { countBits } from '../base/count-bits.ts';
import { XtcError } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { damageText } from '../format/damage.ts';
import { Decompressor } from '../format/decompress.ts';
import { TYPE_CSPAD_ELEMENT } from '../format/type-id.ts';
import { XtcWalker } from '../format/xtc-walker.ts';
import type { PixelMap } from '../image/pixel-map.ts';
import { sectionMasksFor, type CspadConfig } from '../types/cspad.ts';
import { CSPAD2X2_ELEMENT_BYTES, type Cspad2x2Config } from '../types/cspad2x2.ts';
import { WasmArray, type Arena } from '../wasm/arena.ts';
import { ConfigurationCache } from './configuration-cache.ts';
import { findPixels, type PixelsLeaf } from './find-pixels.ts';
import type { PixelsRequest } from './frame.ts';

/** The pixels of one source in one event, in kernel memory until the next event is unpacked. */
export type RawPixels = {
  readonly raw: WasmArray<'i16'>;
  /** (4, 8, 185, 388) for CSPad, (2, 185, 388) for CSPad2x2. */
  readonly shape: readonly number[];
  /** Bit (quad*8 + section): the section was read out. */
  readonly present: number;
  readonly layout: PixelMap['layout'];
  /** The section shown, for the layout 'section'; else 0. */
  readonly section: number;
};

/** A datagram and the configuration of the source in it, read but not yet looked at. */
export type FetchedPixels = {
  readonly request: PixelsRequest;
  readonly bytes: Uint8Array;
  readonly configuration: CspadConfig | Cspad2x2Config | null;
};

/** The payload of a leaf, expanded when it was compressed, in kernel memory until the next one. */
type Payload = { readonly bytes: WasmArray<'u8'>; readonly leaf: PixelsLeaf };

const CSPAD_SHAPE = [QUADS, SECTIONS_PER_QUAD, SECTION_ROWS, SECTION_COLUMNS] as const;
const PAIR_SHAPE = [2, SECTION_ROWS, SECTION_COLUMNS] as const;

/** Reads the pixels of events, one after another, into memory that is reserved once. */
export class PixelReader {
  readonly #arena: Arena;
  readonly #walker: XtcWalker;
  readonly #configurations = new ConfigurationCache();
  readonly #raw: WasmArray<'i16'>;
  readonly #pair: WasmArray<'i16'>;
  readonly #report: WasmArray<'u32'>;
  readonly #decompressor: Decompressor;
  #datagram: WasmArray<'u8'>;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#walker = new XtcWalker(arena);
    this.#raw = arena.reserve('i16', CSPAD_PIXELS);
    this.#pair = new WasmArray(arena.kernels, 'i16', this.#raw.ptr, 2 * SECTION_PIXELS);
    this.#report = arena.reserve('u32', 2);
    this.#decompressor = new Decompressor(arena);
    this.#datagram = arena.reserve('u8', 5 << 20); // a full CSPad and what comes with it
  }

  /** Reads bytes and configuration; several may be under way. @throws {XtcError} 'truncated', 'unreadable', 'aborted' */
  async fetch(request: PixelsRequest, signal?: AbortSignal): Promise<FetchedPixels> {
    const { file, offset, byteLength } = request.datagram;
    const [bytes, configuration] = await Promise.all([
      new BlobSource(file).read(offset, byteLength, signal),
      this.#configurations.get(request.configuration, signal),
    ]);
    if (bytes.byteLength < byteLength) {
      throw new XtcError(
        'truncated',
        `${file.name} ends inside the event at byte ${offset}: it needs ${byteLength} bytes, ${bytes.byteLength} are there.`,
        { file: file.name, offset },
      );
    }
    return { request, bytes, configuration };
  }

  /** True when the event has pixels of the source that are not damaged. */
  hasPixels(fetched: FetchedPixels): boolean {
    return this.#findLeaf(fetched)?.damage === 0;
  }

  /**
   * Fills the sections from a datagram.
   * @throws {XtcError} 'unknown-source' when the event has no pixels of the source, 'bad-payload' when they are damaged or
   *   do not fit their configuration or their checksum, 'no-configuration', 'unsupported' when their compression is unknown
   */
  unpack(fetched: FetchedPixels): RawPixels {
    const { source, datagram } = fetched.request;
    const leaf = this.#findLeaf(fetched);
    if (!leaf)
      throw problem(
        fetched,
        'unknown-source',
        datagram.offset,
        `The event at byte ${datagram.offset} has no pixels of ${source.name}.`,
      );
    if (leaf.damage !== 0) {
      throw problem(
        fetched,
        'bad-payload',
        datagram.offset + leaf.offset,
        `The pixels of ${source.name} in this event are damaged (${damageText(leaf.damage)}), so they are not shown. Other events are not concerned.`,
      );
    }
    const payload = { leaf, bytes: this.#payloadOf(fetched, leaf) };
    return leaf.typeId === TYPE_CSPAD_ELEMENT
      ? this.#unpackCspad(fetched, payload)
      : this.#unpackPair(fetched, payload);
  }

  #payloadOf({ request: { datagram } }: FetchedPixels, leaf: PixelsLeaf): WasmArray<'u8'> {
    const start = leaf.offset + XTC_HEADER_BYTES;
    const stored = new WasmArray(this.#arena.kernels, 'u8', this.#datagram.ptr + start, leaf.byteLength);
    if (!leaf.compressed) return stored;
    return this.#decompressor.expand(stored, { file: datagram.file.name, offset: datagram.offset + start });
  }

  #findLeaf({ request, bytes }: FetchedPixels): PixelsLeaf | null {
    if (this.#datagram.length < bytes.byteLength)
      this.#datagram = this.#arena.reserve('u8', Math.ceil(bytes.byteLength * 1.5));
    this.#datagram.view().set(bytes);
    return findPixels(this.#walker.walk(this.#datagram, bytes.byteLength), request.source);
  }

  #unpackCspad(fetched: FetchedPixels, { leaf, bytes }: Payload): RawPixels {
    const { configuration } = fetched;
    if (configuration && !('quadMask' in configuration)) throw this.#wrongConfiguration(fetched, leaf);
    const masksToTry = this.#masksFor(fetched, leaf, bytes.length, configuration);
    let status = 0;
    for (const masks of masksToTry) {
      status = this.#arena.kernels.unpackSections(
        bytes.ptr,
        bytes.length,
        masks,
        this.#raw.ptr,
        this.#report.ptr,
      );
      if (status <= 0) continue;
      const isSingle = countBits(masks) === 1;
      return {
        raw: this.#raw,
        shape: CSPAD_SHAPE,
        present: this.#report.view()[0],
        layout: isSingle ? 'section' : 'cspad',
        section: isSingle ? 31 - Math.clz32(masks) : 0,
      };
    }
    // Where an element of a compressed payload begins in the file cannot be told: its start is where to look.
    const inPayload = leaf.compressed ? 0 : this.#report.view()[1];
    const at = fetched.request.datagram.offset + leaf.offset + XTC_HEADER_BYTES + inPayload;
    const what =
      status === PAYLOAD_DUPLICATE_QUAD ? 'the same quad comes twice' : 'it ends inside an element';
    const sections = masksToTry.map(countBits).join(' or ');
    throw problem(
      fetched,
      'bad-payload',
      at,
      `The pixels of ${fetched.request.source.name} (${bytes.length} bytes) do not fit the configuration, which has ${sections} sections: ${what} at byte ${at}.`,
    );
  }

  #masksFor(fetched: FetchedPixels, leaf: PixelsLeaf, byteLength: number, configuration: CspadConfig | null): readonly number[] {
    try {
      return sectionMasksFor(configuration, leaf.version, byteLength);
    } catch (cause) {
      if (!(cause instanceof XtcError)) throw cause;
      throw problem(fetched, cause.code, fetched.request.datagram.offset + leaf.offset, cause.message);
    }
  }

  #unpackPair(fetched: FetchedPixels, { leaf, bytes }: Payload): RawPixels {
    const { configuration } = fetched;
    if (configuration && 'quadMask' in configuration) throw this.#wrongConfiguration(fetched, leaf);
    if (bytes.length < CSPAD2X2_ELEMENT_BYTES) {
      throw problem(
        fetched,
        'bad-payload',
        fetched.request.datagram.offset + leaf.offset,
        `The pixels of ${fetched.request.source.name} need ${CSPAD2X2_ELEMENT_BYTES} bytes; the event has ${bytes.length}.`,
      );
    }
    const pixels = bytes.ptr + CSPAD_ELEMENT_HEADER_BYTES;
    this.#arena.kernels.unpackPair(pixels, this.#pair.ptr);
    // The element holds both sections; a mask of 0 says nothing.
    return {
      raw: this.#pair,
      shape: PAIR_SHAPE,
      present: configuration?.sectionMask || 3,
      layout: 'cspad2x2',
      section: 0,
    };
  }

  #wrongConfiguration(fetched: FetchedPixels, leaf: PixelsLeaf): XtcError {
    return problem(
      fetched,
      'no-configuration',
      fetched.request.datagram.offset + leaf.offset,
      `The configuration given for ${fetched.request.source.name} is that of another detector type.`,
    );
  }
}

function problem(
  { request }: FetchedPixels,
  code: XtcError['code'],
  offset: number,
  message: string,
): XtcError {
  return new XtcError(code, message, { file: request.datagram.file.name, offset });
}
