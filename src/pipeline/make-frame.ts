import { CSPAD_PIXELS, SECTION_PIXELS } from '../../assembly/layout.ts';
import type { NdArray } from '../base/arrays.ts';
import { XtcError, throwIfAborted } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import { correct } from '../calib/correct.ts';
import { ImageCanvas } from '../image/assemble.ts';
import { histogramOf, measureRegion, type RegionStats } from '../image/measure.ts';
import { cspad2x2PixelMap, cspadPixelMap, sectionPixelMap } from '../image/pixel-map.ts';
import { WasmArray, type Arena } from '../wasm/arena.ts';
import type { Frame, FrameRequest, PixelsRequest } from './frame.ts';
import { PixelReader, type RawPixels } from './read-pixels.ts';

/** From an event to a picture: read, unpack, correct, assemble, measure. It holds the last frame it made. */
export class FramePipeline {
  readonly #arena: Arena;
  readonly #darks = new Map<number, Float32Array>();
  readonly #canvases = new Map<string, ImageCanvas>();
  #reader: PixelReader | null = null;
  #corrected: WasmArray<'f32'> | null = null;
  #pedestals: { array: WasmArray<'f32'>; darkId: number } | null = null;
  #shown: ImageCanvas | null = null;

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Gives the pedestals that are subtracted for `darkId`; NaN where there are none. */
  setDark(darkId: number, pedestals: Float32Array | null): void {
    if (pedestals) this.#darks.set(darkId, pedestals);
    else this.#darks.delete(darkId);
    if (this.#pedestals?.darkId === darkId) this.#pedestals = { ...this.#pedestals, darkId: NaN };
  }

  /** @throws {XtcError} what PixelReader throws, 'bad-dark' when the dark is that of another detector, 'aborted' */
  async makeFrame(request: FrameRequest, signal?: AbortSignal): Promise<Frame> {
    const reader = this.#startReader();
    const fetched = await reader.fetch(request, signal);
    throwIfAborted(signal);
    const pixels = reader.unpack(fetched);
    const corrected = this.#correct(pixels, request.darkId, request.omitSaturated, request.source.name);
    const canvas = this.#canvasFor(pixels);
    canvas.paint(corrected, pixels.present);
    this.#shown = canvas;
    const { pixelMap } = canvas;
    const histogram = histogramOf(this.#arena, canvas.pixels);
    const region =
      request.region && measureRegion(this.#arena, canvas.pixels, pixelMap.shape, request.region);
    return {
      event: request.event,
      source: request.source.name,
      image: { shape: pixelMap.shape, dtype: 'f32', data: canvas.pixels.view().slice() },
      raw: { shape: pixels.shape, dtype: 'i16', data: pixels.raw.view().slice() },
      present: pixels.present,
      pixelMap,
      darkId: request.darkId,
      histogram,
      region,
    };
  }

  /** Numbers of a region of the frame made last; null when there is none. */
  measure(region: Region): RegionStats | null {
    const canvas = this.#shown;
    return canvas && measureRegion(this.#arena, canvas.pixels, canvas.pixelMap.shape, region);
  }

  /**
   * The sections without a picture: i16 as read out, or f32 when a dark is subtracted. Sections that the event lacks are
   * 0, those that only the dark lacks NaN. The frame held stays.
   */
  async readSections(
    request: PixelsRequest,
    darkId: number | null,
  ): Promise<NdArray<'i16'> | NdArray<'f32'>> {
    const reader = this.#startReader();
    const pixels = reader.unpack(await reader.fetch(request));
    if (darkId === null) return { shape: pixels.shape, dtype: 'i16', data: pixels.raw.view().slice() };
    const data = this.#correct(pixels, darkId, false, request.source.name).view().slice();
    for (let from = 0, section = 0; from < data.length; from += SECTION_PIXELS, ++section) {
      // Without this an absent section would show as minus its pedestals.
      if (!((pixels.present >>> section) & 1)) data.fill(0, from, from + SECTION_PIXELS);
    }
    return { shape: pixels.shape, dtype: 'f32', data };
  }

  #startReader(): PixelReader {
    return (this.#reader ??= new PixelReader(this.#arena));
  }

  #correct(
    pixels: RawPixels,
    darkId: number | null,
    omitsSaturated: boolean,
    source: string,
  ): WasmArray<'f32'> {
    this.#corrected ??= this.#arena.reserve('f32', CSPAD_PIXELS);
    const corrected = new WasmArray(this.#arena.kernels, 'f32', this.#corrected.ptr, pixels.raw.length);
    const pedestals = darkId === null ? null : this.#loadPedestals(darkId, pixels, source);
    correct(this.#arena, pixels.raw, corrected, pedestals, omitsSaturated);
    return corrected;
  }

  #loadPedestals(darkId: number, pixels: RawPixels, source: string): WasmArray<'f32'> {
    const dark = this.#darks.get(darkId);
    if (!dark) throw new XtcError('bad-dark', `Dark ${darkId} was not given before it was asked for.`);
    if (dark.length !== pixels.raw.length) {
      throw new XtcError(
        'bad-dark',
        `The dark has ${dark.length} pixels and ${source} has ${pixels.raw.length}: it was made for another kind of detector.`,
      );
    }
    this.#pedestals ??= { array: this.#arena.reserve('f32', CSPAD_PIXELS), darkId: NaN };
    const { array } = this.#pedestals;
    if (this.#pedestals.darkId !== darkId) {
      array.view().set(dark);
      this.#pedestals = { array, darkId };
    }
    return array;
  }

  #canvasFor({ layout, section }: RawPixels): ImageCanvas {
    const key = layout === 'section' ? `section ${section}` : layout;
    let canvas = this.#canvases.get(key);
    if (!canvas) {
      const pixelMap = {
        cspad: cspadPixelMap,
        cspad2x2: cspad2x2PixelMap,
        section: () => sectionPixelMap(section),
      }[layout]();
      canvas = new ImageCanvas(this.#arena, pixelMap);
      this.#canvases.set(key, canvas);
    }
    return canvas;
  }
}

/** What of a frame is handed over to the page without a copy. */
export function transferablesOf(frame: Frame): ArrayBuffer[] {
  return [frame.image.data.buffer, frame.raw.data.buffer, frame.histogram.counts.buffer] as ArrayBuffer[];
}
