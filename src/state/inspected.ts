import { datagramFields, fieldAt, xtcFields, type Field } from '../format/header-fields.ts';
import { rowsOf, type DatagramRef, type RunIndex } from '../format/run-index.ts';
import { containsOf } from '../format/type-id.ts';
import { payloadSpan, type XtcNode } from '../format/xtc.ts';
import type { Problem } from '../base/errors.ts';
import type { ByteBlocks } from './byte-blocks.ts';
import type { OpenRun } from './open-run.ts';

/** One datagram taken apart. Plain values but for its bytes, which come when they are looked at. */
export type Inspected = {
  readonly run: OpenRun;
  readonly ref: DatagramRef;
  readonly file: File;
  /** Of the words in front of the root. */
  readonly fields: readonly Field[];
  /** Null when it could not be read: `problem` says why. */
  readonly tree: XtcNode | null;
  readonly problem: Problem | null;
  readonly bytes: ByteBlocks;
};

/** What is marked in a datagram: an Xtc (null: the datagram itself), and one of its fields. */
export type Mark = { readonly node: XtcNode | null; readonly field: Field | null };

/** Fields of payloads by the file offset of their leaf. */
export type PayloadsKnown = ReadonlyMap<number, readonly Field[]>;

const NO_PAYLOADS: PayloadsKnown = new Map();

/** The fields in front of a datagram's root. */
export function fieldsOfDatagram(index: RunIndex, ref: DatagramRef): Field[] {
  const rows = rowsOf(index);
  const { index: row, offset, nanoseconds, seconds, env } = ref;
  return datagramFields({ nanoseconds, seconds, stampLow: rows.stampLow(row), stampHigh: rows.stampHigh(row), env }, offset);
}

/** The fields of an Xtc: those of its header, then its payload, and what is known of that. */
export function fieldsOfNode(node: XtcNode, inPayload: readonly Field[] = []): Field[] {
  const { damage, log, phy, extent, offset, children } = node;
  const header = xtcFields({ damage, log, phy, contains: containsOf(node), extent }, offset);
  const span = payloadSpan(node);
  if (span.start === span.end) return header;
  const meaning = children.length > 0 ? `${children.length} Xtc${children.length === 1 ? '' : 's'}` : '';
  return [...header, { name: 'payload', ...span, value: `${span.end - span.start} bytes`, meaning }, ...inPayload];
}

/** The deepest Xtc that holds a byte of the file, and which of its fields does; the datagram itself in front of the root. */
export function markAt(inspected: Inspected, offset: number, payloads: PayloadsKnown = NO_PAYLOADS): Mark {
  let node = inspected.tree;
  if (!node || offset < node.offset) return { node: null, field: fieldAt(inspected.fields, offset) };
  for (let inner: XtcNode | undefined = node; inner; inner = childAt(inner, offset)) node = inner;
  return { node, field: fieldAt(fieldsOfNode(node, payloads.get(node.offset)), offset) };
}

/** In another datagram, the Xtc of the same source and type, the same one of several, with the same field. */
export function markLike(tree: XtcNode, fields: readonly Field[], before: { readonly tree: XtcNode | null; readonly mark: Mark }): Mark {
  const { node, field } = before.mark;
  const named = (all: readonly Field[]): Field | null => all.find(({ name }) => name === field?.name) ?? null;
  if (!node) return { node: null, field: named(fields) };
  const place = before.tree ? alike(before.tree, node).indexOf(node) : 0;
  const found = node === before.tree ? tree : alike(tree, node)[place]; // Each recorder has a root of its own.
  if (!found) return { node: null, field: null };
  return { node: found, field: field && isInPayload(field, node) ? movedField(field, node, found) : named(fieldsOfNode(found)) };
}

/** Whether a field is one of those that the payload says, and not the payload itself. */
export function isInPayload(field: Field, node: XtcNode): boolean {
  return field.name !== 'payload' && field.start >= payloadSpan(node).start;
}

/** A field of the payload in another one of its kind, until that has been read: at the same place, if it is that long. */
function movedField(field: Field, node: XtcNode, found: XtcNode): Field | null {
  const by = found.offset - node.offset;
  const end = field.end + by;
  return end <= found.offset + found.extent ? { ...field, start: field.start + by, end } : null;
}

function alike(tree: XtcNode, node: XtcNode): XtcNode[] {
  const isAlike = tree.typeId === node.typeId && tree.level === node.level && tree.phy === node.phy;
  const below = tree.children.flatMap((child) => alike(child, node));
  return isAlike ? [tree, ...below] : below;
}

function childAt(node: XtcNode, offset: number): XtcNode | undefined {
  return node.children.find((child) => offset >= child.offset && offset < child.offset + child.extent);
}
