import { linearPlaces, placer, type PointSet, type PointWindow } from './point-set.ts';

/** How many points fall on each pixel of a canvas, and one of them. */
export type PointRaster = {
  readonly width: number;
  readonly height: number;
  /** (row, column) from the top left. */
  readonly counts: Uint32Array;
  readonly selected: Uint32Array;
  /** The last point of each pixel, as its number in the set plus 1; 0 where there is none. */
  readonly top: Uint32Array;
};

export function emptyRaster(width: number, height: number): PointRaster {
  const size = width * height;
  return { width, height, counts: new Uint32Array(size), selected: new Uint32Array(size), top: new Uint32Array(size) };
}

/**
 * Counts the points `from` … `to` of a set into a raster that shows `window`.
 * @param selection 1 for rows that are selected
 */
export function countPoints(raster: PointRaster, set: PointSet, window: PointWindow, selection: Uint8Array | null, from = 0, to = set.count): void {
  const { width, height, counts, selected, top } = raster;
  const { x, y, row } = set;
  const scaleX = width / (window.x1 - window.x0);
  const scaleY = height / (window.y0 - window.y1);
  const shiftX = -window.x0 * scaleX;
  const shiftY = -window.y1 * scaleY;
  if (!Number.isFinite(scaleX) || !Number.isFinite(scaleY)) return;
  for (let i = from; i < to; ++i) {
    const px = x[i] * scaleX + shiftX;
    const py = y[i] * scaleY + shiftY;
    if (!(px >= 0 && px <= width && py >= 0 && py <= height)) continue;
    // What lies on the last edge belongs to the last pixel.
    const at = Math.min(py | 0, height - 1) * width + Math.min(px | 0, width - 1);
    ++counts[at];
    top[at] = i + 1;
    // Added without asking: whether a point is selected cannot be foreseen, and a wrong guess costs more than a sum.
    if (selection) selected[at] += selection[row[i]];
  }
}

/**
 * Counts the selected ones among the rows `from` … `to` into a raster that has all points already: rows are gone through in
 * their order, which is faster than looking up the row of each point.
 */
export function countSelected({ width, height, selected }: PointRaster, { columns, xExtent, yExtent }: PointSet, window: PointWindow, selection: Uint8Array, from: number, to: number): void {
  const [toX, toY] = [placer(xExtent), placer(yExtent)];
  // Linear places are worked out in the loop: a call for each would take most of the time.
  const { isLog: isLogX, min: minX } = xExtent;
  const { isLog: isLogY, min: minY } = yExtent;
  const { scale: perX, shift: fromX } = linearPlaces(xExtent);
  const { scale: perY, shift: fromY } = linearPlaces(yExtent);
  const scaleX = width / (window.x1 - window.x0);
  const scaleY = height / (window.y0 - window.y1);
  const shiftX = -window.x0 * scaleX;
  const shiftY = -window.y1 * scaleY;
  if (!Number.isFinite(scaleX) || !Number.isFinite(scaleY)) return;
  const { x: across, y: up, rows } = columns;
  const end = Math.min(to, selection.length, across.length, up.length);
  for (let i = from; i < end; ++i) {
    if (selection[i] === 0 || (rows && rows[i] === 0)) continue;
    const x = isLogX ? toX(across[i]) : (across[i] - minX) * perX + fromX;
    const y = isLogY ? toY(up[i]) : (up[i] - minY) * perY + fromY;
    if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) continue;
    // Rounded as the points are, so that each falls on its own pixel.
    const px = Math.fround(x) * scaleX + shiftX;
    const py = Math.fround(y) * scaleY + shiftY;
    if (px >= 0 && px <= width && py >= 0 && py <= height) ++selected[Math.min(py | 0, height - 1) * width + Math.min(px | 0, width - 1)];
  }
}

/** A colour, 0 … 255. */
export type Rgb = readonly [number, number, number];

/** Shades of so many points on a pixel are worked out once, not pixel by pixel. */
const KNOWN_SHADES = 1 << 12;

