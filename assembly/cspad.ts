import {
  CSPAD_ELEMENT_HEADER_BYTES,
  CSPAD_ELEMENT_TRAILER_BYTES,
  PAYLOAD_DUPLICATE_QUAD,
  PAYLOAD_SHORT,
  QUADS,
  SECTIONS_PER_QUAD,
  SECTION_PIXELS,
} from './layout';

const SECTION_BYTES: u32 = SECTION_PIXELS * 2;
const HEADER_BYTES: u32 = CSPAD_ELEMENT_HEADER_BYTES;
const TRAILER_BYTES: u32 = CSPAD_ELEMENT_TRAILER_BYTES;
const SECTIONS: u32 = QUADS * SECTIONS_PER_QUAD;
const PIXELS: usize = SECTION_PIXELS;

/**
 * Fills the whole detector array from the quad elements an event carries, in whatever order they are stored.
 *
 * Sections that are not in the payload become 0. A payload may have up to 3 bytes of padding at its end.
 *
 * @param payload u8[byteLength], any alignment
 * @param sectionMasks 8 bits per quad, quad 0 lowest: the sections stored in that quad's element, ascending
 * @param out i16 (quad 4, section 8, row 185, column 388), no overlap with the payload
 * @param report u32[2]: bits (quad*8 + section) that were filled; payload offset of the element that is wrong
 * @returns the number of elements, or PAYLOAD_SHORT, PAYLOAD_DUPLICATE_QUAD; sections before the fault are filled
 * @source pdsdata psddl/cspad.ddl.h ElementV1, ElementV2
 */
export function unpackSections(payload: usize, byteLength: u32, sectionMasks: u32, out: usize, report: usize): i32 {
  let present: u32 = 0, quadsSeen: u32 = 0, at: u32 = 0, elements = 0, status = 0;
  while (byteLength - at > 3) {
    if (byteLength - at < HEADER_BYTES) { status = PAYLOAD_SHORT; break; }
    const quad = (load<u32>(payload + at, 4) >>> 24) & 3;
    if (quadsSeen & (1 << quad)) { status = PAYLOAD_DUPLICATE_QUAD; break; }
    quadsSeen |= 1 << quad;
    const mask = (sectionMasks >>> (quad << 3)) & 0xff;
    const elementBytes = HEADER_BYTES + <u32>popcnt(mask) * SECTION_BYTES + TRAILER_BYTES;
    if (byteLength - at < elementBytes) { status = PAYLOAD_SHORT; break; }
    let stored = payload + at + HEADER_BYTES;
    for (let section: u32 = 0; section < <u32>SECTIONS_PER_QUAD; ++section) {
      if (!((mask >>> section) & 1)) continue;
      memory.copy(out + <usize>((quad << 3) + section) * SECTION_BYTES, stored, SECTION_BYTES);
      stored += SECTION_BYTES;
    }
    present |= mask << (quad << 3);
    at += elementBytes;
    ++elements;
  }
  for (let section: u32 = 0; section < SECTIONS; ++section) {
    if (!((present >>> section) & 1)) memory.fill(out + <usize>section * SECTION_BYTES, 0, SECTION_BYTES);
  }
  store<u32>(report, present);
  store<u32>(report, at, 4);
  return status < 0 ? status : elements;
}

/**
 * Takes the two interleaved sections of a CSPad2x2 apart.
 * @param pairs i16 (row 185, column 388, section 2), any alignment
 * @param out i16 (section 2, row 185, column 388), 16-byte aligned, no overlap
 * @source pdsdata psddl/cspad2x2.ddl.h ElementV1: the section index is the fastest
 */
export function unpackPair(pairs: usize, out: usize): void {
  const second = out + SECTION_BYTES;
  let i: usize = 0;
  for (const lanes: usize = PIXELS & ~7; i < lanes; i += 8) {
    const a = v128.load(pairs + (i << 2)), b = v128.load(pairs + (i << 2), 16);
    v128.store(out + (i << 1), v128.shuffle<i16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14));
    v128.store(second + (i << 1), v128.shuffle<i16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15));
  }
  for (; i < PIXELS; ++i) {
    store<i16>(out + (i << 1), load<i16>(pairs + (i << 2)));
    store<i16>(second + (i << 1), load<i16>(pairs + (i << 2), 2));
  }
}
