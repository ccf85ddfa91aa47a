import {
  ASIC_COLUMNS,
  QUADS,
  SECTIONS_PER_QUAD,
  SECTION_COLUMNS,
  SECTION_ROWS,
} from '../../assembly/layout.ts';
import type { Arrangement } from '../base/pixels.ts';
import type { Region } from '../base/region.ts';
import * as layout from './cspad-layout.ts';

/** A piece of the picture: its raw pixel (r, c) lies at (row + r*rowStep[0] + c*columnStep[0], column + …[1]). */
export type Tile = {
  readonly section: number;
  /** Row and column in the section of the tile's pixel (0, 0). */
  readonly rawRow: number;
  readonly rawColumn: number;
  /** Raw rows and columns; at least 4 of each where the tile is turned. */
  readonly rows: number;
  readonly columns: number;
  /** Image position of the tile's pixel (0, 0). */
  readonly row: number;
  readonly column: number;
  /** Image step (rows, columns) of one raw row, one raw column; each is (±1, 0) or (0, ±1). */
  readonly rowStep: readonly [number, number];
  readonly columnStep: readonly [number, number];
};

/** How the sections of a detector become a picture. */
export type PixelMap = {
  readonly layout: 'cspad' | 'cspad2x2' | 'section' | Arrangement;
  /** Image (rows, columns). */
  readonly shape: readonly [number, number];
  /** Raw (rows, columns) of a section; sections lie one after the other. */
  readonly sectionShape: readonly [number, number];
  readonly tiles: readonly Tile[];
};

/** A raw pixel; the section of a CSPad is quad*8 + section of the quad, of other detectors the number of module, chip or link. */
export type RawPixel = { readonly section: number; readonly row: number; readonly column: number };

/** Where pixel (0, 0) of a section lies, and the image steps (rows, columns) of a raw row and a raw column. */
type Placement = Pick<Tile, 'row' | 'column' | 'rowStep' | 'columnStep'>;

/** Length of a section with the gap between its ASICs. */
const LONG = SECTION_COLUMNS + layout.ASIC_GAP;
const SHORT = SECTION_ROWS;
const SECTION_SHAPE = [SECTION_ROWS, SECTION_COLUMNS] as const;

/** The whole CSPad, 1800×1800, seen from upstream, in the layout of XtcExplorer without tilts. */
export function cspadPixelMap(): PixelMap {
  const tiles: Tile[] = [];
  for (let quad = 0; quad < QUADS; ++quad) {
    for (let section = 0; section < SECTIONS_PER_QUAD; ++section) {
      tiles.push(
        ...asicsOf(
          quad * SECTIONS_PER_QUAD + section,
          placeInImage(quad, placeInQuad(quad, section)),
          layout.ASIC_GAP,
        ),
      );
    }
  }
  return { layout: 'cspad', shape: [layout.IMAGE_SIDE, layout.IMAGE_SIDE], sectionShape: SECTION_SHAPE, tiles };
}

/** Both sections of a CSPad2x2 side by side, 391×380, in the layout of XtcExplorer: nothing is known of their alignment. */
export function cspad2x2PixelMap(): PixelMap {
  const tiles = [0, 1].flatMap((section) =>
    asicsOf(section, rotatedLeft(0, section * (SHORT + layout.PAIR_GAP)), layout.ASIC_GAP),
  );
  return { layout: 'cspad2x2', shape: [LONG, 2 * SHORT + layout.PAIR_GAP], sectionShape: SECTION_SHAPE, tiles };
}

/** One section as it is stored, 185×388, for runs that read out only one. */
export function sectionPixelMap(section: number): PixelMap {
  return {
    layout: 'section',
    shape: SECTION_SHAPE,
    sectionShape: SECTION_SHAPE,
    tiles: asicsOf(section, upright(0, 0), 0),
  };
}

function upright(row: number, column: number): Placement {
  return { row, column, rowStep: [1, 0], columnStep: [0, 1] };
}

/** Raw rows go to the right, raw columns up; (row, column) is the top left corner. */
function rotatedLeft(row: number, column: number): Placement {
  return { row: row + LONG - 1, column, rowStep: [0, 1], columnStep: [-1, 0] };
}

/** Raw rows go to the left, raw columns down. */
function rotatedRight(row: number, column: number): Placement {
  return { row, column: column + SHORT - 1, rowStep: [0, -1], columnStep: [1, 0] };
}

