// Slow twins of assembly/hist16.ts and histn.ts, and compressors to test both against: what they write is what the
// DAQ's library would read, though not what it would choose.

export type BitmapKind = 'plain' | 'runs';
export type Expanded = { values: number[]; checksumFits: boolean } | null;

/** Bits as u16 words, lowest first; an unused word at the end, as the library's plain bitmaps have. */
function bitmapWords(isShort: readonly boolean[], kind: BitmapKind): number[] {
  const words: number[] = [];
  for (let i = 0; i < isShort.length; i += 16) {
    let word = 0;
    for (let bit = 0; bit < 16; ++bit) if (isShort[i + bit] ?? kind === 'runs') word += 2 ** bit;
    words.push(word);
  }
  if (kind === 'plain') return [...words, 0xabcd];
  const runs: number[] = [];
  for (let i = 0; i < words.length; ) {
    let count = 1;
    while (words[i + count] === words[i] && words[i] === 0xffff && count < 0xffff) ++count;
    runs.push(count, words[i]);
    i += count;
  }
  return runs;
}

/** One flag per value out of the words of a bitmap; null when there are too few. */
function readBitmap(words: readonly number[], isRuns: boolean, count: number): boolean[] | null {
  const flags: boolean[] = [];
  for (let i = 0; flags.length < count; i += isRuns ? 2 : 1) {
    if (i + (isRuns ? 1 : 0) >= words.length) return null;
    const [repeat, word] = isRuns ? [words[i], words[i + 1]] : [1, words[i]];
    for (let r = 0; r < repeat && flags.length < count; ++r) {
      for (let bit = 0; bit < 16; ++bit) flags.push(Math.floor(word / 2 ** bit) % 2 === 1);
    }
  }
  return flags.slice(0, count);
}

const bytesOf = (value: number, count: number): number[] => Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** i) % 256);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => (sum + value) % 2 ** 32, 0);
const numberAt = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0;
  for (let i = 0; i < count; ++i) value += (bytes[at + i] ?? 0) * 256 ** i;
  return value;
};
const wordsAt = (bytes: Uint8Array, at: number): number[] => Array.from({ length: (bytes.length - at) / 2 }, (_, i) => numberAt(bytes, at + 2 * i, 2));

/** Data of a Hist16 block: pixels in base … base+255 become one byte. */
export function compressHist16(pixels: readonly number[], base: number, kind: BitmapKind | 'raw'): Uint8Array {
  const checksum = bytesOf(sumOf(pixels), 4);
  if (kind === 'raw') return Uint8Array.from([0, 0, 0, 0, ...checksum, ...bytesOf(2 * pixels.length, 4), ...pixels.flatMap((pixel) => bytesOf(pixel, 2))]);
  const isShort = pixels.map((pixel) => pixel >= base && pixel < base + 256);
  const stream = pixels.flatMap((pixel, i) => (isShort[i] ? [pixel - base] : bytesOf(pixel, 2)));
  const words = bitmapWords(isShort, kind);
  const rest = [...bytesOf(base, 2), ...bytesOf(stream.length, 4), ...stream, ...bytesOf(words.length, 4), ...words.flatMap((word) => bytesOf(word, 2))];
  return Uint8Array.from([kind === 'runs' ? 3 : 1, 0, 0, 0, ...checksum, ...bytesOf(rest.length, 4), ...rest]);
}

/** Null where expandHist16 fails with another status than a wrong checksum. */
export function expandHist16(data: Uint8Array, outBytes: number): Expanded {
  if (data.length < 12 || outBytes % 2 === 1) return null;
  const [flag, checksum, size] = [0, 4, 8].map((at) => numberAt(data, at, 4));
  const count = outBytes / 2;
  if (size !== data.length - 12) return null;
  if (flag === 0) return size === outBytes ? judged(wordsAt(data, 12), checksum) : null;
  if ((flag !== 1 && flag !== 3) || size < 10) return null;
  const base = numberAt(data, 12, 2);
  const end = 18 + numberAt(data, 14, 4);
  if (end + 4 > data.length || end + 4 + 2 * numberAt(data, end, 4) !== data.length) return null;
  const flags = readBitmap(wordsAt(data, end + 4), flag === 3, count);
  if (!flags) return null;
  const values: number[] = [];
  let at = 18;
  for (const isShort of flags) {
    values.push(isShort ? (base + numberAt(data, at, 1)) % 65536 : numberAt(data, at, 2));
    at += isShort ? 1 : 2;
    if (at > end) return null;
  }
  return at === end ? judged(values, checksum) : null;
}

