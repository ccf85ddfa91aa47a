import type { NdArray } from '../base/arrays.ts';
import { XtcError, throwIfAborted } from '../base/errors.ts';
import { partPixels, type PixelArray } from '../base/pixels.ts';
import type { Region } from '../base/region.ts';
import { correct } from '../calib/correct.ts';
import { ImageCanvas } from '../image/assemble.ts';
import { histogramOf, measureRegion, type RegionStats } from '../image/measure.ts';
import { pictureMap } from '../image/picture-maps.ts';
import { cspad2x2PixelMap, cspadPixelMap, sectionPixelMap, type PixelMap } from '../image/pixel-map.ts';
import { WasmArray, type Arena } from '../wasm/arena.ts';
import type { RawPixels } from './fetched-pixels.ts';
import type { Frame, FrameRequest, PixelsRequest } from './frame.ts';
import { PixelReader } from './read-pixels.ts';

/** A picture in kernel memory, and how raw pixels lie in it. */
type Shown = { readonly pixels: WasmArray<'f32'>; readonly pixelMap: PixelMap };

/** From an event to a picture: read, unpack, correct, assemble, measure. It holds the last frame it made. */
export class FramePipeline {
  readonly #arena: Arena;
  readonly #darks = new Map<number, Float32Array>();
  readonly #canvases = new Map<string, ImageCanvas>();
  #reader: PixelReader | null = null;
  #corrected: WasmArray<'f32'> | null = null;
  #plain: WasmArray<'f32'> | null = null;
  #pedestals: { array: WasmArray<'f32'>; darkId: number } | null = null;
  #shown: Shown | null = null;

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
    const shown = this.#show(pixels, request);
    this.#shown = shown;
    const { pixelMap } = shown;
    const histogram = histogramOf(this.#arena, shown.pixels);
    const region = request.region && measureRegion(this.#arena, shown.pixels, pixelMap.shape, request.region);
    return {
      event: request.event,
      source: request.source.name,
      image: { shape: pixelMap.shape, dtype: 'f32', data: shown.pixels.view().slice() },
      raw: copyOf(pixels),
      valueMask: pixels.valueMask,
      saturation: pixels.saturation,
      present: pixels.present,
      pixelMap,
      darkId: request.darkId,
      histogram,
      region,
    };
  }

  /**
   * Numbers of a region of an event without handing out its picture; null where the source is damaged. The frame held is lost.
   * @param darkId as in a FrameRequest
   */
  async measureEvent(request: PixelsRequest, darkId: number | null, region: Region, signal?: AbortSignal): Promise<(RegionStats & { readonly std: number }) | null> {
    const reader = this.#startReader();
    const fetched = await reader.fetch(request, signal);
    throwIfAborted(signal);
    const pixels = reader.unpackGood(fetched);
    if (!pixels) return null;
    const shown = this.#show(pixels, { darkId, omitSaturated: false, source: request.source });
    this.#shown = shown;
    const stats = measureRegion(this.#arena, shown.pixels, shown.pixelMap.shape, region);
    return { ...stats, std: deviation(shown, region, stats) };
  }

  /** Numbers of a region of the frame made last; null when there is none. */
  measure(region: Region): RegionStats | null {
    const shown = this.#shown;
    return shown && measureRegion(this.#arena, shown.pixels, shown.pixelMap.shape, region);
  }

  /**
   * The pixels without a picture: as read out, or f32 when a dark is subtracted. Sections that the event lacks are
   * 0, those that only the dark lacks NaN. The frame held stays.
   */
  async readSections(request: PixelsRequest, darkId: number | null): Promise<PixelArray | NdArray<'f32'>> {
    const reader = this.#startReader();
    const pixels = reader.unpack(await reader.fetch(request));
    if (darkId === null) return copyOf(pixels);
    const data = this.#correct(pixels, { darkId, omitSaturated: false, source: request.source }).view().slice();
    const length = partPixels(pixels.shape);
    for (let from = 0, section = 0; from < data.length; from += length, ++section) {
      // Without this an absent section would show as minus its pedestals.
      if (!((pixels.present >>> section) & 1)) data.fill(0, from, from + length);
    }
    return { shape: pixels.shape, dtype: 'f32', data };
  }

  #startReader(): PixelReader {
    return (this.#reader ??= new PixelReader(this.#arena));
  }

  /** A picture that is as stored is made by one step; others are painted from the corrected pixels. */
  #show(pixels: RawPixels, wish: Wish): Shown {
    if (pixels.layout === 'plain') {
      this.#plain = this.#roomIn(this.#plain, pixels.raw.length);
      const picture = new WasmArray(this.#arena.kernels, 'f32', this.#plain.ptr, pixels.raw.length);
      this.#correctInto(picture, pixels, wish);
      return { pixels: picture, pixelMap: pictureMap('plain', pixels.shape) };
    }
    const corrected = this.#correct(pixels, wish);
    const canvas = this.#canvasFor(pixels);
    canvas.paint(corrected, pixels.present);
    return canvas;
  }

  #correct(pixels: RawPixels, wish: Wish): WasmArray<'f32'> {
    this.#corrected = this.#roomIn(this.#corrected, pixels.raw.length);
    const corrected = new WasmArray(this.#arena.kernels, 'f32', this.#corrected.ptr, pixels.raw.length);
    this.#correctInto(corrected, pixels, wish);
    return corrected;
  }

  #correctInto(corrected: WasmArray<'f32'>, pixels: RawPixels, { darkId, omitSaturated, source }: Wish): void {
    const pedestals = darkId === null ? null : this.#loadPedestals(darkId, pixels, source.name);
    correct(this.#arena, pixels, corrected, pedestals, omitSaturated);
  }

  /** Memory that grows with the largest detector. */
  #roomIn(known: WasmArray<'f32'> | null, length: number): WasmArray<'f32'> {
    return known && known.length >= length ? known : this.#arena.reserve('f32', length);
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
    const known = this.#pedestals;
    const array = this.#roomIn(known && known.array, dark.length);
    if (known?.darkId !== darkId || known.array !== array) {
      array.view().set(dark);
      this.#pedestals = { array, darkId };
    }
    return array;
  }

  #canvasFor(pixels: RawPixels): ImageCanvas {
    const { layout, section, shape } = pixels;
    const key = `${layout} ${section} ${shape.join('×')}`;
    let canvas = this.#canvases.get(key);
    if (!canvas) {
      canvas = new ImageCanvas(this.#arena, pixelMapOf(pixels));
      this.#canvases.set(key, canvas);
    }
    return canvas;
  }
}

type Wish = Pick<FrameRequest, 'darkId' | 'omitSaturated' | 'source'>;

function pixelMapOf({ layout, section, shape }: RawPixels): PixelMap {
  if (layout === 'cspad') return cspadPixelMap();
  if (layout === 'cspad2x2') return cspad2x2PixelMap();
  return layout === 'section' ? sectionPixelMap(section) : pictureMap(layout, shape);
}

function copyOf({ raw, shape }: RawPixels): PixelArray {
  return { shape, dtype: raw.kind, data: raw.view().slice() } as PixelArray;
}

/** What of a frame is handed over to the page without a copy. */
export function transferablesOf(frame: Frame): ArrayBuffer[] {
  return [frame.image.data.buffer, frame.raw.data.buffer, frame.histogram.counts.buffer] as ArrayBuffer[];
}

/** Population standard deviation of the finite pixels of a region. */
function deviation({ pixels, pixelMap: { shape } }: Shown, region: Region, { mean, count }: RegionStats): number {
  const values = pixels.view();
  let squares = 0;
  for (let row = Math.max(0, region.row0); row < Math.min(shape[0], region.row1); ++row) {
    for (let column = Math.max(0, region.column0); column < Math.min(shape[1], region.column1); ++column) {
      const value = values[row * shape[1] + column];
      if (Number.isFinite(value)) squares += (value - mean) * (value - mean);
    }
  }
  return Math.sqrt(squares / count);
}
