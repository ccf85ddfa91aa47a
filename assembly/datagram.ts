import { countLeaf, isKind, kindOf, signatureOf } from './dictionary';
import { judgeHeader } from './header';
import {
  DATAGRAM_HEADER_BYTES, DATAGRAM_ROW_BYTES, FAULT_CLOCK, FAULT_DICTIONARY, FAULT_EXTENT, L1_ACCEPT, MAX_LEAVES, REMARK_FLAG, REMARK_WORDS, ROW_ENV, ROW_EXTENT,
  ROW_NANOSECONDS, SCAN_CLOCK, SCAN_CUT, SCAN_ENDED, SCAN_EXTENTS, SCAN_FAULTS, SCAN_FILE_END, SCAN_HASH, SCAN_HEADER, SCAN_IN_TREE, SCAN_KINDS, SCAN_LEAVES, SCAN_LOST,
  SCAN_NEEDS_BYTES, SCAN_NEXT, SCAN_OFFSET, SCAN_OVERRUN, SCAN_PREVIOUS, SCAN_REMARKS, SCAN_ROWS_FULL, SCAN_ROW_BYTES, SCAN_STATUS, SCAN_TREE_DAMAGE, SCAN_WALK,
  SIGNATURE_POOL, SIGNATURE_ROWS, SIGNATURE_ROW_BYTES, TEMPLATE_DAMAGE, TEMPLATE_LEAVES, TEMPLATE_SIGNATURE, TEMPLATE_USES, WALK_FAULTS,
  WALK_FAULT_OFFSET, WALK_POSITION, XTC_HEADER_BYTES,
} from './layout';
import { DAMAGED_LEAF, countUses, learnLengths, learnTree, listLeaves, matchTemplate, sameTemplate } from './template';
import { STEP_IMPOSSIBLE, STEP_LEAF, beginWalk, settleWalk, stepWalk } from './xtc';

const NONE: u32 = 0xffffffff;
const HASH_SEED: u32 = 0x811c9dc5;
/** No run is as long. */
const FAR_SECONDS: i64 = 40 * 86400;

/**
 * Reads the datagrams of a window of a stream by their headers, and goes on from where the window before has ended. It
 * says in the state why it stopped (SCAN_STATUS) and which byte it needs next (SCAN_NEXT): leaf payloads are jumped over,
 * so that byte may lie far beyond the window.
 *
 * @param scan state, SCAN_BYTES  @param dictionary DICTIONARY_BYTES, shared by the streams of a run
 * @param window bytes of the file from `windowStart` on  @param rows DATAGRAM_ROW_BYTES each
 * @param remarks u32[REMARK_WORDS] each, as many as rows; how many were written is in the state (SCAN_REMARKS)
 * @returns the number of rows written
 */
export function scanDatagrams(scan: usize, dictionary: usize, window: usize, windowStart: f64, windowBytes: u32, rows: usize, maxRows: u32, remarks: usize): u32 {
  let count: u32 = 0;
  store<u32>(scan, 0, SCAN_REMARKS);
  store<f64>(scan, 0, SCAN_ROW_BYTES);
  while (true) {
    if (load<u32>(scan, SCAN_IN_TREE) == 0) {
      count += scanSame(scan, window, windowStart, windowBytes, rows, count, maxRows, remarks);
      const status = count < maxRows ? beginDatagram(scan, window, windowStart, windowBytes) : SCAN_ROWS_FULL;
      if (status >= 0) return stop(scan, dictionary, status, count);
      const at = <u32>(load<f64>(scan, SCAN_OFFSET) - windowStart);
      const template = isSound(scan) ? matchTemplate(scan, window + at, windowBytes - at) : 0;
      if (template != 0) {
        const isWhole = load<u32>(scan + SCAN_HEADER, 36) + 20 <= <u32>(windowBytes - at);
        countLeaves(scan, dictionary);
        writeRow(scan, load<u32>(template, TEMPLATE_SIGNATURE), rows, count, remarks);
        if (isWhole) learnLengths(scan, dictionary, template, window + at);
        ++count;
        continue;
      }
    }
    if (!scanTree(scan, dictionary, window, windowStart, windowBytes)) return stop(scan, dictionary, SCAN_NEEDS_BYTES, count);
    finish(scan, dictionary, window, windowStart, windowBytes, rows, count, remarks);
    ++count;
  }
}

/**
 * Reads datagrams as long as each has the very headers of a template and lies whole in the window and in the file: most of
 * them do. What is counted of their leaves is their number, by template.
 *
 * @returns the number of rows written
 */
