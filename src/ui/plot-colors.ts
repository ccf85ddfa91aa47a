import type { PlotColors } from '../plot/draw-layer.ts';
import type { Rgb } from '../plot/point-raster.ts';

const SERIES = [1, 2, 3, 4, 5, 6];

/** The colours of a plot, from the window's tokens as they hold for an element. */
export function plotColors(style: CSSStyleDeclaration): PlotColors {
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    series: SERIES.map((number) => token(`--series-${number}`)),
    selected: token('--selected'),
    dim: token('--edge'),
    text: token('--text'),
    quiet: token('--quiet'),
    grid: token('--line'),
    ground: token('--pane'),
  };
}

/** The bytes of a colour that is written as #rrggbb. */
export function rgbOf(color: string): Rgb {
  const number = Number.parseInt(color.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
