import uPlot from 'uplot';
import { axisLabel, axisUnit, clockTexts, tickTexts } from './axis-text.ts';
import type { PlotColors } from './draw-layer.ts';
import type { PlotMap } from './plot-map.ts';
import type { AxisRange } from './range.ts';

/** What an axis is of. */
export type FrameAxis = { readonly quantity: string; readonly unit: string; readonly isLog: boolean; /** Seconds since 1970. */ readonly isTime: boolean };

/** How a frame looks; another one is made when any of it changes. */
export type FrameLook = { readonly x: FrameAxis; readonly y: FrameAxis; readonly colors: PlotColors; readonly face: string };

/** Marks of an axis as they were drawn last: where, and what is written there. */
export type Ticks = { readonly label: string; readonly marks: readonly { readonly value: number; readonly text: string }[] };

// The numbers of uPlot.Scale.Distr: its enum exists in its types only.
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const [LINEAR, LOGARITHMIC]: readonly uPlot.Scale['distr'][] = [1, 3];
const FONT_SIZE = 11;
const TICK = 4;
const X_AXIS = 24;
const LABEL = 18;
/** Width of a digit, in parts of the font size. */
const DIGIT = 0.62;
const LETTER = 0.54;
const LEAST_Y_AXIS = 36;

/** Axes, their numbers and the grid of a plot, by uPlot; what is inside is drawn by the caller. */
export class PlotFrame {
  readonly #plot: uPlot;
  readonly #look: FrameLook;
  #ranges: { x: AxisRange; y: AxisRange };
  readonly #ticks: { x: Ticks; y: Ticks } = { x: { label: '', marks: [] }, y: { label: '', marks: [] } };

  /** @param draw paints the content: the map is in device pixels of the canvas, the area is clipped */
  constructor(host: HTMLElement, size: { width: number; height: number }, look: FrameLook, ranges: { x: AxisRange; y: AxisRange }, draw: (context: CanvasRenderingContext2D, map: PlotMap) => void) {
    this.#look = look;
    this.#ranges = ranges;
    const axis = (name: 'x' | 'y'): uPlot.Axis => ({
      stroke: look.colors.quiet,
      font: `${FONT_SIZE}px ${look.face}`,
      labelFont: `${FONT_SIZE}px ${look.face}`,
      labelSize: LABEL,
      labelGap: 0,
      gap: 3,
      label: () => this.#ticks[name].label,
      grid: { stroke: look.colors.grid, width: 1, ...(look[name].isLog ? { filter: (_plot, splits) => decadesOf(splits) } : {}) },
      ticks: { stroke: look.colors.grid, width: 1, size: TICK },
      border: { show: true, stroke: look.colors.grid, width: 1 },
      space: name === 'x' ? 64 : 32,
      size: name === 'x' ? X_AXIS : (_plot, values) => Math.max(LEAST_Y_AXIS, Math.ceil(Math.max(...(values ?? ['']).map((text) => text.length)) * FONT_SIZE * DIGIT) + TICK + 8),
      values: (_plot, splits) => this.#texts(name, splits),
    });
    const scale = (name: 'x' | 'y'): uPlot.Scale => ({ time: false, auto: false, distr: look[name].isLog ? LOGARITHMIC : LINEAR, min: ranges[name].min, max: ranges[name].max });
    const options: uPlot.Options = {
      ...size,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false, drag: { x: false, y: false, setScale: false } },
      scales: { x: scale('x'), y: scale('y') },
      axes: [{ ...axis('x'), scale: 'x' }, { ...axis('y'), scale: 'y' }],
      // uPlot draws axes of scales that a series uses.
      series: [{}, { scale: 'y', paths: () => null, points: { show: false } }],
      hooks: {
        draw: [
          (plot) => {
            const { ctx, bbox } = plot;
            ctx.save();
            ctx.beginPath();
            ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
            ctx.clip();
            draw(ctx, { ...bbox, ...this.#ranges });
            ctx.restore();
          },
        ],
      },
    };
    this.#plot = new uPlot(options, [[ranges.x.min, ranges.x.max], [null, null]], host);
    this.setRanges(ranges);
  }

  /** The area inside the axes, CSS pixels of the frame, and what the axes show. */
  get map(): PlotMap {
    const { left, top, width, height } = this.#plot.bbox;
    const ratio = uPlot.pxRatio;
    return { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio, ...this.#ranges };
  }
  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }
  get pixelRatio(): number {
    return uPlot.pxRatio;
  }
  get ticks(): { readonly x: Ticks; readonly y: Ticks } {
    return this.#ticks;
  }

  setRanges(ranges: { x: AxisRange; y: AxisRange }): void {
    this.#ranges = ranges;
    this.#plot.batch(() => {
      this.#plot.setScale('x', ranges.x);
      this.#plot.setScale('y', ranges.y);
    });
  }

  setSize(size: { width: number; height: number }): void {
    this.#plot.setSize(size);
  }

  /** Draws the content anew; the axes stay. */
  redraw(): void {
    this.#plot.redraw(false, false);
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #texts(name: 'x' | 'y', splits: readonly (number | null)[]): string[] {
    const { quantity, unit, isLog, isTime } = this.#look[name];
    const shown = axisUnit(this.#ranges[name], unit);
    const texts = isTime ? clockTexts(splits) : tickTexts(splits, shown, isLog);
    const label = isTime ? `${quantity} / UTC` : axisLabel(quantity, shown.unit);
    const { min, max } = this.#ranges[name];
    const marks = splits.flatMap((value, i) => (value !== null && value >= min && value <= max ? [{ value, text: texts[i] }] : []));
    const room = (name === 'x' ? this.#plot?.bbox.width : this.#plot?.bbox.height) ?? 0;
    this.#ticks[name] = { label: shortened(label, room / uPlot.pxRatio / (FONT_SIZE * LETTER)), marks };
    return texts;
  }
}

/** Where an axis has several decades only they get a line. */
function decadesOf(splits: readonly (number | null)[]): (number | null)[] {
  const isDecade = (value: number | null): boolean => value !== null && Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
  return splits.filter(isDecade).length < 3 ? [...splits] : splits.map((value) => (isDecade(value) ? value : null));
}

/** What identifies a quantity stands at its end: what is too long loses its middle. */
function shortened(text: string, letters: number): string {
  if (letters < 8 || text.length <= letters) return text;
  const kept = Math.floor(letters) - 1;
  return `${text.slice(0, Math.floor(kept / 3))}…${text.slice(text.length - Math.ceil((2 * kept) / 3))}`;
}
