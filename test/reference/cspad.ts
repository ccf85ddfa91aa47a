/** Slow twin of assembly/cspad.ts unpackSections: null when the elements do not fit. */
export function unpackSections(
  payload: Uint8Array,
  masks: number,
): { sections: Int16Array; present: boolean[]; elements: number } | null {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const sections = new Int16Array(4 * 8 * 185 * 388);
  const present = Array.from({ length: 32 }, () => false);
  const seen = new Set<number>();
  let at = 0;
  while (payload.byteLength - at > 3) {
    if (at + 32 > payload.byteLength) return null;
    const quad = Math.floor(view.getUint32(at + 4, true) / 2 ** 24) % 4;
    if (seen.has(quad)) return null;
    seen.add(quad);
    at += 32;
    for (let section = 0; section < 8; ++section) {
      const number = quad * 8 + section;
      if (Math.floor(masks / 2 ** number) % 2 === 0) continue;
      if (at + 185 * 388 * 2 > payload.byteLength) return null;
      for (let i = 0; i < 185 * 388; ++i, at += 2) sections[number * 185 * 388 + i] = view.getInt16(at, true);
      present[number] = true;
    }
    at += 4;
    if (at > payload.byteLength) return null;
  }
  return { sections, present, elements: seen.size };
}

/** Slow twin of unpackPair: (185, 388, 2) → (2, 185, 388). */
export function unpackPair(pairs: Int16Array): Int16Array {
  const out = new Int16Array(pairs.length);
  for (let section = 0; section < 2; ++section) {
    for (let row = 0; row < 185; ++row) {
      for (let column = 0; column < 388; ++column)
        out[(section * 185 + row) * 388 + column] = pairs[(row * 388 + column) * 2 + section];
    }
  }
  return out;
}
