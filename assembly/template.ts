import {
  DAMAGE_INCOMPLETE, SCAN_EXTENTS, SCAN_KINDS, SCAN_LEAVES, SCAN_MISSES, SCAN_REPLACE, SCAN_TEMPLATE, SCAN_TEMPLATES,
  SCAN_TREE_DAMAGE, SCAN_WALK, TEMPLATES, TEMPLATE_BYTES, TEMPLATE_NODES, TEMPLATE_NODE_BYTES, WALK_DEPTH, WALK_ENDS, WALK_POSITION, XTC_HEADER_BYTES,
} from './layout';
import { STEP_LEAF, beginWalk, settleWalk, stepWalk } from './xtc';

/** Mark of a damaged leaf in its extent, which has 28 bits. */
export const DAMAGED_LEAF: u32 = 0x80000000;
const NO_LEAF: u32 = 0xffffffff;

/** Of damage, log, phy, contains: what decides whether an Xtc has children, and which kind it is. */
// @ts-ignore: decorator
@inline
function maskedHeader(header: usize): v128 {
  return v128.and(v128.load(header), i32x4(DAMAGE_INCOMPLETE, 0xff000000, -1, -1));
}

/**
 * Looks for a template with the tree of this datagram: the same kinds in the same containers, leaves of any length. When
 * there is one, its leaves are listed in the state and the damage of the tree is noted, as a walk would do.
 *
 * @param datagram bytes at hand: `available`  @returns the template, or 0 when the tree has to be walked
 */
export function matchTemplate(scan: usize, datagram: usize, available: u32): usize {
  const first = load<u32>(scan, SCAN_TEMPLATE);
  for (let i: u32 = 0; i < <u32>TEMPLATES; ++i) {
    const number = (first + i) & (TEMPLATES - 1);
    const template = scan + SCAN_TEMPLATES + <usize>number * TEMPLATE_BYTES;
    if (!isLike(scan, template, datagram, available, scan + SCAN_WALK + WALK_ENDS)) continue;
    store<u32>(scan, load<u32>(template, 8), SCAN_LEAVES);
    store<u32>(scan, number, SCAN_TEMPLATE);
    store<u32>(scan, 0, SCAN_MISSES);
    return template;
  }
  return 0;
}

/** @param ends u32[XTC_MAX_DEPTH] of scratch; its first stays what it is, the end of the root: the tree may yet be walked */
// @ts-ignore: decorator
@inline
function isLike(scan: usize, template: usize, datagram: usize, available: u32, ends: usize): bool {
  let position: u32 = 20;
  let end: u32 = 20 + load<u32>(datagram, 36);
  let node = template + 16;
  const last = node + <usize>load<u32>(template) * TEMPLATE_NODE_BYTES;
  if (node == last) return false;
  let damage: u32 = 0;
  let leaf: usize = 0;
  for (; node < last; node += TEMPLATE_NODE_BYTES) {
    if (position + XTC_HEADER_BYTES > available) return false;
    const header = datagram + position;
    const extent = load<u32>(header, 16);
    if (v128.any_true(v128.xor(maskedHeader(header), v128.load(node)))) return false;
    if (extent < <u32>XTC_HEADER_BYTES || extent > end - position) return false;
    damage |= load<u32>(header);
    const kind = load<u32>(node, 24);
    if (kind != NO_LEAF) {
      store<u16>(scan + (leaf << 1), kind, SCAN_KINDS);
      store<u32>(scan + (leaf << 2), extent | (load<u32>(header) != 0 ? DAMAGED_LEAF : 0), SCAN_EXTENTS);
      ++leaf;
    }
    if (load<u32>(node, 20) != 0) {
      store<u32>(ends, end);
      ends += 4;
      end = position + extent;
      position += XTC_HEADER_BYTES;
    } else {
      position += extent;
    }
    for (let over = load<u32>(node, 16); over > 0; --over) {
      if (position != end) return false;
      ends -= 4;
      end = load<u32>(ends);
    }
  }
  store<u32>(scan, damage, SCAN_TREE_DAMAGE);
  return true;
}

/** Keeps the tree of a datagram without faults that lies whole in memory. */
export function learnTemplate(scan: usize, datagram: usize, signature: u32, leaves: u32): void {
  const misses = load<u32>(scan, SCAN_MISSES);
  store<u32>(scan, misses + 1, SCAN_MISSES);
  // Where every datagram differs from those before, learning is in vain.
  if (misses >= 16 && (misses & 15) != 0) return;
  const number = load<u32>(scan, SCAN_REPLACE);
  const template = scan + SCAN_TEMPLATES + <usize>number * TEMPLATE_BYTES;
  const nodes = listNodes(scan, datagram, template + 16);
  store<u32>(template, nodes);
  store<u32>(template, signature, 4);
  store<u32>(template, leaves, 8);
  if (nodes == 0) return;
  store<u32>(scan, number, SCAN_TEMPLATE);
  store<u32>(scan, (number + 1) & (TEMPLATES - 1), SCAN_REPLACE);
}

/** @returns the number of nodes written, 0 when there are too many */
function listNodes(scan: usize, datagram: usize, nodes: usize): u32 {
  const walk = scan + SCAN_WALK;
  beginWalk(walk, datagram + 20, 20 + load<u32>(datagram, 36));
  writeNode(nodes, datagram + 20, 1, NO_LEAF);
  let leaf: usize = 0;
  let count: u32 = 1;
  let depth = load<u32>(walk, WALK_DEPTH);
  if (depth == 0) return 0;
  while (true) {
    const before = depth;
    depth = settleWalk(walk);
    store<u32>(nodes + <usize>(count - 1) * TEMPLATE_NODE_BYTES, before - depth, 16);
    if (depth == 0) return count;
    if (count >= <u32>TEMPLATE_NODES) return 0;
    const header = datagram + load<u32>(walk, WALK_POSITION);
    const kind = stepWalk(walk, header) == STEP_LEAF ? <u32>load<u16>(scan + (leaf++ << 1), SCAN_KINDS) : NO_LEAF;
    const inside = load<u32>(walk, WALK_DEPTH);
    writeNode(nodes + <usize>count * TEMPLATE_NODE_BYTES, header, inside - depth, kind);
    depth = inside;
    ++count;
  }
}

function writeNode(node: usize, header: usize, hasChildren: u32, kind: u32): void {
  v128.store(node, maskedHeader(header));
  store<u32>(node, 0, 16);
  store<u32>(node, hasChildren, 20);
  store<u32>(node, kind, 24);
}
