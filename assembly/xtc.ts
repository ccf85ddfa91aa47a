import { DAMAGE_INCOMPLETE, FAULT_CONTAINS, FAULT_DEPTH, FAULT_TREE, NODE_ROW_BYTES, XTC_HEADER_BYTES, XTC_MAX_DEPTH, WALK_DEPTH, WALK_ENDS, WALK_FAULTS, WALK_FAULT_OFFSET, WALK_POSITION } from './layout';

// Where the walk of a datagram's tree stands (layout.ts, WALK_*): the next header, and the end of every container around
// it. It is kept in memory so that a walk can stop at the end of a window and go on in the next one.

/** What a header turned out to be. */
export const STEP_LEAF: i32 = 0;
export const STEP_CONTAINER: i32 = 1;
/** The extent is impossible: the rest of the container is left out, this header too. */
export const STEP_IMPOSSIBLE: i32 = 2;

/** An Xtc of type 1, uncompressed, whatever its version, has children. */
// @ts-ignore: decorator
@inline
export function isContainer(contains: u32): bool {
  return (contains & 0x8000ffff) == 1;
}

/** Begins at the root Xtc, whose header lies at byte 20 of the datagram; `limit` cuts what lies beyond the bytes at hand. */
// @ts-ignore: decorator
@inline
export function beginWalk(walk: usize, root: usize, limit: u32): void {
  const extent = load<u32>(root, 16);
  const end = extent > limit - 20 ? limit : 20 + extent;
  store<u32>(walk, 40, WALK_POSITION);
  store<u32>(walk, end, WALK_ENDS);
  store<u32>(walk, 0, WALK_FAULT_OFFSET);
  const container = isContainer(load<u32>(root, 12));
  store<u32>(walk, container ? 0 : FAULT_CONTAINS, WALK_FAULTS);
  store<u32>(walk, container && (load<u32>(root) & DAMAGE_INCOMPLETE) == 0 ? 1 : 0, WALK_DEPTH);
}

/** Leaves the containers that end here. @returns how deep the next header lies (root 0), 0 when the walk is over. */
// @ts-ignore: decorator
@inline
export function settleWalk(walk: usize): u32 {
  let depth = load<u32>(walk, WALK_DEPTH);
  let position = load<u32>(walk, WALK_POSITION);
  while (depth > 0) {
    const end = load<u32>(walk + (<usize>(depth - 1) << 2), WALK_ENDS);
    if (position + XTC_HEADER_BYTES <= end) break;
    // Fewer bytes than a header: nothing can follow, and unless there are none something is wrong.
    if (position != end) noteFault(walk, FAULT_TREE, position);
    position = end;
    --depth;
  }
  store<u32>(walk, position, WALK_POSITION);
  store<u32>(walk, depth, WALK_DEPTH);
  return depth;
}

/** Takes the header at the walk's position and moves on: into a container, or over a leaf. */
// @ts-ignore: decorator
@inline
export function stepWalk(walk: usize, header: usize): i32 {
  const position = load<u32>(walk, WALK_POSITION);
  const depth = load<u32>(walk, WALK_DEPTH);
  const end = load<u32>(walk + (<usize>(depth - 1) << 2), WALK_ENDS);
  const extent = load<u32>(header, 16);
  if (extent < <u32>XTC_HEADER_BYTES || extent > end - position) {
    noteFault(walk, FAULT_TREE, position);
    store<u32>(walk, end, WALK_POSITION);
    return STEP_IMPOSSIBLE;
  }
  if (!isContainer(load<u32>(header, 12))) {
    store<u32>(walk, position + extent, WALK_POSITION);
    return STEP_LEAF;
  }
  // The payload of a torn contribution is not a sequence of Xtcs.
  if ((load<u32>(header) & DAMAGE_INCOMPLETE) != 0) {
    store<u32>(walk, position + extent, WALK_POSITION);
  } else if (depth >= <u32>XTC_MAX_DEPTH) {
    noteFault(walk, FAULT_DEPTH, position);
    store<u32>(walk, position + extent, WALK_POSITION);
  } else {
    store<u32>(walk + (<usize>depth << 2), position + extent, WALK_ENDS);
    store<u32>(walk, depth + 1, WALK_DEPTH);
    store<u32>(walk, position + XTC_HEADER_BYTES, WALK_POSITION);
  }
  return STEP_CONTAINER;
}

function noteFault(walk: usize, fault: u32, position: u32): void {
  const faults = load<u32>(walk, WALK_FAULTS);
  if ((faults & (FAULT_TREE | FAULT_DEPTH)) == 0) store<u32>(walk, position, WALK_FAULT_OFFSET);
  store<u32>(walk, faults | fault, WALK_FAULTS);
}

/**
 * Lists the Xtcs of one datagram, root first, depth first, in the order of the file.
 *
 * @param datagram its bytes from the first  @param byteLength at least 40
 * @param walk WALK_BYTES of scratch  @param parents i32[XTC_MAX_DEPTH + 1] of scratch
 * @param rows NODE_ROW_BYTES each  @param maxRows at least 1
 * @returns the number of rows; -1 when there are more than `maxRows`
 */
export function walkXtc(datagram: usize, byteLength: u32, walk: usize, parents: usize, rows: usize, maxRows: u32): i32 {
  beginWalk(walk, datagram + 20, byteLength);
  writeNode(rows, datagram, 20, -1, 0);
  store<i32>(parents, 0);
  let count: u32 = 1;
  for (let depth = settleWalk(walk); depth > 0; depth = settleWalk(walk)) {
    const position = load<u32>(walk, WALK_POSITION);
    const faults = load<u32>(walk, WALK_FAULTS);
    const parent = load<i32>(parents + (<usize>(depth - 1) << 2));
    const kind = stepWalk(walk, datagram + position);
    if (kind != STEP_IMPOSSIBLE) {
      if (count >= maxRows) return -1;
      writeNode(rows + <usize>count * NODE_ROW_BYTES, datagram, position, parent, depth);
      if (kind == STEP_CONTAINER) store<u32>(parents + (<usize>depth << 2), count);
      ++count;
    }
    const row = rows + <usize>(kind == STEP_IMPOSSIBLE ? parent : count - 1) * NODE_ROW_BYTES;
    const news = kind == STEP_IMPOSSIBLE ? FAULT_TREE : load<u32>(walk, WALK_FAULTS) & ~faults;
    if (news != 0) store<u32>(row, load<u32>(row, 28) | (news << 8), 28);
  }
  store<u32>(rows, load<u32>(rows, 28) | (load<u32>(walk, WALK_FAULTS) << 8), 28);
  return count;
}

function writeNode(row: usize, datagram: usize, offset: u32, parent: i32, depth: u32): void {
  const header = datagram + offset;
  store<u32>(row, offset);
  memory.copy(row + 4, header, 20);
  store<i32>(row, parent, 24);
  store<u32>(row, depth, 28);
}
