import { countPoints, countSelected, dotSize, emptyRaster, paintRaster, pointNear, type PointRaster, type Rgb } from './point-raster.ts';
import { spansOf, windowOf, type PointSet, type PointWindow } from './point-set.ts';
import type { AxisRange } from './range.ts';
import { Turns } from './turns.ts';

/** How points are looked at. */
export type PointLook = {
  readonly set: PointSet;
  readonly x: AxisRange;
  readonly y: AxisRange;
  /** Of the canvas, device pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly selection: Uint8Array | null;
  readonly colors: { readonly point: Rgb; readonly selected: Rgb; readonly dim: Rgb };
};

type Shown = { readonly look: PointLook; readonly window: PointWindow; readonly raster: PointRaster; readonly canvas: HTMLCanvasElement };

/** Points after which the clock is looked at; fewer are drawn at once. */
const SLICE = 1 << 16;

/**
 * Points of one series as a picture. It is made in slices behind the scenes; until a new one is ready the last one is drawn,
 * moved and stretched to where its points belong: panning and zooming never wait, however many points there are.
 */
export class PointLayer {
  readonly #redraw: () => void;
  #shown: Shown | null = null;
  #wanted: PointLook | null = null;
  #isWorking = false;
  #isDisposed = false;

  /** @param redraw asks the plot to be drawn again */
  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  /** True while a picture is being made. */
  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** Draws what there is at (left, top) of a canvas, and makes the picture anew when it should look otherwise. */
  draw(context: CanvasRenderingContext2D, left: number, top: number, look: PointLook): void {
    if (!this.#shown || !isSame(this.#shown.look, look)) this.#want(look);
    const shown = this.#shown;
    if (!shown || shown.look.set.xExtent.isLog !== look.x.isLog || shown.look.set.yExtent.isLog !== look.y.isLog) return;
    // Both looks measured by the set of the picture.
    const now = windowOf(shown.look.set, look.x, look.y);
    const { window } = shown;
    const [sx, sy] = [look.width / (now.x1 - now.x0), look.height / (now.y1 - now.y0)];
    context.imageSmoothingEnabled = false;
    context.drawImage(shown.canvas, left + (window.x0 - now.x0) * sx, top + (now.y1 - window.y1) * sy, (window.x1 - window.x0) * sx, (window.y1 - window.y0) * sy);
  }

  /** Row of the columns whose point is nearest to (x, y), device pixels in the picture; -1 for none within reach. */
  rowNear(x: number, y: number, reach: number): number {
    if (!this.#shown) return -1;
    const point = pointNear(this.#shown.raster, x, y, reach);
    return point < 0 ? -1 : this.#shown.look.set.row[point];
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#wanted = null;
    this.#shown = null;
  }

  #want(look: PointLook): void {
    if (this.#wanted && isSame(this.#wanted, look)) return;
    this.#wanted = look;
    if (look.set.count <= SLICE && !this.#isWorking) this.#make(look);
    else if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    const turns = new Turns();
    while (this.#wanted && !this.#isDisposed) {
      const look = this.#wanted;
      const window = windowOf(look.set, look.x, look.y);
      const last = this.#shown?.look;
      const stays = this.#shown && isSame({ ...this.#shown.look, selection: look.selection }, look) ? this.#shown.raster : null;
      const raster = stays ? { ...stays, selected: new Uint32Array(stays.counts.length) } : emptyRaster(look.width, look.height);
      const isMoving = last?.set === look.set && last.selection === look.selection;
      const { selection } = look;
      const spans = !stays ? spansOf(look.set, window) : selection ? [0, selection.length] : [];
      for (const [from, to] of slicesOf(spans)) {
        if (turns.isOver()) await turns.next(isMoving);
        // Another selection or set makes this one useless; another place is still a better one than the last.
        const next = this.#wanted;
        if (next !== null && (next.set !== look.set || next.selection !== look.selection)) break;
        if (stays && selection) countSelected(raster, look.set, window, selection, from, to);
        else countPoints(raster, look.set, window, selection, from, to);
      }
      const next = this.#wanted;
      if (next !== null && (next.set !== look.set || next.selection !== look.selection)) continue;
      if (this.#isDisposed) break;
      if (turns.isOver()) await turns.next(isMoving);
      this.#show(look, window, raster);
      if (this.#wanted === look) this.#wanted = null;
      this.#redraw();
    }
    this.#isWorking = false;
  }

  #make(look: PointLook): void {
    this.#wanted = null;
    const raster = emptyRaster(look.width, look.height);
    const window = windowOf(look.set, look.x, look.y);
    countPoints(raster, look.set, window, look.selection);
    this.#show(look, window, raster);
  }

  #show(look: PointLook, window: PointWindow, raster: PointRaster): void {
    const canvas = this.#shown?.canvas ?? document.createElement('canvas');
    if (canvas.width !== look.width) canvas.width = look.width;
    if (canvas.height !== look.height) canvas.height = look.height;
    const context = canvas.getContext('2d');
    if (!context) return;
    const image = context.createImageData(look.width, look.height);
    let visible = 0;
    for (const count of raster.counts) visible += count;
    paintRaster(raster, image.data, look.colors, dotSize(visible, look.pixelRatio));
    context.putImageData(image, 0, 0);
    this.#shown = { look, window, raster, canvas };
  }
}

/** Stretches cut into slices. */
function* slicesOf(spans: readonly number[]): Generator<readonly [number, number]> {
  for (let i = 0; i < spans.length; i += 2) {
    for (let from = spans[i]; from < spans[i + 1]; from += SLICE) yield [from, Math.min(spans[i + 1], from + SLICE)];
  }
}

function isSame(a: PointLook, b: PointLook): boolean {
  return (
    a.set === b.set && a.selection === b.selection && a.width === b.width && a.height === b.height && a.pixelRatio === b.pixelRatio &&
    a.x.min === b.x.min && a.x.max === b.x.max && a.y.min === b.y.min && a.y.max === b.y.max && a.colors.point.join() === b.colors.point.join() && a.colors.dim.join() === b.colors.dim.join()
  );
}
