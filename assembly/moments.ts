/**
 * Sums over the finite pixels of a rectangle [row0, row1) × [column0, column1), in f64.
 *
 * @param image f32 (…, columns), 16-byte aligned
 * @param out f64[6]: Σv, Σ row·v, Σ column·v (indices of the image), number of finite pixels, smallest (+Infinity when
 *   there is none), largest (-Infinity)
 */
export function momentsInRegion(
  image: usize, columns: u32, row0: u32, row1: u32, column0: u32, column1: u32, out: usize,
): void {
  const infinity = f32x4.splat(Infinity), four = f64x2.splat(4);
  let sum: f64 = 0, rowMoment: f64 = 0, columnMoment: f64 = 0, count: f64 = 0;
  let smallest = infinity, largest = f32x4.splat(-Infinity);
  let lowest: f32 = Infinity, highest: f32 = -Infinity;
  const start = <f64>column0;
  for (let r = row0; r < row1; ++r) {
    const line = image + ((<usize>r * columns) << 2);
    let sumA = f64x2.splat(0), sumB = sumA, momentA = sumA, momentB = sumA, found = i32x4.splat(0);
    let placeA = f64x2(start, start + 1), placeB = f64x2(start + 2, start + 3);
    let c = column0;
    for (; c + 4 <= column1; c += 4) {
      const raw = v128.load(line + (<usize>c << 2));
      const finite = f32x4.lt(f32x4.abs(raw), infinity);
      const v = v128.and(raw, finite);
      const low = f64x2.promote_low_f32x4(v), high = f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
      sumA = f64x2.add(sumA, low);
      sumB = f64x2.add(sumB, high);
      momentA = f64x2.add(momentA, f64x2.mul(low, placeA));
      momentB = f64x2.add(momentB, f64x2.mul(high, placeB));
      placeA = f64x2.add(placeA, four);
      placeB = f64x2.add(placeB, four);
      found = i32x4.sub(found, finite);
      smallest = f32x4.pmin(smallest, v128.bitselect(raw, infinity, finite));
      largest = f32x4.pmax(largest, v128.bitselect(raw, f32x4.neg(infinity), finite));
    }
    sumA = f64x2.add(sumA, sumB);
    momentA = f64x2.add(momentA, momentB);
    let rowSum = f64x2.extract_lane(sumA, 0) + f64x2.extract_lane(sumA, 1);
    columnMoment += f64x2.extract_lane(momentA, 0) + f64x2.extract_lane(momentA, 1);
    count += <f64>(i32x4.extract_lane(found, 0) + i32x4.extract_lane(found, 1) + i32x4.extract_lane(found, 2) + i32x4.extract_lane(found, 3));
    for (; c < column1; ++c) {
      const v = load<f32>(line + (<usize>c << 2));
      if (!isFinite<f32>(v)) continue;
      rowSum += <f64>v;
      columnMoment += <f64>c * <f64>v;
      count += 1;
      lowest = min(lowest, v);
      highest = max(highest, v);
    }
    sum += rowSum;
    rowMoment += <f64>r * rowSum;
  }
  lowest = min(lowest, min(min(f32x4.extract_lane(smallest, 0), f32x4.extract_lane(smallest, 1)), min(f32x4.extract_lane(smallest, 2), f32x4.extract_lane(smallest, 3))));
  highest = max(highest, max(max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)), max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3))));
  store<f64>(out, sum);
  store<f64>(out, rowMoment, 8);
  store<f64>(out, columnMoment, 16);
  store<f64>(out, count, 24);
  store<f64>(out, <f64>lowest, 32);
  store<f64>(out, <f64>highest, 40);
}
