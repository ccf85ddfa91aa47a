import { paintImage } from '../image/paint.ts';
import type { ModulePlot } from '../modules/outputs.ts';
import { axisLabel, axisUnit, tickTexts } from './axis-text.ts';
import { colorOf, drawLayer, type PlotColors } from './draw-layer.ts';
import { layersExtent, type PlotLayer, type PointsLayer } from './layer.ts';
import { canvasPen } from './pen.ts';
import { toX, toY, type PlotMap } from './plot-map.ts';
import { fittedRange, type AxisRange } from './range.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** How and how large a plot is painted; sizes in pixels of the canvas. */
export type PaintLook = { readonly width: number; readonly height: number; readonly pixelRatio: number; readonly colors: PlotColors; readonly face: string };

const FONT_SIZE = 11;
const LINE = 18;
const LEFT = 62;
const MARGIN = 12;
/** Share of pixels at either end that do not stretch the colours. */
const CUT = 0.005;
const MOST_SORTED = 20_000;

/** Paints a plot of a module with its title and axes: on the page, and for PNG where there is no page. */
export function paintModulePlot(context: Context, plot: ModulePlot, look: PaintLook): void {
  const { width, height, pixelRatio, colors, face } = look;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, width, height);
  context.fillStyle = colors.text;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = `600 ${(FONT_SIZE + 1) * pixelRatio}px ${face}`;
  context.fillText(plot.title || plot.name, MARGIN * pixelRatio, LINE * 0.75 * pixelRatio, width - 2 * MARGIN * pixelRatio);
  context.font = `${FONT_SIZE * pixelRatio}px ${face}`;
  if (plot.image) paintPixels(context, plot.image, look);
  else paintCurves(context, plot, look);
}

function paintCurves(context: Context, plot: ModulePlot, look: PaintLook): void {
  const { width, height, pixelRatio, colors } = look;
  const layers = layersOf(plot);
  const hasLegend = plot.series.some(({ label }) => label !== '');
  const top = (LINE * (hasLegend ? 2.4 : 1.5)) * pixelRatio;
  const map: PlotMap = {
    left: LEFT * pixelRatio, top, width: width - (LEFT + MARGIN) * pixelRatio, height: height - top - 2.4 * LINE * pixelRatio,
    x: fittedRange(layersExtent(layers, 'x', plot.logX), plot.logX), y: fittedRange(layersExtent(layers, 'y', plot.logY), plot.logY),
  };
  paintAxes(context, plot, map, look);
  context.save();
  context.beginPath();
  context.rect(map.left, map.top, map.width, map.height);
  context.clip();
  // The contexts of canvases on and off the page draw alike.
  const pen = canvasPen(context as CanvasRenderingContext2D);
  for (const layer of layers) {
    if (layer.kind !== 'points') drawLayer(pen, layer, { map, colors, selection: null, pixelRatio });
    else paintPoints(context, layer, map, look);
  }
  context.restore();
  if (hasLegend) paintLegend(context, plot, look);
}

function layersOf({ kind, x, series }: ModulePlot): PlotLayer[] {
  return series.map(({ label, y, error }, color): PlotLayer => {
    if (kind === 'histogram') return { kind: 'histogram', label, color, edges: x, counts: y, selected: null };
    if (kind === 'errorbar' && error) return { kind: 'errors', label, color, x, y, error };
    if (kind === 'scatter') return { kind: 'points', label, color, x, y, rows: null };
    return { kind: 'line', label, color, x, y, rows: null, isHeld: false, isFit: false };
  });
}

/** Points on the same pixel are painted once. */
function paintPoints(context: Context, { x, y, color }: PointsLayer, map: PlotMap, { colors, pixelRatio }: PaintLook): void {
  const size = Math.max(1, Math.round((x.length > 2000 ? 1.5 : 3) * pixelRatio));
  const taken = new Set<number>();
  context.fillStyle = colorOf(colors, color);
  for (let i = 0; i < x.length; ++i) {
    const [px, py] = [Math.round(toX(map, x[i])), Math.round(toY(map, y[i]))];
    const place = py * 65_536 + px;
    if (Number.isNaN(place) || taken.has(place)) continue;
    taken.add(place);
    context.fillRect(px - size / 2, py - size / 2, size, size);
  }
}