function scanSame(scan: usize, window: usize, windowStart: f64, windowBytes: u32, rows: usize, first: u32, maxRows: u32, remarks: usize): u32 {
  const from = load<f64>(scan, SCAN_OFFSET) - windowStart;
  const end = min(<f64>windowBytes, load<f64>(scan, SCAN_FILE_END) - windowStart);
  if (load<f64>(scan, SCAN_CUT) != 0 || from < 0 || from + DATAGRAM_HEADER_BYTES > end) return 0;
  let datagram = window + <usize>from;
  let before: usize = 0, last: usize = 0;
  const windowEnd = window + <usize>end;
  const fileStart = <i64>windowStart - <i64>window;
  let clock = load<u64>(scan, SCAN_CLOCK);
  let number = first;
  for (; number < maxRows && datagram + DATAGRAM_HEADER_BYTES <= windowEnd; ++number) {
    const extent = load<u32>(datagram, 36);
    if (judgeHeader(datagram) != 0 || extent > <u32>(windowEnd - datagram) - 20) break;
    const template = sameTemplate(scan, datagram, extent);
    if (template == 0) break;
    store<u32>(template, load<u32>(template, TEMPLATE_USES) + 1, TEMPLATE_USES);
    const damage = load<u32>(template, TEMPLATE_DAMAGE);
    const row = rows + <usize>number * DATAGRAM_ROW_BYTES;
    // Nanoseconds are the low word, seconds the high one.
    const isPlain = damage == 0 && load<u64>(datagram) > clock && (load<u8>(datagram, 11) & 15) == L1_ACCEPT;
    clock = load<u64>(datagram);
    writePlace(row, fileStart + <i64>datagram, load<u32>(template, TEMPLATE_SIGNATURE), !isPlain);
    v128.store(row, v128.load(datagram), ROW_NANOSECONDS);
    store<u32>(row, load<u32>(datagram, 16), ROW_ENV);
    store<u32>(row, extent, ROW_EXTENT);
    if (!isPlain) remark(scan, remarks, number, load<u32>(datagram, 20), damage, 0, 0, load<u32>(template, TEMPLATE_LEAVES));
    before = datagram;
    last = template;
    datagram += 20 + extent;
  }
  const count = number - first;
  if (count == 0) return 0;
  memory.copy(scan + SCAN_HEADER, before, DATAGRAM_HEADER_BYTES);
  listLeaves(scan, last);
  store<u32>(scan, load<u32>(last, TEMPLATE_SIGNATURE), SCAN_PREVIOUS);
  const offset = windowStart + <f64>(datagram - window);
  store<f64>(scan, load<f64>(scan, SCAN_ROW_BYTES) + offset - load<f64>(scan, SCAN_OFFSET), SCAN_ROW_BYTES);
  store<f64>(scan, offset, SCAN_OFFSET);
  store<u64>(scan, clock, SCAN_CLOCK);
  return count;
}

/** Whether nothing speaks against the datagram so far, and its header is as it lies in the file. */
// @ts-ignore: decorator
@inline
function isSound(scan: usize): bool {
  return (load<u32>(scan, SCAN_FAULTS) | load<u32>(scan + SCAN_WALK, WALK_FAULTS)) == 0 && load<f64>(scan, SCAN_CUT) == 0;
}

function stop(scan: usize, dictionary: usize, status: i32, count: u32): u32 {
  countUses(scan, dictionary);
  store<u32>(scan, status, SCAN_STATUS);
  return count;
}

