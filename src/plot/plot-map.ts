import { placeOn, valueAt, type AxisRange } from './range.ts';

/** Where the area of a plot lies on a canvas, and what its axes show; the canvas counts from its top left corner. */
export type PlotMap = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: AxisRange;
  readonly y: AxisRange;
};

export function toX({ left, width, x }: PlotMap, value: number): number {
  return left + width * placeOn(x, value);
}

export function toY({ top, height, y }: PlotMap, value: number): number {
  return top + height * (1 - placeOn(y, value));
}

/** The values at a place of the canvas. */
export function valuesAt({ left, top, width, height, x, y }: PlotMap, at: { readonly x: number; readonly y: number }): { readonly x: number; readonly y: number } {
  return { x: valueAt(x, (at.x - left) / width), y: valueAt(y, 1 - (at.y - top) / height) };
}
