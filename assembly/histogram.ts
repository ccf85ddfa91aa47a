/**
 * Range of the finite values.
 * @param values f32[count], 16-byte aligned
 * @param out f64[3]: smallest (+Infinity when there is none), largest (-Infinity), number of finite values
 */
export function rangeOf(values: usize, count: u32, out: usize): void {
  const infinity = f32x4.splat(Infinity), none = f32x4.splat(-Infinity);
  let smallest = infinity, largest = none, found = i32x4.splat(0);
  let i: u32 = 0;
  for (const lanes = count & ~3; i < lanes; i += 4) {
    const v = v128.load(values + (<usize>i << 2));
    const finite = f32x4.lt(f32x4.abs(v), infinity);
    found = i32x4.sub(found, finite);
    smallest = f32x4.pmin(smallest, v128.bitselect(v, infinity, finite));
    largest = f32x4.pmax(largest, v128.bitselect(v, none, finite));
  }
  let total = i32x4.extract_lane(found, 0) + i32x4.extract_lane(found, 1) + i32x4.extract_lane(found, 2) + i32x4.extract_lane(found, 3);
  let lowest = min(min(f32x4.extract_lane(smallest, 0), f32x4.extract_lane(smallest, 1)), min(f32x4.extract_lane(smallest, 2), f32x4.extract_lane(smallest, 3)));
  let highest = max(max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)), max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)));
  for (; i < count; ++i) {
    const v = load<f32>(values + (<usize>i << 2));
    if (!isFinite<f32>(v)) continue;
    lowest = min(lowest, v);
    highest = max(highest, v);
    ++total;
  }
  store<f64>(out, <f64>lowest);
  store<f64>(out, <f64>highest, 8);
  store<f64>(out, <f64>total, 16);
}

/**
 * Counts the finite values in bins of equal width; those outside [low, low + bins / scale) go to the first or last bin.
 *
 * The bin is trunc((v - low) * scale), computed in f32.
 *
 * @param values f32[count], 16-byte aligned
 * @param scale bins per ADU
 * @param counts u32[bins], set to 0 first
 */
export function histogram(values: usize, count: u32, low: f32, scale: f32, bins: u32, counts: usize): void {
  memory.fill(counts, 0, <usize>bins << 2);
  const infinity = f32x4.splat(Infinity), lows = f32x4.splat(low), scales = f32x4.splat(scale);
  const first = i32x4.splat(0), last = i32x4.splat(bins - 1);
  let i: u32 = 0;
  for (const lanes = count & ~3; i < lanes; i += 4) {
    const v = v128.load(values + (<usize>i << 2));
    const finite = i32x4.bitmask(f32x4.lt(f32x4.abs(v), infinity));
    if (!finite) continue;
    const bin = i32x4.max_s(first, i32x4.min_s(last, i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.sub(v, lows), scales))));
    if (finite & 1) add(counts, i32x4.extract_lane(bin, 0));
    if (finite & 2) add(counts, i32x4.extract_lane(bin, 1));
    if (finite & 4) add(counts, i32x4.extract_lane(bin, 2));
    if (finite & 8) add(counts, i32x4.extract_lane(bin, 3));
  }
  for (; i < count; ++i) {
    const v = load<f32>(values + (<usize>i << 2));
    if (!isFinite<f32>(v)) continue;
    const bin = f32x4.mul(f32x4.sub(f32x4.splat(v), lows), scales);
    add(counts, max(0, min(<i32>bins - 1, i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(bin), 0))));
  }
}

// @ts-ignore: decorator
@inline
function add(counts: usize, bin: i32): void {
  const at = counts + (<usize>bin << 2);
  store<u32>(at, load<u32>(at) + 1);
}
