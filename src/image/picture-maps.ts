import type { Arrangement } from '../base/pixels.ts';
import type { PixelMap, Tile } from './pixel-map.ts';

/** Pixels without data between modules that are only put beside each other: where they really are, no file tells. */
function moduleGap(rows: number, columns: number): number {
  return Math.max(2, Math.min(8, Math.round(Math.min(rows, columns) / 64)));
}

type Place = Pick<Tile, 'row' | 'column' | 'rowStep' | 'columnStep'>;
const UPRIGHT = { rowStep: [1, 0], columnStep: [0, 1] } as const;
const HALF_TURN = { rowStep: [-1, 0], columnStep: [0, -1] } as const;

/**
 * How the pixels of a detector that is no CSPad become a picture.
 * @param shape of the raw array, rows and columns last
 */
export function pictureMap(arrangement: Arrangement, shape: readonly number[]): PixelMap {
  const [rows, columns] = shape.slice(-2);
  const parts = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  switch (arrangement) {
    case 'plain':
      return { layout: arrangement, shape: [rows, columns], sectionShape: [rows, columns], tiles: [whole(0, [rows, columns], { row: 0, column: 0, ...UPRIGHT })] };
    case 'grid':
      return gridMap(parts, rows, columns);
    case 'pnccd':
      return fourMap(arrangement, 512, PNCCD_LINKS);
    case 'timepix':
      return fourMap(arrangement, 256, TIMEPIX_CHIPS);
    case 'fccd':
      return fccdMap(rows, columns);
  }
}

function whole(section: number, [rows, columns]: readonly [number, number], place: Place): Tile {
  return { section, rawRow: 0, rawColumn: 0, rows, columns, ...place };
}

/** Modules row by row, as many beside each other as bring the picture nearest to a square; full rows are preferred. */
function gridMap(parts: number, rows: number, columns: number): PixelMap {
  const across = modulesAcross(parts, rows, columns);
  const gap = moduleGap(rows, columns);
  const tiles = Array.from({ length: parts }, (_, section) => {
    const row = Math.floor(section / across) * (rows + gap);
    const column = (section % across) * (columns + gap);
    return whole(section, [rows, columns], { row, column, ...UPRIGHT });
  });
  const down = Math.ceil(parts / across);
  const shape = [down * (rows + gap) - gap, across * (columns + gap) - gap] as const;
  return { layout: 'grid', shape, sectionShape: [rows, columns], tiles };
}

function modulesAcross(parts: number, rows: number, columns: number): number {
  let best = { across: 1, cost: Infinity };
  for (let across = 1; across <= parts; ++across) {
    const down = Math.ceil(parts / across);
    const cost = Math.abs(Math.log((down * rows) / (across * columns))) + (parts % across === 0 ? 0 : 1);
    if (cost < best.cost) best = { across, cost };
  }
  return best.across;
}

/** The links of a pnCCD: 0 and 3 above, 1 and 2 below turned by half. @source lcls-psana psddl_pds2psana PnccdFullFrameV1.cpp */
const PNCCD_LINKS: readonly Place[] = [
  { row: 0, column: 0, ...UPRIGHT },
  { row: 1023, column: 511, ...HALF_TURN },
  { row: 1023, column: 1023, ...HALF_TURN },
  { row: 0, column: 512, ...UPRIGHT },
];

/** The chips of a Timepix as version 1 stores them. @source lcls-psana psddl_pds2psana TimepixDataV1ToV2.cpp */
const TIMEPIX_CHIPS: readonly Place[] = [
  { row: 511, column: 0, rowStep: [0, 1], columnStep: [-1, 0] },
  { row: 255, column: 0, rowStep: [0, 1], columnStep: [-1, 0] },
  { row: 0, column: 511, rowStep: [0, -1], columnStep: [1, 0] },
  { row: 256, column: 511, rowStep: [0, -1], columnStep: [1, 0] },
];

/** Four squares that make a square. */
function fourMap(layout: Arrangement, side: number, places: readonly Place[]): PixelMap {
  const tiles = places.map((place, section) => whole(section, [side, side], place));
  return { layout, shape: [2 * side, 2 * side], sectionShape: [side, side], tiles };
}

const FCCD_OUTPUTS = 48;
const FCCD_OUTPUT_COLUMNS = 12;
const FCCD_PIXELS = 10;
const FCCD_HALF_ROWS = 240;
/** First row of each half, and where in the columns of an output its pixels start: information stands beside them. */
const FCCD_HALVES = [
  { rawRow: 6, skip: 0 },
  { rawRow: 253, skip: 2 },
] as const;

/** The 480×480 pixels of an FCCD without its dark and information pixels. @source lcls-daq/ami event/FccdHandler.cc */
function fccdMap(rows: number, columns: number): PixelMap {
  const tiles = FCCD_HALVES.flatMap(({ rawRow, skip }, half) =>
    Array.from({ length: FCCD_OUTPUTS }, (_, output) => ({
      section: 0,
      rawRow,
      rawColumn: output * FCCD_OUTPUT_COLUMNS + skip,
      rows: FCCD_HALF_ROWS,
      columns: FCCD_PIXELS,
      row: half * FCCD_HALF_ROWS,
      column: output * FCCD_PIXELS,
      ...UPRIGHT,
    })),
  );
  return { layout: 'fccd', shape: [2 * FCCD_HALF_ROWS, FCCD_OUTPUTS * FCCD_PIXELS], sectionShape: [rows, columns], tiles };
}
