import { drawLayer, type PlotColors } from '../plot/draw-layer.ts';
import { PlotFrame, type FrameLook } from '../plot/frame.ts';
import type { PlotLayer } from '../plot/layer.ts';
import { canvasPen } from '../plot/pen.ts';
import type { PlotMap } from '../plot/plot-map.ts';
import { plotSvg } from '../plot/plot-svg.ts';
import type { AxisRange } from '../plot/range.ts';
import { rgbOf } from './plot-colors.ts';
import { PlotPoints } from './plot-points.ts';

/** What a plot shows. */
export type PlotPicture = {
  readonly look: FrameLook;
  readonly x: AxisRange;
  readonly y: AxisRange;
  readonly layers: readonly PlotLayer[];
  readonly selection: Uint8Array | null;
};

/** Height of a line above a saved plot, CSS pixels. */
const LINE = 18;

/** Axes and content of a plot on one canvas. */
export class PlotCanvas {
  readonly points: PlotPoints;
  readonly #host: HTMLElement;
  readonly #drawn: () => void;
  #frame: PlotFrame | null = null;
  #picture: PlotPicture | null = null;
  #key = '';
  #size = '';
  #wish = 0;

  /** @param drawn told after each drawing: the area may have moved */
  constructor(host: HTMLElement, drawn: () => void) {
    this.#host = host;
    this.#drawn = drawn;
    this.points = new PlotPoints(() => this.redraw());
  }

  /** The area inside the axes, CSS pixels; null before anything was shown. */
  get map(): PlotMap | null {
    return this.#frame?.map ?? null;
  }
  get pixelRatio(): number {
    return this.#frame?.pixelRatio ?? 1;
  }

  show(picture: PlotPicture, size: { width: number; height: number }): void {
    this.#picture = picture;
    this.points.show(picture.layers, picture.look.x.isLog, picture.look.y.isLog);
    const ranges = { x: picture.x, y: picture.y };
    const key = JSON.stringify(picture.look);
    const sizeKey = `${size.width} ${size.height}`;
    if (!this.#frame || key !== this.#key) {
      this.#frame?.destroy();
      this.#frame = new PlotFrame(this.#host, size, picture.look, ranges, (context, map) => this.#draw(context, map));
    } else {
      if (sizeKey !== this.#size) this.#frame.setSize(size);
      this.#frame.setRanges(ranges);
    }
    this.#key = key;
    this.#size = sizeKey;
  }

  /** Draws the content again with the next animation frame. */
  redraw(): void {
    this.#wish ||= requestAnimationFrame(() => {
      this.#wish = 0;
      this.#frame?.redraw();
    });
  }

  /** The picture with its title, captions and legend as PNG. */
  image(title: string, captions: readonly string[]): Promise<Blob> {
    const [frame, picture] = [this.#frame, this.#picture];
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (frame && picture && context) {
      const { colors, face } = picture.look;
      const named = picture.layers.filter(({ label }) => label !== '');
      const legend = named.length > 1 ? named : [];
      const ratio = frame.pixelRatio;
      const line = LINE * ratio;
      const room = Math.round((1.3 + captions.length + (legend.length > 0 ? 1 : 0)) * line);
      canvas.width = frame.canvas.width;
      canvas.height = frame.canvas.height + room;
      context.fillStyle = colors.ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(frame.canvas, 0, room);
      context.textBaseline = 'middle';
      context.fillStyle = colors.text;
      context.font = `600 ${13 * ratio}px ${face}`;
      context.fillText(title, 8 * ratio, 0.7 * line);
      context.font = `${11 * ratio}px ${face}`;
      captions.forEach((caption, i) => context.fillText(caption, 8 * ratio, (1.7 + i) * line));
      let x = 8 * ratio;
      for (const { label, color } of legend) {
        context.fillStyle = colors.series[color % colors.series.length];
        context.fillRect(x, (1.7 + captions.length) * line - 5 * ratio, 10 * ratio, 10 * ratio);
        context.fillStyle = colors.text;
        context.fillText(label, x + 14 * ratio, (1.7 + captions.length) * line);
        x += 28 * ratio + context.measureText(label).width;
      }
    }
    return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? new Blob()), 'image/png'));
  }

  /** The picture in vectors; very many points as a picture inside. */
  svg(title: string, captions: readonly string[]): string {
    const [frame, picture] = [this.#frame, this.#picture];
    if (!frame || !picture) return '';
    const { width, height } = frame.canvas;
    const [map, ratio] = [frame.map, frame.pixelRatio];
    const pointsPicture = (): string => {
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(map.width * ratio);
      canvas.height = Math.round(map.height * ratio);
      const context = canvas.getContext('2d');
      if (context) this.#drawPoints(context, { ...map, left: 0, top: 0, width: canvas.width, height: canvas.height });
      return canvas.toDataURL('image/png');
    };
    const { layers, selection, look } = picture;
    return plotSvg({ title, captions, width: width / ratio, height: height / ratio, map, layers, selection, colors: look.colors, pixelRatio: 1, ticks: frame.ticks, pointsPicture });
  }

  dispose(): void {
    cancelAnimationFrame(this.#wish);
    this.points.dispose();
    this.#frame?.destroy();
    this.#frame = null;
  }

  #draw(context: CanvasRenderingContext2D, map: PlotMap): void {
    const picture = this.#picture;
    if (!picture) return;
    const options = { map, colors: picture.look.colors, selection: picture.selection, pixelRatio: this.pixelRatio };
    const pen = canvasPen(context);
    let nth = 0;
    for (const layer of picture.layers) {
      if (layer.kind === 'points') this.#drawPointsOf(nth++, layer.color, context, map);
      else drawLayer(pen, layer, options);
    }
    this.#drawn();
  }

  #drawPoints(context: CanvasRenderingContext2D, map: PlotMap): void {
    this.#picture?.layers.filter(({ kind }) => kind === 'points').forEach(({ color }, nth) => this.#drawPointsOf(nth, color, context, map));
  }

  #drawPointsOf(nth: number, series: number, context: CanvasRenderingContext2D, map: PlotMap): void {
    if (!this.#picture) return;
    const { selection, look } = this.#picture;
    const colors: PlotColors = look.colors;
    const [width, height] = [Math.max(1, Math.round(map.width)), Math.max(1, Math.round(map.height))];
    const shades = { point: rgbOf(colors.series[series % colors.series.length]), selected: rgbOf(colors.selected), dim: rgbOf(colors.dim) };
    this.points.draw(nth, context, map.left, map.top, { x: map.x, y: map.y, width, height, pixelRatio: this.pixelRatio, selection }, shades);
  }
}
