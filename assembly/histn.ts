import { bitmapRepeat, bitmapStep, bitmapWord, sumU16, sumU8 } from './bitmap';
import { EXPAND_CHECKSUM, EXPAND_FIELDS, EXPAND_OK, EXPAND_UNEVEN } from './layout';

// Data of a HistN block: u16 flag (0 raw, 1 plain bitmap, 3 bitmap of runs), u16 depth (bytes of a value), u32 checksum,
// u32 size of what follows; raw: values; else u16 bits of a long value, u16 bits of a short one, u32 base, u32 n, u8[n]
// stream, u32 m, u16[m] bitmap. The stream is read bit by bit, lowest first. Nothing is aligned.
const FIXED: u32 = 12;
const MAX_BITS: u32 = 32;

/**
 * Expands the data of a HistN block. A value whose bit is set is `base` plus a short number, else a long number.
 *
 * @param data u8[byteLength], any alignment  @param out outBytes of values, no overlap; half filled when it fails
 * @returns EXPAND_OK, or EXPAND_FIELDS, EXPAND_UNEVEN, EXPAND_CHECKSUM; nothing outside of both ranges is touched
 * @source pdsdata compress/src/HistNEngine.cc
 */
export function expandHistN(data: usize, byteLength: u32, out: usize, outBytes: u32): i32 {
  if (byteLength < FIXED) return EXPAND_FIELDS;
  const flag = <u32>load<u16>(data), depth = <u32>load<u16>(data, 2), checksum = load<u32>(data, 4), size = load<u32>(data, 8);
  if (size != byteLength - FIXED || (depth != 1 && depth != 2) || outBytes % depth != 0) return EXPAND_FIELDS;
  const count = outBytes / depth;
  if (flag == 0) {
    if (size != outBytes) return EXPAND_FIELDS;
    memory.copy(out, data + FIXED, outBytes);
  } else {
    if ((flag != 1 && flag != 3) || size < 16) return EXPAND_FIELDS;
    const longBits = <u32>load<u16>(data, 12), shortBits = <u32>load<u16>(data, 14), base = load<u32>(data, 16);
    const streamBytes = load<u32>(data, 20);
    if (longBits > MAX_BITS || shortBits > MAX_BITS || streamBytes > size - 16) return EXPAND_FIELDS;
    const stream = data + 24, bitmap = stream + streamBytes;
    const words = load<u32>(bitmap);
    if (<u64>words << 1 != <u64>(size - 16 - streamBytes)) return EXPAND_FIELDS;
    const bitmapEnd = bitmap + 4 + (<usize>words << 1);
    const isEven = depth == 2
      ? expandValues<u16>(stream, streamBytes, bitmap + 4, bitmapEnd, flag == 3, longBits, shortBits, base, out, count)
      : expandValues<u8>(stream, streamBytes, bitmap + 4, bitmapEnd, flag == 3, longBits, shortBits, base, out, count);
    if (!isEven) return EXPAND_UNEVEN;
  }
  const sum = depth == 2 ? sumU16(out, count) : sumU8(out, count);
  return sum == checksum ? EXPAND_OK : EXPAND_CHECKSUM;
}

/** @returns false when stream or bitmap end before the values are made */
function expandValues<T>(stream: usize, streamBytes: u32, bitmap: usize, bitmapEnd: usize, isRuns: bool, longBits: u32, shortBits: u32, base: u32, out: usize, count: u32): bool {
  const step = bitmapStep(isRuns);
  const end = <u64>streamBytes << 3;
  // 16 values, and the 8 bytes that are loaded for the last of them.
  const most = <u64>(max(longBits, shortBits) << 4) + 64;
  const longMask = (<u64>1 << longBits) - 1, shortMask = (<u64>1 << shortBits) - 1;
  let bit: u64 = 0;
  for (let made: u32 = 0; made < count;) {
    if (bitmap + step > bitmapEnd) return false;
    const word = bitmapWord(bitmap, isRuns);
    for (let repeat = bitmapRepeat(bitmap, isRuns); repeat > 0 && made < count; --repeat) {
      const to = out + <usize>made * sizeof<T>();
      const values: u32 = count - made < 16 ? count - made : 16;
      if (values < 16 || bit + most > end) {
        for (let i: u32 = 0; i < values; ++i) {
          const isShort = ((word >>> i) & 1) != 0, bits = isShort ? shortBits : longBits;
          if (bit + bits > end) return false;
          store<T>(to + <usize>i * sizeof<T>(), <T>((isShort ? base : 0) + readSlowly(stream, bit, bits)));
          bit += bits;
        }
      } else if (word == 0xffff) {
        for (let i: u32 = 0; i < 16; ++i, bit += shortBits) store<T>(to + <usize>i * sizeof<T>(), <T>(base + <u32>(peek(stream, bit) & shortMask)));
      } else {
        // Without branches: which values are short is not predictable.
        for (let i: u32 = 0; i < 16; ++i) {
          const isShort = ((word >>> i) & 1) != 0;
          const value = <u32>(peek(stream, bit) & select(shortMask, longMask, isShort));
          store<T>(to + <usize>i * sizeof<T>(), <T>(select(base, 0, isShort) + value));
          bit += select(shortBits, longBits, isShort);
        }
      }
      made += values;
    }
    bitmap += step;
  }
  return true;
}

/** The stream from a bit on: 57 bits at least. */
// @ts-ignore: decorator
@inline
function peek(stream: usize, bit: u64): u64 {
  return load<u64>(stream + <usize>(bit >> 3)) >>> (bit & 7);
}

/** `bits` bits of the stream, without looking beyond them. */
function readSlowly(stream: usize, bit: u64, bits: u32): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < bits; ++i) {
    const at = bit + i;
    value |= <u32>((load<u8>(stream + <usize>(at >> 3)) >>> <u8>(at & 7)) & 1) << i;
  }
  return value;
}