/** Takes the header at SCAN_OFFSET. @returns why it cannot, or -1 */
function beginDatagram(scan: usize, window: usize, windowStart: f64, windowBytes: u32): i32 {
  const offset = load<f64>(scan, SCAN_OFFSET);
  const remaining = load<f64>(scan, SCAN_FILE_END) - offset;
  store<f64>(scan, offset, SCAN_NEXT);
  if (remaining <= 0) return SCAN_ENDED;
  store<u32>(scan, 0, SCAN_FAULTS);
  if (remaining < DATAGRAM_HEADER_BYTES) return SCAN_OVERRUN;
  const at = <i64>(offset - windowStart);
  if (at < 0 || at + DATAGRAM_HEADER_BYTES > <i64>windowBytes) return SCAN_NEEDS_BYTES;
  const header = scan + SCAN_HEADER;
  const before = load<u32>(header, 4);
  memory.copy(header, window + <usize>at, DATAGRAM_HEADER_BYTES);
  let faults = judgeHeader(header);
  if (faults != 0 && before != 0 && abs(<i64>load<u32>(header, 4) - <i64>before) > FAR_SECONDS) faults |= FAULT_CLOCK;
  store<u32>(scan, faults, SCAN_FAULTS);
  const cut = load<f64>(scan, SCAN_CUT);
  if (cut > offset) {
    store<u32>(header, <u32>(cut - offset) - 20, 36);
    store<u32>(scan, faults & ~(FAULT_EXTENT | FAULT_CLOCK), SCAN_FAULTS);
  } else {
    if ((faults & FAULT_EXTENT) != 0 || popcnt(faults) > 1) return SCAN_LOST;
    if (20 + <f64>load<u32>(header, 36) > remaining) return SCAN_OVERRUN;
  }
  beginWalk(scan + SCAN_WALK, header + 20, 20 + load<u32>(header, 36));
  store<u32>(scan, load<u32>(header, 20), SCAN_TREE_DAMAGE);
  store<u32>(scan, 0, SCAN_LEAVES);
  store<u32>(scan, HASH_SEED, SCAN_HASH);
  store<u32>(scan, 1, SCAN_IN_TREE);
  return -1;
}

/** Walks on in the tree. @returns false when the next header lies outside the window */
function scanTree(scan: usize, dictionary: usize, window: usize, windowStart: f64, windowBytes: u32): bool {
  const walk = scan + SCAN_WALK;
  const offset = load<f64>(scan, SCAN_OFFSET);
  const base = <i64>(offset - windowStart);
  while (settleWalk(walk) > 0) {
    const position = load<u32>(walk, WALK_POSITION);
    const at = base + position;
    if (at < 0 || at + XTC_HEADER_BYTES > <i64>windowBytes) {
      store<f64>(scan, offset + <f64>position, SCAN_NEXT);
      return false;
    }
    const header = window + <usize>at;
    const step = stepWalk(walk, header);
    if (step == STEP_LEAF) addLeaf(scan, dictionary, header);
    if (step != STEP_IMPOSSIBLE) store<u32>(scan, load<u32>(scan, SCAN_TREE_DAMAGE) | load<u32>(header), SCAN_TREE_DAMAGE);
  }
  return true;
}

// @ts-ignore: decorator
@inline
function addLeaf(scan: usize, dictionary: usize, header: usize): void {
  const leaves = load<u32>(scan, SCAN_LEAVES);
  const log = load<u32>(header, 4), phy = load<u32>(header, 8), contains = load<u32>(header, 12);
  // Datagrams mostly look like the one before: its kind at this place is the first guess.
  const previous = dictionary + SIGNATURE_ROWS + <usize>load<u32>(scan, SCAN_PREVIOUS) * SIGNATURE_ROW_BYTES;
  let kind = NONE;
  if (leaves < load<u32>(previous, 8)) {
    kind = load<u16>(dictionary + SIGNATURE_POOL + (<usize>(load<u32>(previous, 4) + leaves) << 1));
    if (!isKind(dictionary, kind, log, phy, contains)) kind = NONE;
  }
  if (kind == NONE) kind = kindOf(dictionary, log, phy, contains);
  if (kind == NONE || leaves >= <u32>MAX_LEAVES) {
    store<u32>(scan, load<u32>(scan, SCAN_FAULTS) | FAULT_DICTIONARY, SCAN_FAULTS);
    return;
  }
  const extent = load<u32>(header, 16), isDamaged = load<u32>(header) != 0;
  countLeaf(dictionary, kind, <f64>extent, isDamaged ? 1 : 0);
  store<u32>(scan + (<usize>leaves << 2), extent | (isDamaged ? DAMAGED_LEAF : 0), SCAN_EXTENTS);
  store<u16>(scan + (<usize>leaves << 1), kind, SCAN_KINDS);
  store<u32>(scan, leaves + 1, SCAN_LEAVES);
  store<u32>(scan, (load<u32>(scan, SCAN_HASH) ^ kind) * 0x01000193, SCAN_HASH);
}

/** Counts the leaves of a datagram that is like a template. */
function countLeaves(scan: usize, dictionary: usize): void {
  for (let leaf: u32 = 0, leaves = load<u32>(scan, SCAN_LEAVES); leaf < leaves; ++leaf) {
    const extent = load<u32>(scan + (<usize>leaf << 2), SCAN_EXTENTS);
    countLeaf(dictionary, load<u16>(scan + (<usize>leaf << 1), SCAN_KINDS), <f64>(extent & ~DAMAGED_LEAF), extent >>> 31);
  }
}