/** Data of a HistN block: values in base … base + 2^shortBits - 1 take shortBits bits, others longBits. */
export function compressHistN(values: readonly number[], depth: number, base: number, shortBits: number, longBits: number, kind: BitmapKind | 'raw'): Uint8Array {
  const head = (flag: number, rest: readonly number[]): Uint8Array => Uint8Array.from([flag, 0, depth, 0, ...bytesOf(sumOf(values), 4), ...bytesOf(rest.length, 4), ...rest]);
  if (kind === 'raw') return head(0, values.flatMap((value) => bytesOf(value, depth)));
  const isShort = values.map((value) => value >= base && value < base + 2 ** shortBits);
  const bits = values.flatMap((value, i) => {
    const [number, length] = isShort[i] ? [value - base, shortBits] : [value, longBits];
    return Array.from({ length }, (_, bit) => Math.floor(number / 2 ** bit) % 2);
  });
  while (bits.length % 32 !== 0) bits.push(0);
  const stream = Array.from({ length: bits.length / 8 }, (_, i) => bits.slice(8 * i, 8 * i + 8).reduce((sum, bit, place) => sum + bit * 2 ** place, 0));
  const words = bitmapWords(isShort, kind);
  const rest = [longBits, shortBits].flatMap((count) => bytesOf(count, 2));
  // One after the other: as arguments of a call so many bytes overflow the stack of a worker.
  for (const part of [bytesOf(base, 4), bytesOf(stream.length, 4), stream, bytesOf(words.length, 4), words.flatMap((word) => bytesOf(word, 2))]) {
    for (const byte of part) rest.push(byte);
  }
  return head(kind === 'runs' ? 3 : 1, rest);
}

/** Null where expandHistN fails with another status than a wrong checksum. */
export function expandHistN(data: Uint8Array, outBytes: number): Expanded {
  if (data.length < 12) return null;
  const [flag, depth, checksum, size] = [numberAt(data, 0, 2), numberAt(data, 2, 2), numberAt(data, 4, 4), numberAt(data, 8, 4)];
  if (size !== data.length - 12 || (depth !== 1 && depth !== 2) || outBytes % depth !== 0) return null;
  const count = outBytes / depth;
  if (flag === 0) return size === outBytes ? judged(Array.from({ length: count }, (_, i) => numberAt(data, 12 + i * depth, depth)), checksum) : null;
  if ((flag !== 1 && flag !== 3) || size < 16) return null;
  const [longBits, shortBits] = [numberAt(data, 12, 2), numberAt(data, 14, 2)];
  const base = numberAt(data, 16, 4);
  const end = 24 + numberAt(data, 20, 4);
  if (longBits > 32 || shortBits > 32 || end + 4 > data.length || end + 4 + 2 * numberAt(data, end, 4) !== data.length) return null;
  const flags = readBitmap(wordsAt(data, end + 4), flag === 3, count);
  if (!flags) return null;
  const values: number[] = [];
  let bit = 24 * 8;
  for (const isShort of flags) {
    let value = isShort ? base : 0;
    for (let i = 0; i < (isShort ? shortBits : longBits); ++i, ++bit) {
      if (bit >= end * 8) return null;
      value += (Math.floor((data[Math.floor(bit / 8)] ?? 0) / 2 ** (bit % 8)) % 2) * 2 ** i;
    }
    values.push(value % 256 ** depth);
  }
  return judged(values, checksum);
}

function judged(values: number[], checksum: number): Expanded {
  return { values, checksumFits: sumOf(values) === checksum };
}
