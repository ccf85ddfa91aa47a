import {
  CSPAD_PIXELS,
  QUADS,
  SECTIONS_PER_QUAD,
  SECTION_COLUMNS,
  SECTION_PIXELS,
  SECTION_ROWS,
} from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import type { NumbersFile } from '../arrays/npy-file.ts';

/** Sections or modules as a file holds them, brought into natural order. */
export type PlacedSections = {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** Bit (quad*8 + section), or module: the file has values for this one. */
  readonly covered: number;
  /** What was assumed, for people; empty when nothing was. */
  readonly note: string;
};

/** To which quad and section a file applies that holds only one of them. */
export type PlaceInDetector = { readonly quad?: number; readonly section?: number };

const CSPAD_SHAPE = [QUADS, SECTIONS_PER_QUAD, SECTION_ROWS, SECTION_COLUMNS] as const;
const PAIR_SHAPE = [2, SECTION_ROWS, SECTION_COLUMNS] as const;
const QUAD_PIXELS = SECTIONS_PER_QUAD * SECTION_PIXELS;
const RAW_COLUMNS = QUADS * SECTION_COLUMNS;

/** What can be read, for messages. */
export const ACCEPTED_SHAPES =
  'A whole CSPad has 2296960 values (5920×388, 32×185×388, 4×8×185×388 or 1480×1552), a quad 574240 (1480×388), a CSPad2x2 143560 (2×185×388 or 185×388×2), a section 71780 (185×388); other detectors have rows × columns, or modules × rows × columns, as lines of that many columns or a .npy of that shape.';

/**
 * Brings the values of a file into the shape of a detector, (4, 8, 185, 388), (2, 185, 388), or of another detector as the
 * file says. For CSPads the number of values decides; the shape only tells layouts of equal size apart.
 * @throws {XtcError} 'bad-dark' for any other number of values
 */
export function placeSections(
  { values, shape }: NumbersFile,
  name: string,
  place: PlaceInDetector = {},
): PlacedSections {
  const { quad = 0, section = 0 } = place;
  switch (values.length) {
    case CSPAD_PIXELS: {
      const isRaw = shape?.length === 2 && shape[1] === RAW_COLUMNS;
      return {
        shape: CSPAD_SHAPE,
        values: isRaw ? fromRawLayout(values) : values,
        covered: 0xffffffff,
        note: '',
      };
    }
    case QUAD_PIXELS:
      return {
        ...only(values, quad * SECTIONS_PER_QUAD),
        covered: (0xff << (quad * SECTIONS_PER_QUAD)) >>> 0,
        note: `quad ${quad}`,
      };
    case 2 * SECTION_PIXELS:
      return {
        shape: PAIR_SHAPE,
        values: shape?.[shape.length - 1] === 2 ? fromPairs(values) : values,
        covered: 3,
        note: '',
      };
    case SECTION_PIXELS: {
      const at = quad * SECTIONS_PER_QUAD + section;
      return { ...only(values, at), covered: (1 << at) >>> 0, note: `quad ${quad} section ${section}` };
    }
    default: {
      if (shape && isPictureShape(shape)) return { shape, values, covered: 0xffffffff, note: '' };
      const found =
        shape && shape.length > 1
          ? `${values.length} values (${shape.join('×')})`
          : `${values.length} values`;
      throw new XtcError('bad-dark', `${name} has ${found}, which are not pedestals. ${ACCEPTED_SHAPES}`, {
        file: name,
      });
    }
  }
}

/** Sides of a picture that no table of a few columns has. */
const LEAST_SIDE = 16;
const MOST_MODULES = 64;

/** Whether a file has the shape of a camera, (row, column), or of modules, (module, row, column). */
function isPictureShape(shape: readonly number[]): boolean {
  const [modules, sides] = shape.length === 3 ? [shape[0], shape.slice(1)] : [1, shape];
  return sides.length === 2 && modules <= MOST_MODULES && sides.every((side) => side >= LEAST_SIDE);
}

function only(part: Float64Array, firstSection: number): Pick<PlacedSections, 'shape' | 'values'> {
  const values = new Float64Array(CSPAD_PIXELS);
  values.set(part, firstSection * SECTION_PIXELS);
  return { shape: CSPAD_SHAPE, values };
}

/** (1480, 1552), quads side by side: row = section*185 + r, column = quad*388 + c. */
function fromRawLayout(values: Float64Array): Float64Array {
  const sections = new Float64Array(values.length);
  for (let row = 0; row * RAW_COLUMNS < values.length; ++row) {
    for (let quad = 0; quad < QUADS; ++quad) {
      const from = row * RAW_COLUMNS + quad * SECTION_COLUMNS;
      sections.set(values.subarray(from, from + SECTION_COLUMNS), quad * QUAD_PIXELS + row * SECTION_COLUMNS);
    }
  }
  return sections;
}

/** (185, 388, 2) → (2, 185, 388). */
function fromPairs(values: Float64Array): Float64Array {
  return Float64Array.from(
    values,
    (_value, i) => values[(i % SECTION_PIXELS) * 2 + Math.floor(i / SECTION_PIXELS)],
  );
}
