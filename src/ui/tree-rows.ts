import { TYPE_XTC } from '../format/type-id.ts';
import { payloadSpan, type XtcNode } from '../format/xtc.ts';
import type { Mark } from '../state/inspected.ts';

/** Leaves of the same source and type, one after another, are shown as one line when they are at least so many. */
const GROUPED_FROM = 4;

/** One line of the tree of a datagram. */
export type TreeRow = {
  /** Place in the tree, the same in datagrams of the same structure. */
  readonly key: string;
  /** 1 for the datagram. */
  readonly level: number;
  /** Place among its siblings, from 1, and their number. */
  readonly position: number;
  readonly siblings: number;
  /** `group`: equal leaves; `rest`: bytes of a container that were not walked. */
  readonly kind: 'datagram' | 'node' | 'group' | 'rest';
  /** Of `node` itself, the first of a `group`, the container of a `rest`; null for the datagram. */
  readonly node: XtcNode | null;
  /** The container around a `group`, or that of a `rest`. */
  readonly parent: XtcNode | null;
  /** Leaves of a group, 1 else. */
  readonly count: number;
  /** Bytes of the file. */
  readonly start: number;
  readonly end: number;
  readonly damage: number;
  /** Null when it cannot be opened. */
  readonly isOpen: boolean | null;
};

/** Whether a line of that key is open. */
export type IsOpen = (key: string, isOpenAtFirst: boolean) => boolean;

/** The lines that show: the datagram, then its Xtcs, depth first, as far as they are open. */
export function treeRows(tree: XtcNode, datagram: { readonly start: number; readonly end: number; readonly damage: number }, isOpen: IsOpen): TreeRow[] {
  const rows: TreeRow[] = [];
  const isDatagramOpen = isOpen('', true);
  rows.push({ key: '', level: 1, position: 1, siblings: 1, kind: 'datagram', node: null, parent: null, count: 1, ...datagram, isOpen: isDatagramOpen });
  if (isDatagramOpen) addNode(rows, tree, null, { key: '0', level: 2, position: 1, siblings: 1 }, isOpen);
  return rows;
}

/** Keys of all that must be open for an Xtc to have its line; empty when the tree does not hold it. */
export function keysAround(tree: XtcNode, node: XtcNode): string[] {
  const visit = (at: XtcNode, key: string): string[] | null => {
    if (at === node) return [];
    for (const item of itemsOf(at)) {
      const itemKey = keyOf(key, item);
      if (item.kind === 'group' && item.nodes.includes(node)) return [key, itemKey];
      const found = item.kind === 'node' ? visit(item.nodes[0], itemKey) : null;
      if (found) return [key, ...found];
    }
    return null;
  };
  const keys = visit(tree, '0');
  return keys ? ['', ...keys] : [];
}

/** The line that stands for what is marked; -1 when none shows. */
export function rowOfMark(rows: readonly TreeRow[], { node, field }: Mark): number {
  const inside = field ? rows.findIndex((row) => isPart(row) && row.parent === node && row.start === field.start && row.end === field.end) : -1;
  if (inside >= 0) return inside;
  return rows.findIndex((row) => row.node === node && !isPart(row));
}

/** What a line marks: an Xtc, or as a part of its container what is not one. */
export function markOfRow(row: TreeRow): Mark {
  if (!isPart(row)) return { node: row.node, field: null };
  const { start, end, count, node } = row;
  const name = row.kind === 'group' ? `${node?.type} ×${count}` : 'not walked';
  return { node: row.parent, field: { name, start, end, value: `${end - start} bytes`, meaning: '' } };
}

function isPart(row: TreeRow): boolean {
  return row.kind === 'group' || row.kind === 'rest';
}

type Item = { readonly kind: 'node' | 'group'; readonly nodes: readonly XtcNode[]; readonly index: number };
type Place = Pick<TreeRow, 'key' | 'level' | 'position' | 'siblings'>;

function addNode(rows: TreeRow[], node: XtcNode, parent: XtcNode | null, place: Place, isOpen: IsOpen): void {
  const items = itemsOf(node);
  const rest = restOf(node);
  const siblings = items.length + (rest ? 1 : 0);
  const open = siblings === 0 ? null : isOpen(place.key, true);
  const end = node.offset + node.extent;
  rows.push({ ...place, kind: 'node', node, parent, count: 1, start: node.offset, end, damage: node.damage, isOpen: open });
  if (!open) return;
  const level = place.level + 1;
  items.forEach((item, i) => {
    const at = { key: keyOf(place.key, item), level, position: i + 1, siblings };
    if (item.kind === 'node') addNode(rows, item.nodes[0], node, at, isOpen);
    else addGroup(rows, item.nodes, node, at, isOpen);
  });
  if (!rest) return;
  rows.push({ key: `${place.key}.rest`, level, position: siblings, siblings, kind: 'rest', node, parent: node, count: 1, ...rest, damage: 0, isOpen: null });
}

function addGroup(rows: TreeRow[], nodes: readonly XtcNode[], parent: XtcNode, place: Place, isOpen: IsOpen): void {
  const [first, last] = [nodes[0], nodes[nodes.length - 1]];
  const open = isOpen(place.key, false);
  const damage = nodes.reduce((all, node) => all | node.damage, 0) >>> 0;
  rows.push({ ...place, kind: 'group', node: first, parent, count: nodes.length, start: first.offset, end: last.offset + last.extent, damage, isOpen: open });
  if (!open) return;
  nodes.forEach((node, i) => {
    addNode(rows, node, parent, { key: `${place.key}.${i}`, level: place.level + 1, position: i + 1, siblings: nodes.length }, isOpen);
  });
}

/** The children, equal neighbours joined. */
function itemsOf({ children }: XtcNode): Item[] {
  const items: Item[] = [];
  for (let i = 0; i < children.length; ) {
    let end = i + 1;
    while (end < children.length && isAlike(children[i], children[end])) ++end;
    if (end - i >= GROUPED_FROM) items.push({ kind: 'group', nodes: children.slice(i, end), index: i });
    else for (let one = i; one < end; ++one) items.push({ kind: 'node', nodes: [children[one]], index: one });
    i = end;
  }
  return items;
}

function isAlike(a: XtcNode, b: XtcNode): boolean {
  return (
    a.children.length === 0 && b.children.length === 0 && a.typeId === b.typeId && a.version === b.version &&
    a.compressed === b.compressed && a.level === b.level && a.phy === b.phy
  );
}

/** Bytes of a container behind its last child; null when its children fill it. */
function restOf(node: XtcNode): { start: number; end: number } | null {
  if (node.typeId !== TYPE_XTC || node.compressed) return null;
  const last = node.children.at(-1);
  const payload = payloadSpan(node);
  const start = last ? last.offset + last.extent : payload.start;
  return start < payload.end ? { start, end: payload.end } : null;
}

function keyOf(parent: string, item: Item): string {
  return `${parent}.${item.kind === 'group' ? 'g' : ''}${item.index}`;
}
