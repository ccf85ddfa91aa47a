/**
 * Range of the finite values.
 * @param values f32[count], 16-byte aligned
 * @param out f64[3]: smallest (+Infinity when there is none), largest (-Infinity), number of finite values
 */
export function rangeOf(values: usize, count: u32, out: usize): void {
  const infinity = f32x4.splat(Infinity), none = f32x4.splat(-Infinity), zero = f32x4.splat(0);
  // Four of each: one chain of minima would wait for itself.
  let low0 = infinity, low1 = infinity, low2 = infinity, low3 = infinity;
  let high0 = none, high1 = none, high2 = none, high3 = none;
  let found0 = i32x4.splat(0), found1 = found0;
  let i: u32 = 0;
  for (const lanes = count & ~15; i < lanes; i += 16) {
    const at = values + (<usize>i << 2);
    const a = finiteOrNaN(v128.load(at), zero), b = finiteOrNaN(v128.load(at, 16), zero);
    const c = finiteOrNaN(v128.load(at, 32), zero), d = finiteOrNaN(v128.load(at, 48), zero);
    low0 = f32x4.pmin(low0, a); high0 = f32x4.pmax(high0, a);
    low1 = f32x4.pmin(low1, b); high1 = f32x4.pmax(high1, b);
    low2 = f32x4.pmin(low2, c); high2 = f32x4.pmax(high2, c);
    low3 = f32x4.pmin(low3, d); high3 = f32x4.pmax(high3, d);
    found0 = i32x4.add(found0, i32x4.add(f32x4.eq(a, a), f32x4.eq(b, b)));
    found1 = i32x4.add(found1, i32x4.add(f32x4.eq(c, c), f32x4.eq(d, d)));
  }
  const smallest = f32x4.pmin(f32x4.pmin(low0, low1), f32x4.pmin(low2, low3));
  const largest = f32x4.pmax(f32x4.pmax(high0, high1), f32x4.pmax(high2, high3));
  const found = i32x4.add(found0, found1); // -1 for each finite value
  let total = -(i32x4.extract_lane(found, 0) + i32x4.extract_lane(found, 1) + i32x4.extract_lane(found, 2) + i32x4.extract_lane(found, 3));
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

/** v where it is finite, else NaN (Infinity * 0 is NaN); pmin and pmax with it as their second operand then pass it over. */
// @ts-ignore: decorator
@inline
function finiteOrNaN(v: v128, zero: v128): v128 {
  return f32x4.add(v, f32x4.mul(v, zero));
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
    if (finite == 15) {
      add(counts, i32x4.extract_lane(bin, 0));
      add(counts, i32x4.extract_lane(bin, 1));
      add(counts, i32x4.extract_lane(bin, 2));
      add(counts, i32x4.extract_lane(bin, 3));
      continue;
    }
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
