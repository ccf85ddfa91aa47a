import { countLeaf } from './dictionary';
import {
  DAMAGE_INCOMPLETE, NODE_CHILDREN, NODE_ENDS, NODE_EXTENT, NODE_KIND, NODE_PLACE, SCAN_EXTENTS, SCAN_KINDS, SCAN_LEAVES, SCAN_MISSES, SCAN_REPLACE,
  SCAN_TEMPLATE, SCAN_TEMPLATES, SCAN_TREE_DAMAGE, SCAN_WALK, TEMPLATES, TEMPLATE_BYTES, TEMPLATE_DAMAGE, TEMPLATE_EXTENT, TEMPLATE_HEAD_BYTES,
  TEMPLATE_LEAVES, TEMPLATE_NODES, TEMPLATE_NODE_BYTES, TEMPLATE_OTHER, TEMPLATE_SIGNATURE, TEMPLATE_USES, WALK_DEPTH, WALK_ENDS, WALK_POSITION,
  XTC_HEADER_BYTES,
} from './layout';
import { STEP_LEAF, beginWalk, settleWalk, stepWalk } from './xtc';

/** Mark of a damaged leaf in its extent, which has 28 bits. */
export const DAMAGED_LEAF: u32 = 0x80000000;
const NO_LEAF: u32 = 0xffffffff;

// @ts-ignore: decorator
@inline
function templateAt(scan: usize, number: u32): usize {
  return scan + SCAN_TEMPLATES + <usize>(number & (TEMPLATES - 1)) * TEMPLATE_BYTES;
}

/**
 * Looks for a template whose headers are those of this datagram, byte for byte: nothing in its tree needs to be looked at.
 *
 * @param extent of the datagram's root, which lies whole in memory  @returns the template, or 0
 */