function paintAxes(context: Context, { xLabel, yLabel }: ModulePlot, map: PlotMap, { colors, pixelRatio }: PaintLook): void {
  const { left, top, width, height, x, y } = map;
  context.lineWidth = pixelRatio;
  context.strokeStyle = colors.grid;
  const marks = { x: ticksOf(x, width / (56 * pixelRatio)), y: ticksOf(y, height / (32 * pixelRatio)) };
  const units = { x: axisUnit(x, ''), y: axisUnit(y, '') };
  const texts = { x: tickTexts(marks.x, units.x, x.isLog), y: tickTexts(marks.y, units.y, y.isLog) };
  context.beginPath();
  for (const value of marks.x) line(context, toX(map, value), top, toX(map, value), top + height + 4 * pixelRatio);
  for (const value of marks.y) line(context, left - 4 * pixelRatio, toY(map, value), left + width, toY(map, value));
  context.rect(left, top, width, height);
  context.stroke();
  context.fillStyle = colors.quiet;
  context.textAlign = 'center';
  marks.x.forEach((value, i) => context.fillText(texts.x[i], toX(map, value), top + height + 0.7 * LINE * pixelRatio));
  context.fillText(axisLabel(xLabel, units.x.unit), left + width / 2, top + height + 1.7 * LINE * pixelRatio, width);
  context.textAlign = 'right';
  marks.y.forEach((value, i) => context.fillText(texts.y[i], left - 7 * pixelRatio, toY(map, value), (LEFT - 26) * pixelRatio));
  context.textAlign = 'center';
  context.save();
  context.translate(0.6 * LINE * pixelRatio, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(axisLabel(yLabel, units.y.unit), 0, 0, height);
  context.restore();
}

function line(context: Context, fromX: number, fromY: number, toX: number, toY: number): void {
  context.moveTo(Math.round(fromX) + 0.5, Math.round(fromY) + 0.5);
  context.lineTo(Math.round(toX) + 0.5, Math.round(toY) + 0.5);
}

function paintLegend(context: Context, { series }: ModulePlot, { width, pixelRatio, colors }: PaintLook): void {
  let left = LEFT * pixelRatio;
  context.textAlign = 'left';
  series.forEach(({ label }, i) => {
    const room = context.measureText(label).width + 28 * pixelRatio;
    if (left + room > width) return;
    context.fillStyle = colorOf(colors, i);
    context.fillRect(left, 1.75 * LINE * pixelRatio - pixelRatio, 12 * pixelRatio, 2 * pixelRatio);
    context.fillStyle = colors.quiet;
    context.fillText(label, left + 16 * pixelRatio, 1.75 * LINE * pixelRatio);
    left += room;
  });
}

/** Round values on an axis, about `count` of them; powers of ten on a logarithmic one that spans some. */
export function ticksOf({ min, max, isLog }: AxisRange, count: number): number[] {
  if (isLog) {
    const powers = Array.from({ length: Math.max(0, Math.floor(Math.log10(max)) - Math.ceil(Math.log10(min)) + 1) }, (_, i) => 10 ** (Math.ceil(Math.log10(min)) + i));
    const every = Math.max(1, Math.ceil(powers.length / Math.max(2, count)));
    if (powers.length > 1) return powers.filter((_, i) => i % every === 0);
  }
  const rough = (max - min) / Math.max(2, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= rough * 0.999) ?? rough;
  const first = Math.ceil(min / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(max / step + 1e-9) - first + 1) }, (_, i) => (first + i) * step);
}

function paintPixels(context: Context, image: NonNullable<ModulePlot['image']>, { width, height, pixelRatio, colors }: PaintLook): void {
  const [rows, columns] = image.shape;
  const limits = limitsOf(image.data);
  const pixels = new OffscreenCanvas(Math.max(1, columns), Math.max(1, rows));
  pixels.getContext('2d')?.putImageData(new ImageData(paintImage(image, limits, 'linear', 'viridis'), columns, rows), 0, 0);
  const room = { left: MARGIN * pixelRatio, top: 1.5 * LINE * pixelRatio, width: width - 2 * MARGIN * pixelRatio, height: height - 3 * LINE * pixelRatio };
  const zoom = Math.min(room.width / columns, room.height / rows);
  context.imageSmoothingEnabled = zoom < 1;
  context.drawImage(pixels, room.left + (room.width - columns * zoom) / 2, room.top, columns * zoom, rows * zoom);
  context.fillStyle = colors.quiet;
  context.textAlign = 'left';
  const text = (value: number): string => String(Number(value.toPrecision(5)));
  context.fillText(`${rows} × ${columns}, colours from ${text(limits.low)} to ${text(limits.high)}`, room.left, height - 0.7 * LINE * pixelRatio, room.width);
}

/** From one end to the other of what most pixels have. */
function limitsOf(data: Float32Array): { low: number; high: number } {
  const every = Math.max(1, Math.floor(data.length / MOST_SORTED));
  const sorted = data.filter((value, i) => i % every === 0 && Number.isFinite(value)).sort();
  if (sorted.length === 0) return { low: 0, high: 1 };
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [at(CUT), at(1 - CUT)];
  return high > low ? { low, high } : { low: low - 0.5, high: low + 0.5 };
}
