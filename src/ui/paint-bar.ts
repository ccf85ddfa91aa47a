import { colormapTable, type ColormapName } from '../image/colormap.ts';
import { barValue, logProfile } from '../image/level-axis.ts';
import { normalise, type Limits, type Scale } from '../image/levels.ts';
import type { Histogram } from '../image/measure.ts';

/** Where the bar lies, CSS pixels; the histogram takes the room left of it. */
type BarBox = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly length: number;
};

/** What the bar shows. */
type BarContent = {
  /** Values at the lower and the upper end of the bar. */
  readonly axis: Limits;
  readonly limits: Limits;
  readonly scale: Scale;
  readonly colormap: ColormapName;
  readonly histogram: Histogram | null;
};

/** Paints an upright colour bar and the histogram along it, in the window's colours. */
export function paintBar(
  context: CanvasRenderingContext2D,
  { left, top, width, length }: BarBox,
  style: CSSStyleDeclaration,
  { axis, limits, scale, colormap, histogram }: BarContent,
): void {
  const colors = colormapTable(colormap);
  for (let y = 0; y < length; ++y) {
    const color = 3 * Math.round(255 * normalise(barValue(axis, 1 - (y + 0.5) / length), limits, scale));
    context.fillStyle = `rgb(${colors[color]} ${colors[color + 1]} ${colors[color + 2]})`;
    context.fillRect(left, top + y, width, 1.5);
  }
  context.strokeStyle = style.getPropertyValue('--edge');
  context.strokeRect(left - 0.5, top - 0.5, width + 1, length + 1);
  if (!histogram) return;
  context.fillStyle = style.getPropertyValue('--quiet');
  logProfile(histogram, axis, Math.floor(length)).forEach((share, step) => {
    const reach = share * (left - 4);
    context.fillRect(left - 2 - reach, top + length - 1 - step, reach, 1);
  });
}