// @ts-ignore: decorator
@inline
export function sameTemplate(scan: usize, datagram: usize, extent: u32): usize {
  const first = load<u32>(scan, SCAN_TEMPLATE);
  for (let i: u32 = 0; i < <u32>TEMPLATES; ++i) {
    const template = templateAt(scan, first + i);
    if (load<u32>(template, TEMPLATE_EXTENT) != extent || !isSame(template, datagram)) continue;
    if (i > 0) store<u32>(scan, (first + i) & (TEMPLATES - 1), SCAN_TEMPLATE);
    return template;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isSame(template: usize, datagram: usize): bool {
  let others = i32x4.splat(0);
  let lengths: u32 = 0;
  let node = template + TEMPLATE_HEAD_BYTES;
  // All at once, without a branch: where the headers lie is known when the lengths are the same, and otherwise does no harm.
  for (const last = node + <usize>load<u32>(template) * TEMPLATE_NODE_BYTES; node < last; node += TEMPLATE_NODE_BYTES) {
    const header = datagram + load<u32>(node, NODE_PLACE);
    others = v128.or(others, v128.xor(v128.load(header), v128.load(node)));
    lengths |= load<u32>(header, 16) ^ load<u32>(node, NODE_EXTENT);
  }
  return lengths == 0 && !v128.any_true(others);
}

/** Lists the leaves of a datagram that is like its template to the byte, as a walk would have done. */
export function listLeaves(scan: usize, template: usize): void {
  let leaf: usize = 0;
  const last = template + TEMPLATE_HEAD_BYTES + <usize>load<u32>(template) * TEMPLATE_NODE_BYTES;
  for (let node = template + TEMPLATE_HEAD_BYTES; node < last; node += TEMPLATE_NODE_BYTES) {
    const kind = load<u32>(node, NODE_KIND);
    if (kind != NO_LEAF) listLeaf(scan, leaf++, kind, node);
  }
  store<u32>(scan, <u32>leaf, SCAN_LEAVES);
}

// @ts-ignore: decorator
@inline
function listLeaf(scan: usize, leaf: usize, kind: u32, header: usize): void {
  store<u16>(scan + (leaf << 1), kind, SCAN_KINDS);
  store<u32>(scan + (leaf << 2), load<u32>(header, 16) | (load<u32>(header) != 0 ? DAMAGED_LEAF : 0), SCAN_EXTENTS);
}

/** Counts the leaves of all datagrams that were like a template to the byte. */
export function countUses(scan: usize, dictionary: usize): void {
  for (let i: u32 = 0; i < <u32>TEMPLATES; ++i) countUsesOf(templateAt(scan, i), dictionary);
}

function countUsesOf(template: usize, dictionary: usize): void {
  const uses = load<u32>(template, TEMPLATE_USES);
  if (uses == 0) return;
  store<u32>(template, 0, TEMPLATE_USES);
  const last = template + TEMPLATE_HEAD_BYTES + <usize>load<u32>(template) * TEMPLATE_NODE_BYTES;
  for (let node = template + TEMPLATE_HEAD_BYTES; node < last; node += TEMPLATE_NODE_BYTES) {
    const kind = load<u32>(node, NODE_KIND);
    if (kind != NO_LEAF) countLeaf(dictionary, kind, <f64>uses * <f64>load<u32>(node, NODE_EXTENT), load<u32>(node) != 0 ? uses : 0);
  }
}

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
    const template = templateAt(scan, first + i);
    if (!isLike(scan, template, datagram, available, scan + SCAN_WALK + WALK_ENDS)) continue;
    store<u32>(scan, load<u32>(template, TEMPLATE_LEAVES), SCAN_LEAVES);
    store<u32>(scan, (first + i) & (TEMPLATES - 1), SCAN_TEMPLATE);
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
  let node = template + TEMPLATE_HEAD_BYTES;
  const last = node + <usize>load<u32>(template) * TEMPLATE_NODE_BYTES;
  if (node == last) return false;
  let damage: u32 = 0;
  let leaf: usize = 0;
  for (; node < last; node += TEMPLATE_NODE_BYTES) {
    if (position + XTC_HEADER_BYTES > available) return false;
    const header = datagram + position;
    const extent = load<u32>(header, 16);
    if (v128.any_true(v128.xor(maskedHeader(header), maskedHeader(node)))) return false;
    if (extent < <u32>XTC_HEADER_BYTES || extent > end - position) return false;
    damage |= load<u32>(header);
    const kind = load<u32>(node, NODE_KIND);
    if (kind != NO_LEAF) listLeaf(scan, leaf++, kind, header);
    if (load<u16>(node, NODE_CHILDREN) != 0) {
      store<u32>(ends, end);
      ends += 4;
      end = position + extent;
      position += XTC_HEADER_BYTES;
    } else {
      position += extent;
    }
    for (let over = <u32>load<u16>(node, NODE_ENDS); over > 0; --over) {
      if (position != end) return false;
      ends -= 4;
      end = load<u32>(ends);
    }
  }
  store<u32>(scan, damage, SCAN_TREE_DAMAGE);
  return true;
}

/** Learns a tree that no template has, from a datagram without faults that lies whole in memory. */
export function learnTree(scan: usize, dictionary: usize, datagram: usize, signature: u32): void {
  const misses = load<u32>(scan, SCAN_MISSES);
  store<u32>(scan, misses + 1, SCAN_MISSES);
  // Where every datagram differs from those before, learning is in vain.
  if (misses < 16 || (misses & 15) == 0) learn(scan, dictionary, datagram, signature);
}

/** Learns the lengths of a datagram with a known tree when it is the second one of its length. */
export function learnLengths(scan: usize, dictionary: usize, template: usize, datagram: usize): void {
  const extent = load<u32>(datagram, 36);
  if (load<u32>(template, TEMPLATE_OTHER) == extent) learn(scan, dictionary, datagram, load<u32>(template, TEMPLATE_SIGNATURE));
  else store<u32>(template, extent, TEMPLATE_OTHER);
}

/** Keeps a datagram whose leaves are listed in the state. */
function learn(scan: usize, dictionary: usize, datagram: usize, signature: u32): void {
  const number = load<u32>(scan, SCAN_REPLACE);
  const template = templateAt(scan, number);
  countUsesOf(template, dictionary);
  const nodes = listNodes(scan, datagram, template + TEMPLATE_HEAD_BYTES);
  store<u32>(template, nodes);
  store<u32>(template, signature, TEMPLATE_SIGNATURE);
  store<u32>(template, load<u32>(scan, SCAN_LEAVES), TEMPLATE_LEAVES);
  store<u32>(template, nodes == 0 ? 0 : load<u32>(datagram, 36), TEMPLATE_EXTENT);
  store<u32>(template, load<u32>(scan, SCAN_TREE_DAMAGE), TEMPLATE_DAMAGE);
  store<u32>(template, 0, TEMPLATE_OTHER);
  if (nodes == 0) return;
  store<u32>(scan, number, SCAN_TEMPLATE);
  store<u32>(scan, (number + 1) & (TEMPLATES - 1), SCAN_REPLACE);
}

/** @returns the number of nodes written, 0 when there are too many */
function listNodes(scan: usize, datagram: usize, nodes: usize): u32 {
  const walk = scan + SCAN_WALK;
  beginWalk(walk, datagram + 20, 20 + load<u32>(datagram, 36));
  writeNode(nodes, datagram, 20, 1, NO_LEAF);
  let leaf: usize = 0;
  let count: u32 = 1;
  let depth = load<u32>(walk, WALK_DEPTH);
  if (depth == 0) return 0;
  while (true) {
    const before = depth;
    depth = settleWalk(walk);
    store<u16>(nodes + <usize>(count - 1) * TEMPLATE_NODE_BYTES, before - depth, NODE_ENDS);
    if (depth == 0) return count;
    if (count >= <u32>TEMPLATE_NODES) return 0;
    const place = load<u32>(walk, WALK_POSITION);
    const kind = stepWalk(walk, datagram + place) == STEP_LEAF ? <u32>load<u16>(scan + (leaf++ << 1), SCAN_KINDS) : NO_LEAF;
    const inside = load<u32>(walk, WALK_DEPTH);
    writeNode(nodes + <usize>count * TEMPLATE_NODE_BYTES, datagram, place, inside - depth, kind);
    depth = inside;
    ++count;
  }
}

function writeNode(node: usize, datagram: usize, place: u32, hasChildren: u32, kind: u32): void {
  memory.copy(node, datagram + place, XTC_HEADER_BYTES);
  store<u32>(node, place, NODE_PLACE);
  store<u32>(node, kind, NODE_KIND);
  store<u16>(node, 0, NODE_ENDS);
  store<u16>(node, hasChildren, NODE_CHILDREN);
}
