import { CELLS, type PointSet } from './point-set.ts';

/** Corners of a closed line, in places of a set (0 … 1 over its extent, also outside); x and y by turns. */
export type Polygon = readonly number[];

/** Cells a side of the grid that tells most points at once. */
const GRID = CELLS;
const FAR = 16;
/** The same with the cells around. */
const SIDE = GRID + 2;
const [OUTSIDE, INSIDE, MIXED] = [0, 1, 2];
/** Steps a cell in which an edge is followed, and how far from one the edge can be before the next, rounding included. */
const STEPS = 8;
const REACH = 0.6 / STEPS;

/**
 * Marks the rows whose points lie inside a polygon (even-odd rule). Cells of a grid that no edge crosses are decided once;
 * only points in the others are tested one by one: millions take some ten milliseconds.
 * @param marks 1 is written for rows inside; others are left
 */
export function selectInside(set: PointSet, polygon: Polygon, marks: Uint8Array): void {
  const { count, x, y, row } = set;
  const box = boxOf(polygon);
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  if (polygon.length < 6 || !(width > 0) || !(height > 0)) return;
  // Far outside of the set its cells are too small a measure for the line.
  if (set.cells && Math.max(Math.abs(box.x0), Math.abs(box.x1), Math.abs(box.y0), Math.abs(box.y1)) < FAR) {
    selectCells(set, set.cells, polygon, marks);
    return;
  }
  const cells = withBorder(cellsOf(polygon, box));
  const [toColumn, toLine] = [GRID / width, GRID / height];
  const { x0, y0 } = box;
  // Points come in any order: nothing in this loop but the rare mixed cell depends on where they are, so nothing is guessed wrong.
  for (let i = 0; i < count; ++i) {
    const column = Math.max(0, Math.min(GRID + 1, (x[i] - x0) * toColumn + 1)) | 0;
    const line = Math.max(0, Math.min(GRID + 1, (y[i] - y0) * toLine + 1)) | 0;
    const cell = cells[line * SIDE + column];
    if (cell === MIXED) {
      if (isInside(polygon, x[i], y[i])) marks[row[i]] = 1;
    } else marks[row[i]] |= cell;
  }
}

/** The same where points are sorted: cells inside are marked whole, those outside are not looked at. */
function selectCells({ x, y, row }: PointSet, starts: Uint32Array, polygon: Polygon, marks: Uint8Array): void {
  const cells = cellsOf(polygon, { x0: 0, x1: 1, y0: 0, y1: 1 });
  for (let cell = 0; cell < cells.length; ++cell) {
    if (cells[cell] === OUTSIDE) continue;
    const isWhole = cells[cell] === INSIDE;
    for (let i = starts[cell]; i < starts[cell + 1]; ++i) if (isWhole || isInside(polygon, x[i], y[i])) marks[row[i]] = 1;
  }
}

/** Whether a point lies in a polygon: a ray to the right crosses its edges an odd number of times. */
export function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const yi = polygon[i + 1];
    const yj = polygon[j + 1];
    if (yi > y !== yj > y && x < ((polygon[j] - polygon[i]) * (y - yi)) / (yj - yi) + polygon[i]) inside = !inside;
  }
  return inside;
}

/** Where a level line crosses the polygon, from left to right. */
function crossings(polygon: Polygon, y: number): number[] {
  const found: number[] = [];
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const [xi, yi, xj, yj] = [polygon[i], polygon[i + 1], polygon[j], polygon[j + 1]];
    if (yi > y !== yj > y) found.push(((xj - xi) * (y - yi)) / (yj - yi) + xi);
  }
  return found.sort((a, b) => a - b);
}

type Box = { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number };

function boxOf(polygon: Polygon): Box {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < polygon.length; i += 2) {
    x0 = Math.min(x0, polygon[i]);
    x1 = Math.max(x1, polygon[i]);
    y0 = Math.min(y0, polygon[i + 1]);
    y1 = Math.max(y1, polygon[i + 1]);
  }
  return { x0, x1, y0, y1 };
}

/** Cells around the grid are outside, but for the last edge: what lies on it is tested. */
function withBorder(cells: Uint8Array): Uint8Array {
  const bordered = new Uint8Array(SIDE * SIDE).fill(OUTSIDE);
  for (let line = 0; line < GRID; ++line) bordered.set(cells.subarray(line * GRID, (line + 1) * GRID), (line + 1) * SIDE + 1);
  for (let i = 0; i < SIDE; ++i) bordered[i * SIDE + SIDE - 1] = bordered[(SIDE - 1) * SIDE + i] = MIXED;
  return bordered;
}

/** What is known of each cell: crossed ones are mixed, the others are what their middle is. */
function cellsOf(polygon: Polygon, { x0, x1, y0, y1 }: Box): Uint8Array {
  const cells = new Uint8Array(GRID * GRID).fill(OUTSIDE);
  const [toColumn, toLine] = [GRID / (x1 - x0), GRID / (y1 - y0)];
  const mix = (across: number, up: number): void => {
    const [column, line] = [Math.floor(across), Math.floor(up)];
    if (column >= 0 && column < GRID && line >= 0 && line < GRID) cells[line * GRID + column] = MIXED;
  };
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const [ax, ay] = [(polygon[j] - x0) * toColumn, (polygon[j + 1] - y0) * toLine];
    const [bx, by] = [(polygon[i] - x0) * toColumn, (polygon[i + 1] - y0) * toLine];
    const steps = Math.max(1, Math.ceil(STEPS * Math.max(Math.abs(bx - ax), Math.abs(by - ay))));
    for (let step = 0; step <= steps; ++step) {
      const [across, up] = [ax + ((bx - ax) * step) / steps, ay + ((by - ay) * step) / steps];
      // All of the edge up to the next step lies in this square.
      for (const dx of [-REACH, REACH]) for (const dy of [-REACH, REACH]) mix(across + dx, up + dy);
    }
  }
  for (let line = 0; line < GRID; ++line) {
    const ends = crossings(polygon, y0 + (line + 0.5) / toLine);
    for (let i = 0; i + 1 < ends.length; i += 2) {
      const to = Math.min(GRID, Math.ceil((ends[i + 1] - x0) * toColumn - 0.5));
      for (let column = Math.max(0, Math.ceil((ends[i] - x0) * toColumn - 0.5)); column < to; ++column) {
        if (cells[line * GRID + column] !== MIXED) cells[line * GRID + column] = INSIDE;
      }
    }
  }
  return cells;
}
