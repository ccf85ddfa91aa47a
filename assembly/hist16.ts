import { bitmapRepeat, bitmapStep, bitmapWord, sumU16 } from './bitmap';
import { EXPAND_CHECKSUM, EXPAND_FIELDS, EXPAND_OK, EXPAND_UNEVEN } from './layout';

// Data of a Hist16 block: u32 flag (0 raw, 1 plain bitmap, 3 bitmap of runs), u32 checksum, u32 size of what follows;
// raw: u16 pixels; else u16 base, u32 n, u8[n] stream, u32 m, u16[m] bitmap. Nothing is aligned.
const FIXED: u32 = 12;

/**
 * Expands the data of a Hist16 block. A pixel whose bit is set is `base` plus one byte of the stream, else two bytes.
 *
 * @param data u8[byteLength], any alignment  @param out u16[outBytes / 2], no overlap; half filled when it fails
 * @returns EXPAND_OK, or EXPAND_FIELDS, EXPAND_UNEVEN, EXPAND_CHECKSUM; nothing outside of both ranges is touched
 * @source pdsdata compress/src/Hist16Engine.cc
 */
export function expandHist16(data: usize, byteLength: u32, out: usize, outBytes: u32): i32 {
  if (byteLength < FIXED || (outBytes & 1) != 0) return EXPAND_FIELDS;
  const flag = load<u32>(data), checksum = load<u32>(data, 4), size = load<u32>(data, 8);
  if (size != byteLength - FIXED) return EXPAND_FIELDS;
  const pixels = outBytes >> 1;
  if (flag == 0) {
    if (size != outBytes) return EXPAND_FIELDS;
    memory.copy(out, data + FIXED, outBytes);
  } else {
    if ((flag != 1 && flag != 3) || size < 10) return EXPAND_FIELDS;
    const base = <u32>load<u16>(data, 12), streamBytes = load<u32>(data, 14);
    if (streamBytes > size - 10) return EXPAND_FIELDS;
    const stream = data + 18, bitmap = stream + streamBytes;
    const words = load<u32>(bitmap);
    if (<u64>words << 1 != <u64>(size - 10 - streamBytes)) return EXPAND_FIELDS;
    if (!expandPixels(stream, bitmap, bitmap + 4, bitmap + 4 + (<usize>words << 1), flag == 3, base, out, pixels)) return EXPAND_UNEVEN;
  }
  return sumU16(out, pixels) == checksum ? EXPAND_OK : EXPAND_CHECKSUM;
}

/** @returns false when stream and bitmap do not come out even with the pixels */
function expandPixels(from: usize, end: usize, bitmap: usize, bitmapEnd: usize, isRuns: bool, base: u32, out: usize, pixels: u32): bool {
  const step = bitmapStep(isRuns);
  const bases = i16x8.splat(<i16>base);
  for (let made: u32 = 0; made < pixels;) {
    if (bitmap + step > bitmapEnd) return false;
    const word = bitmapWord(bitmap, isRuns);
    for (let repeat = bitmapRepeat(bitmap, isRuns); repeat > 0 && made < pixels; --repeat) {
      const to = out + (<usize>made << 1);
      const count: u32 = pixels - made < 16 ? pixels - made : 16;
      if (count < 16 || end - from < 32) {
        from = expandSlowly(from, end, word, base, to, count);
        if (from == 0) return false;
      } else if (word == 0xffff) {
        const bytes = v128.load(from);
        v128.store(to, i16x8.add(bases, i16x8.extend_low_i8x16_u(bytes)));
        v128.store(to, i16x8.add(bases, i16x8.extend_high_i8x16_u(bytes)), 16);
        from += 16;
      } else if (word == 0) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from += 32;
      } else {
        // Without branches: which pixels are short is not predictable.
        for (let i: u32 = 0; i < 16; ++i) {
          const isShort = (word >>> i) & 1, both = <u32>load<u16>(from);
          store<u16>(to + (<usize>i << 1), (both & (0xffff >>> (isShort << 3))) + (base & (0 - isShort)));
          from += <usize>(2 - isShort);
        }
      }
      made += count;
    }
    bitmap += step;
  }
  return from == end;
}

/** Up to 16 pixels, looking at the end of the stream each time. @returns where the stream goes on, 0 when it has ended */
function expandSlowly(from: usize, end: usize, word: u32, base: u32, to: usize, count: u32): usize {
  for (let i: u32 = 0; i < count; ++i) {
    if (((word >>> i) & 1) != 0) {
      if (end - from < 1) return 0;
      store<u16>(to + (<usize>i << 1), base + load<u8>(from));
      from += 1;
    } else {
      if (end - from < 2) return 0;
      store<u16>(to + (<usize>i << 1), load<u16>(from));
      from += 2;
    }
  }
  return from;
}
