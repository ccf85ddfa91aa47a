import { PLACEMENT_BYTES } from './layout';

/** values[i] = NaN. @param values f32[count], 16-byte aligned */
export function fillNaN(values: usize, count: u32): void {
  const nothing = f32x4.splat(NaN);
  let i: u32 = 0;
  for (const lanes = count & ~3; i < lanes; i += 4) v128.store(values + (<usize>i << 2), nothing);
  for (; i < count; ++i) store<f32>(values + (<usize>i << 2), NaN);
}

/**
 * Paints each ASIC into the image: pixel (r, c) at start + r * rowStep + c * columnStep. ASICs of sections that are not
 * in `present` are painted NaN; pixels that belong to no ASIC are not touched.
 *
 * @param sections f32, no overlap with the image
 * @param placements PLACEMENT rows (layout.ts); rows and columns are at least 4, one of the two steps is 1 or -1
 * @param present bit per section number
 */
export function assembleImage(sections: usize, placements: usize, count: u32, present: u32, image: usize): void {
  for (let i: u32 = 0; i < count; ++i) {
    const row = placements + <usize>i * PLACEMENT_BYTES;
    const start = image + (<isize>load<i32>(row) << 2);
    const rowStep = <isize>load<i32>(row, 4) << 2, columnStep = <isize>load<i32>(row, 8) << 2;
    const from = sections + (<isize>load<i32>(row, 12) << 2);
    const rows = load<i32>(row, 16), columns = load<i32>(row, 20), stride = <isize>load<i32>(row, 24) << 2;
    const isPresent = (present >>> load<u32>(row, 28)) & 1;
    if (!isPresent) paintNaN(start, rowStep, columnStep, rows, columns);
    else if (columnStep == 4) copyRows(from, stride, start, rowStep, rows, columns);
    else if (columnStep == -4) reverseRows(from, stride, start, rowStep, rows, columns);
    else transpose(from, stride, start, rowStep, columnStep, rows, columns);
  }
}

function copyRows(from: usize, stride: isize, to: usize, rowStep: isize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; ++r, from += stride, to += rowStep) memory.copy(to, from, <usize>columns << 2);
}

/** The last tile of four lies over the one before it where the length is no multiple of four. */
// @ts-ignore: decorator
@inline
function tile(i: i32, length: i32): i32 {
  return min(i, length - 4);
}

function reverseRows(from: usize, stride: isize, to: usize, rowStep: isize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; ++r, from += stride, to += rowStep) {
    for (let i = 0; i < columns; i += 4) {
      const c = <isize>tile(i, columns) << 2, four = v128.load(from + c);
      v128.store(to - c - 12, v128.shuffle<i32>(four, four, 3, 2, 1, 0));
    }
  }
}

/** Raw columns become image rows, in tiles of 4×4: the image is written along its rows. */
function transpose(from: usize, stride: isize, to: usize, rowStep: isize, columnStep: isize, rows: i32, columns: i32): void {
  const isReversed = rowStep < 0;
  for (let i = 0; i < columns; i += 4) {
    const c = <isize>tile(i, columns);
    for (let j = 0; j < rows; j += 4) {
      const r = <isize>tile(j, rows), at = from + r * stride + (c << 2);
      const a = v128.load(at), b = v128.load(at + stride), d = v128.load(at + 2 * stride), e = v128.load(at + 3 * stride);
      const first = isReversed ? e : a, second = isReversed ? d : b, third = isReversed ? b : d, fourth = isReversed ? a : e;
      const low = v128.shuffle<i32>(first, second, 0, 4, 1, 5), high = v128.shuffle<i32>(first, second, 2, 6, 3, 7);
      const low2 = v128.shuffle<i32>(third, fourth, 0, 4, 1, 5), high2 = v128.shuffle<i32>(third, fourth, 2, 6, 3, 7);
      const put = to + r * rowStep + c * columnStep - (isReversed ? 12 : 0);
      v128.store(put, v128.shuffle<i64>(low, low2, 0, 2));
      v128.store(put + columnStep, v128.shuffle<i64>(low, low2, 1, 3));
      v128.store(put + 2 * columnStep, v128.shuffle<i64>(high, high2, 0, 2));
      v128.store(put + 3 * columnStep, v128.shuffle<i64>(high, high2, 1, 3));
    }
  }
}

function paintNaN(to: usize, rowStep: isize, columnStep: isize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; ++r, to += rowStep) {
    for (let c = 0, at = to; c < columns; ++c, at += columnStep) store<f32>(at, NaN);
  }
}