function placeInQuad(quad: number, section: number): Placement {
  const x = layout.CENTER_X[quad][section] + layout.CENTER_CORRECTION_X[quad][section];
  const y = layout.CENTER_Y[quad][section] + layout.CENTER_CORRECTION_Y[quad][section];
  const isUpright = section === 2 || section === 3 || section >= 6;
  const [rows, columns] = isUpright ? [SHORT, LONG] : [LONG, SHORT];
  const corner = layout.QUAD_SIDE - layout.SECTION_MARGIN;
  const row = Math.trunc(corner - (x + Math.floor(rows / 2)));
  const column = Math.trunc(corner - (y + Math.floor(columns / 2)));
  if (isUpright) return upright(row, column);
  return section < 2 ? rotatedLeft(row, column) : rotatedRight(row, column);
}

/** Turns a placement clockwise with its quad and moves it to where the quad's square lies. */
function placeInImage(quad: number, placement: Placement): Placement {
  let { row, column, rowStep, columnStep } = placement;
  const turn = ([r, c]: readonly [number, number]): readonly [number, number] => [c, 0 - r];
  for (let turns = 0; turns < quad; ++turns) {
    [row, column] = [column, layout.QUAD_SIDE - 1 - row];
    rowStep = turn(rowStep);
    columnStep = turn(columnStep);
  }
  const rowShift = [1, -1, -1, 1][quad] * layout.QUAD_SHIFT;
  const columnShift = [-1, -1, 1, 1][quad] * layout.QUAD_SHIFT;
  return {
    row: row + layout.QUAD_OFFSET_X[quad] + layout.QUAD_MARGIN + rowShift,
    column: column + layout.QUAD_OFFSET_Y[quad] + layout.QUAD_MARGIN + columnShift,
    rowStep,
    columnStep,
  };
}

function asicsOf(
  section: number,
  { row, column, rowStep, columnStep }: Placement,
  gap: number,
): Tile[] {
  return [0, 1].map((asic) => {
    const distance = asic * (ASIC_COLUMNS + gap);
    return {
      section,
      rawRow: 0,
      rawColumn: asic * ASIC_COLUMNS,
      rows: SECTION_ROWS,
      columns: ASIC_COLUMNS,
      row: row + distance * columnStep[0],
      column: column + distance * columnStep[1],
      rowStep,
      columnStep,
    };
  });
}

/** Steps of a unit vector in a distance; the leading 0 keeps -0 away. */
function along(distance: readonly [number, number], step: readonly [number, number]): number {
  return 0 + distance[0] * step[0] + distance[1] * step[1];
}

/** The raw pixel that is seen at an image pixel; null in gaps and outside. */
export function locateRawPixel(pixelMap: PixelMap, row: number, column: number): RawPixel | null {
  for (const tile of pixelMap.tiles) {
    const from = [row - tile.row, column - tile.column] as const;
    const r = along(from, tile.rowStep);
    const c = along(from, tile.columnStep);
    if (r < 0 || r >= tile.rows || c < 0 || c >= tile.columns) continue;
    return { section: tile.section, row: tile.rawRow + r, column: tile.rawColumn + c };
  }
  return null;
}

/** Where a raw pixel is in the array of all sections. */
export function rawIndex({ sectionShape: [rows, columns] }: PixelMap, { section, row, column }: RawPixel): number {
  return (section * rows + row) * columns + column;
}

/** The rectangle of each section in the picture, its gap included. */
export function sectionOutlines(pixelMap: PixelMap): (Region & { readonly section: number })[] {
  const outlines = new Map<
    number,
    { section: number; row0: number; row1: number; column0: number; column1: number }
  >();
  for (const { section, row, column, rows, columns, rowStep, columnStep } of pixelMap.tiles) {
    const farRow = row + (rows - 1) * rowStep[0] + (columns - 1) * columnStep[0];
    const farColumn = column + (rows - 1) * rowStep[1] + (columns - 1) * columnStep[1];
    const known = outlines.get(section);
    outlines.set(section, {
      section,
      row0: Math.min(row, farRow, known?.row0 ?? Infinity),
      row1: Math.max(row + 1, farRow + 1, known?.row1 ?? 0),
      column0: Math.min(column, farColumn, known?.column0 ?? Infinity),
      column1: Math.max(column + 1, farColumn + 1, known?.column1 ?? 0),
    });
  }
  return [...outlines.values()];
}
