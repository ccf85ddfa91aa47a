// The bitmap of a Hist16 or HistN block: one bit per value, lowest first, in u16 words. Plain, or as pairs (u16 count,
// u16 word): the word comes `count` times.

/** The word at the bitmap's position. */
// @ts-ignore: decorator
@inline
export function bitmapWord(at: usize, isRuns: bool): u32 {
  return load<u16>(isRuns ? at + 2 : at);
}

/** How many times that word comes. */
// @ts-ignore: decorator
@inline
export function bitmapRepeat(at: usize, isRuns: bool): u32 {
  return isRuns ? <u32>load<u16>(at) : 1;
}

/** Bytes that a word takes, with its count. */
// @ts-ignore: decorator
@inline
export function bitmapStep(isRuns: bool): usize {
  return isRuns ? 4 : 2;
}

/** Sum of u16 values, modulo 2^32. */
export function sumU16(values: usize, count: u32): u32 {
  let lanes = i32x4.splat(0);
  let i: u32 = 0;
  for (const end = count & ~7; i < end; i += 8) lanes = i32x4.add(lanes, i32x4.extadd_pairwise_i16x8_u(v128.load(values + (<usize>i << 1))));
  let sum = i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
  for (; i < count; ++i) sum += load<u16>(values + (<usize>i << 1));
  return <u32>sum;
}

/** Sum of bytes, modulo 2^32. */
export function sumU8(values: usize, count: u32): u32 {
  let lanes = i32x4.splat(0);
  let i: u32 = 0;
  for (const end = count & ~15; i < end; i += 16) {
    lanes = i32x4.add(lanes, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v128.load(values + i))));
  }
  let sum = i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
  for (; i < count; ++i) sum += load<u8>(values + i);
  return <u32>sum;
}
