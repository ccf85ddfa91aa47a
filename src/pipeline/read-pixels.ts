import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { BlobSource } from '../format/byte-source.ts';
import { damageText } from '../format/damage.ts';
import { Decompressor } from '../format/decompress.ts';
import { TYPE_CSPAD2X2_ELEMENT } from '../format/type-id.ts';
import { XtcWalker } from '../format/xtc-walker.ts';
import { pictureType } from '../types/picture-types.ts';
import { XtcError } from '../base/errors.ts';
import { WasmArray, type Arena } from '../wasm/arena.ts';
import { ConfigurationCache } from './configuration-cache.ts';
import { payloadOffset, pixelsProblem, type FetchedPixels, type RawPixels } from './fetched-pixels.ts';
import { findPixels, type PixelsLeaf } from './find-pixels.ts';
import type { PixelsRequest } from './frame.ts';
import { CspadUnpacker } from './unpack-cspad.ts';
import { PictureUnpacker } from './unpack-picture.ts';

/** Reads the pixels of events, one after another, into memory that is reserved once. */
export class PixelReader {
  readonly #arena: Arena;
  readonly #walker: XtcWalker;
  readonly #configurations = new ConfigurationCache();
  readonly #decompressor: Decompressor;
  readonly #pictures: PictureUnpacker;
  #cspads: CspadUnpacker | null = null;
  #datagram: WasmArray<'u8'>;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#walker = new XtcWalker(arena);
    this.#decompressor = new Decompressor(arena);
    this.#pictures = new PictureUnpacker(arena);
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

  /**
   * The pixels of the source, or null when the event has none that are good: missing, damaged, or a frame of no pixels.
   * @throws {XtcError} as `unpack`
   */
  unpackGood(fetched: FetchedPixels): RawPixels | null {
    const leaf = this.#findLeaf(fetched);
    return leaf?.damage === 0 ? this.#unpackLeaf(fetched, leaf) : null;
  }

  /**
   * Fills the sections from a datagram.
   * @throws {XtcError} 'unknown-source' when the event has no pixels of the source, 'bad-payload' when they are damaged or
   *   do not fit their configuration or their checksum, 'no-configuration', 'unsupported' when their compression is unknown
   */
  unpack(fetched: FetchedPixels): RawPixels {
    const { source, datagram } = fetched.request;
    const leaf = this.#findLeaf(fetched);
    if (!leaf) throw pixelsProblem(fetched, 'unknown-source', datagram.offset, `The event at byte ${datagram.offset} has no pixels of ${source.name}.`);
    const at = datagram.offset + leaf.offset;
    if (leaf.damage !== 0) {
      throw pixelsProblem(fetched, 'bad-payload', at, `The pixels of ${source.name} in this event are damaged (${damageText(leaf.damage)}), so they are not shown. Other events are not concerned.`);
    }
    const pixels = this.#unpackLeaf(fetched, leaf);
    if (pixels) return pixels;
    throw pixelsProblem(fetched, 'unknown-source', at, `The frame of ${source.name} in this event has no pixels: its camera was told to send none.`);
  }

  #unpackLeaf(fetched: FetchedPixels, leaf: PixelsLeaf): RawPixels | null {
    const payload = { leaf, bytes: this.#payloadOf(fetched, leaf) };
    const type = pictureType(leaf.typeId);
    if (type) return this.#pictures.unpack(fetched, payload, type);
    this.#cspads ??= new CspadUnpacker(this.#arena);
    return leaf.typeId === TYPE_CSPAD2X2_ELEMENT ? this.#cspads.pair(fetched, payload) : this.#cspads.cspad(fetched, payload);
  }

  #payloadOf(fetched: FetchedPixels, leaf: PixelsLeaf): WasmArray<'u8'> {
    const stored = new WasmArray(this.#arena.kernels, 'u8', this.#datagram.ptr + leaf.offset + XTC_HEADER_BYTES, leaf.byteLength);
    if (!leaf.compressed) return stored;
    return this.#decompressor.expand(stored, { file: fetched.request.datagram.file.name, offset: payloadOffset(fetched, leaf) });
  }

  #findLeaf({ request, bytes }: FetchedPixels): PixelsLeaf | null {
    if (this.#datagram.length < bytes.byteLength)
      this.#datagram = this.#arena.reserve('u8', Math.ceil(bytes.byteLength * 1.5));
    this.#datagram.view().set(bytes);
    return findPixels(this.#walker.walk(this.#datagram, bytes.byteLength), request.source);
  }
}
