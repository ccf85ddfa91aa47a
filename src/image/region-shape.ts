import type { Region } from '../base/region.ts';
import type { ImagePoint, ImageShape } from './viewport.ts';

/** Corners and edges by which a region is held: compass points, row 0 is north. */
export const REGION_HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type RegionHandle = (typeof REGION_HANDLES)[number];

/** The region between the pixels that two points lie in, both inside, clipped to the image. */
export function regionBetween(a: ImagePoint, b: ImagePoint, shape: ImageShape): Region {
  const [rows, columns] = shape;
  const [row0, row1] = ends(a.row, b.row, rows);
  const [column0, column1] = ends(a.column, b.column, columns);
  return { row0, row1, column0, column1 };
}

function ends(a: number, b: number, length: number): [number, number] {
  const pixel = (at: number) => Math.min(Math.max(Math.floor(at + 0.5), 0), length - 1);
  const [first, last] = [pixel(Math.min(a, b)), pixel(Math.max(a, b))];
  return [first, last + 1];
}

/** Moves a region by whole pixels; it keeps its size and stays in the image. */
export function moveRegion(region: Region, rows: number, columns: number, shape: ImageShape): Region {
  const dr = Math.min(Math.max(Math.round(rows), -region.row0), shape[0] - region.row1);
  const dc = Math.min(Math.max(Math.round(columns), -region.column0), shape[1] - region.column1);
  return {
    row0: region.row0 + dr,
    row1: region.row1 + dr,
    column0: region.column0 + dc,
    column1: region.column1 + dc,
  };
}

/** Moves the edges that a handle holds by whole pixels; the region keeps at least one pixel and stays in the image. */
export function resizeRegion(
  region: Region,
  handle: RegionHandle,
  rows: number,
  columns: number,
  shape: ImageShape,
): Region {
  let { row0, row1, column0, column1 } = region;
  const [dr, dc] = [Math.round(rows), Math.round(columns)];
  if (handle.includes('n')) row0 = Math.min(Math.max(row0 + dr, 0), row1 - 1);
  if (handle.includes('s')) row1 = Math.max(Math.min(row1 + dr, shape[0]), row0 + 1);
  if (handle.includes('w')) column0 = Math.min(Math.max(column0 + dc, 0), column1 - 1);
  if (handle.includes('e')) column1 = Math.max(Math.min(column1 + dc, shape[1]), column0 + 1);
  return { row0, row1, column0, column1 };
}

/** Grows (factor > 1) or shrinks a region about a point of it, as zooming a picture of it would; at least 4 pixels a side. */
export function scaleRegion(region: Region, at: ImagePoint, factor: number, shape: ImageShape): Region {
  const [row0, row1] = scaled(region.row0, region.row1, at.row + 0.5, factor, shape[0]);
  const [column0, column1] = scaled(region.column0, region.column1, at.column + 0.5, factor, shape[1]);
  return { row0, row1, column0, column1 };
}

function scaled(from: number, to: number, at: number, factor: number, length: number): [number, number] {
  const wanted = Math.round((to - from) * factor);
  // A whole pixel at least, so that a small region still follows the wheel.
  const stepped = wanted === to - from ? wanted + (factor > 1 ? 1 : -1) : wanted;
  const size = Math.min(Math.max(stepped, Math.min(4, length)), length);
  const start = Math.round(at - ((at - from) * size) / (to - from));
  const clamped = Math.min(Math.max(start, 0), length - size);
  return [clamped, clamped + size];
}
