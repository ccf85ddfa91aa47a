import type { Region } from '../base/region.ts';

/** What part of an image a canvas shows: the image point at the canvas' centre and the screen pixels per image pixel. */
export type Viewport = {
  /** Image column and row (pixel centre of pixel i = i) at the centre of the canvas. */
  readonly column: number;
  readonly row: number;
  /** CSS pixels per image pixel. */
  readonly zoom: number;
};

/** Width and height of a canvas, CSS pixels. */
export type CanvasSize = { readonly width: number; readonly height: number };
/** A point on a canvas, CSS pixels from its top left corner. */
export type ScreenPoint = { readonly x: number; readonly y: number };
/** A point of an image, centre of pixel i = i. */
export type ImagePoint = { readonly row: number; readonly column: number };
/** Image (rows, columns). */
export type ImageShape = readonly number[];

/** CSS pixels per image pixel beyond which zooming in ends. */
export const MAX_ZOOM = 64;
/** From this zoom on the value of each pixel is written into it. */
export const NUMBERS_ZOOM = 32;

/** Shows the whole image, centred, with `margin` CSS pixels around it. */
export function fitViewport([rows, columns]: ImageShape, canvas: CanvasSize, margin = 8): Viewport {
  const width = Math.max(1, canvas.width - 2 * margin);
  const height = Math.max(1, canvas.height - 2 * margin);
  return { column: (columns - 1) / 2, row: (rows - 1) / 2, zoom: Math.min(width / columns, height / rows) };
}

/** Shows a region of an image as large as the canvas allows. */
export function fitRegion(region: Region, canvas: CanvasSize, margin = 0): Viewport {
  const { column, row, zoom } = fitViewport(
    [region.row1 - region.row0, region.column1 - region.column0],
    canvas,
    margin,
  );
  return { column: column + region.column0, row: row + region.row0, zoom };
}

/** The nearest zoom that is allowed: from a quarter of fitting to MAX_ZOOM (or fitting, when that is more). */
export function clampZoom(zoom: number, shape: ImageShape, canvas: CanvasSize): number {
  const fit = fitViewport(shape, canvas).zoom;
  return Math.min(Math.max(zoom, Math.min(fit, MAX_ZOOM) / 4), Math.max(fit, MAX_ZOOM));
}

export function screenToImage(viewport: Viewport, canvas: CanvasSize, { x, y }: ScreenPoint): ImagePoint {
  return {
    column: viewport.column + (x - canvas.width / 2) / viewport.zoom,
    row: viewport.row + (y - canvas.height / 2) / viewport.zoom,
  };
}

export function imageToScreen(
  viewport: Viewport,
  canvas: CanvasSize,
  { row, column }: ImagePoint,
): ScreenPoint {
  return {
    x: (column - viewport.column) * viewport.zoom + canvas.width / 2,
    y: (row - viewport.row) * viewport.zoom + canvas.height / 2,
  };
}

/** Zooms by `factor`; the image point under `at` stays there. */
export function zoomAt(
  viewport: Viewport,
  canvas: CanvasSize,
  shape: ImageShape,
  at: ScreenPoint,
  factor: number,
): Viewport {
  const zoom = clampZoom(viewport.zoom * factor, shape, canvas);
  const point = screenToImage(viewport, canvas, at);
  return {
    column: point.column - (at.x - canvas.width / 2) / zoom,
    row: point.row - (at.y - canvas.height / 2) / zoom,
    zoom,
  };
}

/** Moves the picture by CSS pixels; a bit of it stays on the canvas. */
export function panBy(
  viewport: Viewport,
  canvas: CanvasSize,
  [rows, columns]: ImageShape,
  dx: number,
  dy: number,
): Viewport {
  const slackColumns = Math.max(0, canvas.width / viewport.zoom / 2 - 1);
  const slackRows = Math.max(0, canvas.height / viewport.zoom / 2 - 1);
  return {
    column: clamp(viewport.column - dx / viewport.zoom, -slackColumns, columns - 1 + slackColumns),
    row: clamp(viewport.row - dy / viewport.zoom, -slackRows, rows - 1 + slackRows),
    zoom: viewport.zoom,
  };
}

/** The pixel a point lies in; null outside the image. */
export function pixelAt({ row, column }: ImagePoint, [rows, columns]: ImageShape): ImagePoint | null {
  const pixel = { row: Math.floor(row + 0.5), column: Math.floor(column + 0.5) };
  return pixel.row >= 0 && pixel.row < rows && pixel.column >= 0 && pixel.column < columns ? pixel : null;
}

/** Whole pixels of the image that the canvas shows, at least partly. */
export function visibleRegion(viewport: Viewport, canvas: CanvasSize, [rows, columns]: ImageShape): Region {
  const from = screenToImage(viewport, canvas, { x: 0, y: 0 });
  const to = screenToImage(viewport, canvas, { x: canvas.width, y: canvas.height });
  return {
    row0: clamp(Math.floor(from.row + 0.5), 0, rows),
    row1: clamp(Math.ceil(to.row + 0.5), 0, rows),
    column0: clamp(Math.floor(from.column + 0.5), 0, columns),
    column1: clamp(Math.ceil(to.column + 0.5), 0, columns),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
