/**
 * values[i] = raw[i], in ADU.
 * @param raw i16[count]  @param values f32[count]; both 16-byte aligned, no overlap
 */
export function rawToFloat(raw: usize, values: usize, count: u32): void {
  let i: u32 = 0;
  for (const lanes = count & ~7; i < lanes; i += 8) {
    const adu = v128.load(raw + (<usize>i << 1)), at = <usize>i << 2;
    v128.store(values + at, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(adu)));
    v128.store(values + at, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(adu)), 16);
  }
  for (; i < count; ++i) store<f32>(values + (<usize>i << 2), <f32>load<i16>(raw + (<usize>i << 1)));
}

/**
 * corrected[i] = raw[i] - pedestal[i], in ADU; NaN where the pedestal is NaN.
 * @param raw i16[count]  @param pedestal f32[count]  @param corrected f32[count]; all 16-byte aligned, no overlap
 */
export function subtractPedestal(raw: usize, pedestal: usize, corrected: usize, count: u32): void {
  let i: u32 = 0;
  for (const lanes = count & ~7; i < lanes; i += 8) {
    const adu = v128.load(raw + (<usize>i << 1)), at = <usize>i << 2;
    const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(adu));
    const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(adu));
    v128.store(corrected + at, f32x4.sub(low, v128.load(pedestal + at)));
    v128.store(corrected + at, f32x4.sub(high, v128.load(pedestal + at, 16)), 16);
  }
  for (; i < count; ++i) {
    const at = <usize>i << 2;
    store<f32>(corrected + at, <f32>load<i16>(raw + (<usize>i << 1)) - load<f32>(pedestal + at));
  }
}

/**
 * values[i] = +Infinity where raw[i] >= threshold; the others stay.
 * @param raw i16[count]  @param values f32[count]; both 16-byte aligned, no overlap
 */
export function omitSaturated(raw: usize, values: usize, count: u32, threshold: i32): void {
  const limit = i16x8.splat(<i16>(threshold - 1)), infinity = f32x4.splat(Infinity);
  let i: u32 = 0;
  for (const lanes = count & ~7; i < lanes; i += 8) {
    const isSaturated = i16x8.gt_s(v128.load(raw + (<usize>i << 1)), limit);
    if (!v128.any_true(isSaturated)) continue;
    const at = values + (<usize>i << 2);
    v128.store(at, v128.bitselect(infinity, v128.load(at), i32x4.extend_low_i16x8_s(isSaturated)));
    v128.store(at, v128.bitselect(infinity, v128.load(at, 16), i32x4.extend_high_i16x8_s(isSaturated)), 16);
  }
  for (; i < count; ++i) {
    if (<i32>load<i16>(raw + (<usize>i << 1)) >= threshold) store<f32>(values + (<usize>i << 2), Infinity);
  }
}

/**
 * sum[i] += raw[i] and squares[i] += raw[i]²: exact, as long as |sum| < 2³¹ and squares <= 2⁵³ (131,000 saturated events).
 * @param raw i16[count]  @param sum i32[count]  @param squares f64[count]; all 16-byte aligned, no overlap
 */
export function accumulateDark(raw: usize, sum: usize, squares: usize, count: u32): void {
  let i: u32 = 0;
  for (const lanes = count & ~7; i < lanes; i += 8) {
    const adu = v128.load(raw + (<usize>i << 1));
    const s = sum + (<usize>i << 2), q = squares + (<usize>i << 3);
    v128.store(s, i32x4.add(v128.load(s), i32x4.extend_low_i16x8_s(adu)));
    v128.store(s, i32x4.add(v128.load(s, 16), i32x4.extend_high_i16x8_s(adu)), 16);
    const low = i32x4.extmul_low_i16x8_s(adu, adu), high = i32x4.extmul_high_i16x8_s(adu, adu);
    addSquares(q, low);
    addSquares(q + 32, high);
  }
  for (; i < count; ++i) {
    const adu = <i32>load<i16>(raw + (<usize>i << 1)), s = sum + (<usize>i << 2), q = squares + (<usize>i << 3);
    store<i32>(s, load<i32>(s) + adu);
    store<f64>(q, load<f64>(q) + <f64>(adu * adu));
  }
}

// @ts-ignore: decorator
@inline
function addSquares(at: usize, four: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.convert_low_i32x4_s(four)));
  const upper = v128.shuffle<i32>(four, four, 2, 3, 2, 3);
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.convert_low_i32x4_s(upper)), 16);
}