/** Takes the leaves of the datagram read last back out of the counts, when it will be read again. */
export function retractLeaves(scan: usize, dictionary: usize): void {
  for (let leaf: u32 = 0, leaves = load<u32>(scan, SCAN_LEAVES); leaf < leaves; ++leaf) {
    const kind = load<u16>(scan + (<usize>leaf << 1), SCAN_KINDS);
    const extent = load<u32>(scan + (<usize>leaf << 2), SCAN_EXTENTS);
    countLeaf(dictionary, kind, -<f64>(extent & ~DAMAGED_LEAF), (extent & DAMAGED_LEAF) != 0 ? -1 : 0);
  }
}

/** Writes the row of a datagram whose tree was walked, and keeps the tree as a template when it lies whole in the window. */
function finish(scan: usize, dictionary: usize, window: usize, windowStart: f64, windowBytes: u32, rows: usize, number: u32, remarks: usize): void {
  const at = <i64>(load<f64>(scan, SCAN_OFFSET) - windowStart);
  const leaves = load<u32>(scan, SCAN_LEAVES);
  let signature = signatureOf(dictionary, scan + SCAN_KINDS, leaves, load<u32>(scan, SCAN_HASH));
  if (signature == NONE) {
    signature = 0;
    store<u32>(scan, load<u32>(scan, SCAN_FAULTS) | FAULT_DICTIONARY, SCAN_FAULTS);
  }
  const learns = isSound(scan) && at >= 0 && at + 20 + load<u32>(scan + SCAN_HEADER, 36) <= <i64>windowBytes;
  writeRow(scan, signature, rows, number, remarks);
  if (learns) learnTree(scan, dictionary, window + <usize>at, signature);
}

function writeRow(scan: usize, signature: u32, rows: usize, number: u32, remarks: usize): void {
  const header = scan + SCAN_HEADER, walk = scan + SCAN_WALK;
  const offset = load<f64>(scan, SCAN_OFFSET);
  const extent = load<u32>(header, 36);
  const damage = load<u32>(header, 20), treeDamage = load<u32>(scan, SCAN_TREE_DAMAGE);
  const faults = load<u32>(scan, SCAN_FAULTS) | load<u32>(walk, WALK_FAULTS);
  const clock = load<u64>(header);
  const isPlain = (damage | treeDamage | faults) == 0 && clock > load<u64>(scan, SCAN_CLOCK) && (load<u8>(header, 11) & 15) == L1_ACCEPT;
  const row = rows + <usize>number * DATAGRAM_ROW_BYTES;
  writePlace(row, <i64>offset, signature, !isPlain);
  memory.copy(row + ROW_NANOSECONDS, header, 16);
  store<u32>(row, load<u32>(header, 16), ROW_ENV);
  store<u32>(row, extent, ROW_EXTENT);
  if (!isPlain) remark(scan, remarks, number, damage, treeDamage, faults, load<u32>(walk, WALK_FAULT_OFFSET), load<u32>(scan, SCAN_LEAVES));
  store<u32>(scan, signature, SCAN_PREVIOUS);
  store<u32>(scan, 0, SCAN_IN_TREE);
  store<f64>(scan, 0, SCAN_CUT);
  store<f64>(scan, offset + 20 + <f64>extent, SCAN_OFFSET);
  store<f64>(scan, load<f64>(scan, SCAN_ROW_BYTES) + 20 + <f64>extent, SCAN_ROW_BYTES);
  store<u64>(scan, clock, SCAN_CLOCK);
}

/** Writes the first 8 bytes of a row: offset, signature, and whether there is a remark. */
// @ts-ignore: decorator
@inline
function writePlace(row: usize, offset: i64, signature: u32, hasRemark: bool): void {
  store<i64>(row, offset | (<i64>(hasRemark ? REMARK_FLAG : 0) << 32) | (<i64>signature << 48));
}

function remark(scan: usize, remarks: usize, number: u32, damage: u32, treeDamage: u32, faults: u32, faultOffset: u32, leaves: u32): void {
  const count = load<u32>(scan, SCAN_REMARKS);
  store<u32>(scan, count + 1, SCAN_REMARKS);
  const at = remarks + ((<usize>count * REMARK_WORDS) << 2);
  store<u32>(at, number);
  store<u32>(at, damage, 4);
  store<u32>(at, treeDamage, 8);
  store<u32>(at, faults, 12);
  store<u32>(at, faultOffset, 16);
  store<u32>(at, leaves, 20);
}