/** Diameter in pixels in which so many points are drawn: large enough to be seen, small enough not to hide one another. */
export function dotSize(visible: number, pixelRatio = 1): number {
  const size = visible <= 2_000 ? 5 : visible <= 20_000 ? 4 : visible <= 200_000 ? 2 : 1;
  return Math.max(1, Math.round(size * pixelRatio));
}

/**
 * Paints a raster into RGBA bytes: denser is more opaque. With a selection the others dim.
 * @param size diameter of a point in pixels
 */
export function paintRaster(raster: PointRaster, target: Uint8ClampedArray, colors: { point: Rgb; selected: Rgb; dim: Rgb }, size: number): void {
  const { width, height, counts, selected, top } = raster;
  const pixels = new Uint32Array(target.buffer, target.byteOffset, target.byteLength / 4);
  pixels.fill(0);
  let most = 1;
  let hasSelection = false;
  for (let i = 0; i < counts.length; ++i) {
    if (counts[i] > most) most = counts[i];
    if (selected[i] > 0) hasSelection = true;
  }
  const shades = shadeTable(hasSelection ? colors.dim : colors.point, most, hasSelection ? 0.22 : size > 1 ? 0.6 : 0.42, hasSelection ? 0.5 : 1);
  const bright = shadeTable(colors.selected, 1, 1, 1)[1];
  const disc = discOf(size);
  const shadeOf = (count: number): number => shades[Math.min(255, Math.round((255 * Math.log(count)) / Math.log(most + 1)))];
  const known = Uint32Array.from({ length: Math.min(most + 1, KNOWN_SHADES) }, (_, count) => shadeOf(count));
  for (let pass = 0; pass < (hasSelection ? 2 : 1); ++pass) {
    for (let row = 0, at = 0; row < height; ++row) {
      for (let column = 0; column < width; ++column, ++at) {
        if (top[at] === 0 || (pass === 1 && selected[at] === 0)) continue;
        const count = counts[at];
        const shade = pass === 1 ? bright : count < known.length ? known[count] : shadeOf(count);
        if (size === 1) pixels[at] = shade;
        else stamp(pixels, width, height, row, column, disc, shade);
      }
    }
  }
}

/** The point nearest to a place of the raster; -1 when there is none within `reach` pixels. */
export function pointNear({ width, height, top }: PointRaster, x: number, y: number, reach: number): number {
  let [best, nearest] = [-1, reach * reach + 1];
  for (let row = Math.max(0, Math.floor(y - reach)); row <= Math.min(height - 1, y + reach); ++row) {
    for (let column = Math.max(0, Math.floor(x - reach)); column <= Math.min(width - 1, x + reach); ++column) {
      const point = top[row * width + column];
      const distance = (column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2;
      if (point > 0 && distance < nearest) [best, nearest] = [point - 1, distance];
    }
  }
  return best;
}

/** RGBA as one number in the order of the machine's bytes (little endian), by 0 … 255. */
function shadeTable([r, g, b]: Rgb, most: number, low: number, high: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const alpha = Math.round(255 * (most <= 1 ? low : low + ((high - low) * i) / 255));
    return ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** Offsets (row, column) of the pixels of a dot. */
function discOf(size: number): readonly (readonly [number, number])[] {
  const centre = (size - 1) / 2;
  const reach = size <= 3 ? 2 * size : (size / 2) ** 2; // small ones are squares
  const offsets: [number, number][] = [];
  for (let row = 0; row < size; ++row) {
    for (let column = 0; column < size; ++column) {
      if ((row - centre) ** 2 + (column - centre) ** 2 <= reach) offsets.push([row - Math.floor(centre), column - Math.floor(centre)]);
    }
  }
  return offsets;
}

function stamp(pixels: Uint32Array, width: number, height: number, row: number, column: number, disc: readonly (readonly [number, number])[], shade: number): void {
  for (const [dr, dc] of disc) {
    const [r, c] = [row + dr, column + dc];
    // The more opaque one stays.
    if (r >= 0 && r < height && c >= 0 && c < width && pixels[r * width + c] >>> 24 <= shade >>> 24) pixels[r * width + c] = shade;
  }
}
