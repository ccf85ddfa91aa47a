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
  const infinity = f32x4.splat(Infinity), zero = f32x4.splat(0), eight = f64x2.splat(8);
  let sum: f64 = 0, rowMoment: f64 = 0, columnMoment: f64 = 0, count: f64 = 0;
  let smallest = infinity, largest = f32x4.splat(-Infinity), smallest2 = smallest, largest2 = largest;
  let lowest: f32 = Infinity, highest: f32 = -Infinity;
  const start = <f64>column0;
  for (let r = row0; r < row1; ++r) {
    const line = image + ((<usize>r * columns) << 2);
    let momentA = f64x2.splat(0), momentB = momentA, momentC = momentA, momentD = momentA;
    let sumA = momentA, sumB = sumA, sumC = sumA, sumD = sumA, found = i32x4.splat(0);
    let place = f64x2(start, start + 1);
    let c = column0;
    for (; c + 8 <= column1; c += 8) {
      // NaN where it is not finite (Infinity * 0 is NaN), which pmin and pmax pass over.
      const at = line + (<usize>c << 2);
      let v = v128.load(at), w = v128.load(at, 16);
      v = f32x4.add(v, f32x4.mul(v, zero));
      w = f32x4.add(w, f32x4.mul(w, zero));
      smallest = f32x4.pmin(smallest, v);
      largest = f32x4.pmax(largest, v);
      smallest2 = f32x4.pmin(smallest2, w);
      largest2 = f32x4.pmax(largest2, w);
      const finiteV = f32x4.eq(v, v), finiteW = f32x4.eq(w, w);
      found = i32x4.sub(i32x4.sub(found, finiteV), finiteW);
      v = v128.and(v, finiteV);
      w = v128.and(w, finiteW);
      const a = f64x2.promote_low_f32x4(v), b = f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
      const d = f64x2.promote_low_f32x4(w), e = f64x2.promote_low_f32x4(v128.shuffle<i32>(w, w, 2, 3, 2, 3));
      sumA = f64x2.add(sumA, a);
      sumB = f64x2.add(sumB, b);
      sumC = f64x2.add(sumC, d);
      sumD = f64x2.add(sumD, e);
      momentA = f64x2.add(momentA, f64x2.mul(a, place));
      momentB = f64x2.add(momentB, f64x2.mul(b, place));
      momentC = f64x2.add(momentC, f64x2.mul(d, place));
      momentD = f64x2.add(momentD, f64x2.mul(e, place));
      place = f64x2.add(place, eight);
    }
    // The places of B, C and D lie 2, 4 and 6 columns to the right of A's.
    momentB = f64x2.add(momentB, f64x2.mul(sumB, f64x2.splat(2)));
    momentC = f64x2.add(momentC, f64x2.mul(sumC, f64x2.splat(4)));
    momentD = f64x2.add(momentD, f64x2.mul(sumD, f64x2.splat(6)));
    sumA = f64x2.add(f64x2.add(sumA, sumB), f64x2.add(sumC, sumD));
    momentA = f64x2.add(f64x2.add(momentA, momentB), f64x2.add(momentC, momentD));
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
  smallest = f32x4.pmin(smallest, smallest2);
  largest = f32x4.pmax(largest, largest2);
  lowest = min(lowest, min(min(f32x4.extract_lane(smallest, 0), f32x4.extract_lane(smallest, 1)), min(f32x4.extract_lane(smallest, 2), f32x4.extract_lane(smallest, 3))));
  highest = max(highest, max(max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)), max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3))));
  store<f64>(out, sum);
  store<f64>(out, rowMoment, 8);
  store<f64>(out, columnMoment, 16);
  store<f64>(out, count, 24);
  store<f64>(out, <f64>lowest, 32);
  store<f64>(out, <f64>highest, 40);
}
