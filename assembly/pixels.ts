// Pixels of detectors beside the CSPad: unsigned words of 1, 2 or 4 bytes, of which a mask keeps the value.

/**
 * values[i] = (raw[i] & mask) - pedestal[i]; NaN where the pedestal is NaN.
 * @param raw words of `wordBytes` bytes, 1, 2 or 4  @param pedestal f32[count], or 0 for none
 * @param values f32[count]; all 16-byte aligned, no overlap
 */
export function pixelsToFloat(raw: usize, wordBytes: u32, mask: u32, pedestal: usize, values: usize, count: u32): void {
  if (wordBytes == 1) convertBytes(raw, mask, values, count);
  else if (wordBytes == 2) convertWords(raw, mask, values, count);
  else for (let i: u32 = 0; i < count; ++i) store<f32>(values + (<usize>i << 2), <f32>(load<u32>(raw + (<usize>i << 2)) & mask));
  if (pedestal != 0) subtractFrom(values, pedestal, count);
}

function convertBytes(raw: usize, mask: u32, values: usize, count: u32): void {
  for (let i: u32 = 0; i < count; ++i) store<f32>(values + (<usize>i << 2), <f32>(<u32>load<u8>(raw + i) & mask));
}

function convertWords(raw: usize, mask: u32, values: usize, count: u32): void {
  const kept = i16x8.splat(<i16>mask);
  let i: u32 = 0;
  for (const lanes = count & ~7; i < lanes; i += 8) {
    const words = v128.and(v128.load(raw + (<usize>i << 1)), kept), at = values + (<usize>i << 2);
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)));
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(words)), 16);
  }
  for (; i < count; ++i) store<f32>(values + (<usize>i << 2), <f32>(<u32>load<u16>(raw + (<usize>i << 1)) & mask));
}

/**
 * The same for the FCCD960, whose words carry their gain in bits 14-15: bits 0-12 are shifted up by 2 for gain 1, by 3 for
 * gain 3. @source lcls-daq/ami event/Fccd960Handler.cc
 */
export function fccdToFloat(raw: usize, pedestal: usize, values: usize, count: u32): void {
  for (let i: u32 = 0; i < count; ++i) {
    const word = <u32>load<u16>(raw + (<usize>i << 1)), gain = word >>> 14;
    store<f32>(values + (<usize>i << 2), <f32>((word & 0x1fff) << (gain == 1 ? 2 : gain == 3 ? 3 : 0)));
  }
  if (pedestal != 0) subtractFrom(values, pedestal, count);
}

function subtractFrom(values: usize, pedestal: usize, count: u32): void {
  let i: u32 = 0;
  for (const lanes = count & ~3; i < lanes; i += 4) {
    const at = <usize>i << 2;
    v128.store(values + at, f32x4.sub(v128.load(values + at), v128.load(pedestal + at)));
  }
  for (; i < count; ++i) {
    const at = <usize>i << 2;
    store<f32>(values + at, load<f32>(values + at) - load<f32>(pedestal + at));
  }
}

/**
 * values[i] = +Infinity where (raw[i] & mask) >= threshold; the others stay.
 * @param raw as in pixelsToFloat  @param values f32[count]
 */
export function omitSaturatedPixels(raw: usize, wordBytes: u32, mask: u32, values: usize, count: u32, threshold: u32): void {
  for (let i: u32 = 0; i < count; ++i) {
    const at = <usize>i * wordBytes;
    const word = wordBytes == 1 ? <u32>load<u8>(raw + at) : wordBytes == 2 ? <u32>load<u16>(raw + at) : load<u32>(raw + at);
    if ((word & mask) >= threshold) store<f32>(values + (<usize>i << 2), Infinity);
  }
}

/**
 * sum[i] += values[i] and squares[i] += values[i]²: exact for whole values below 2¹⁶ and 131,000 events.
 * @param values f32[count]  @param sum f64[count]  @param squares f64[count]; all 16-byte aligned, no overlap
 */
export function accumulatePixels(values: usize, sum: usize, squares: usize, count: u32): void {
  for (let i: u32 = 0; i < count; ++i) {
    const value = <f64>load<f32>(values + (<usize>i << 2)), at = <usize>i << 3;
    store<f64>(sum + at, load<f64>(sum + at) + value);
    store<f64>(squares + at, load<f64>(squares + at) + value * value);
  }
}
