import { countOf } from '../base/arrays.ts';
import type { Placed } from '../types/read.ts';
import type { Value } from '../types/schema.ts';
import { isList, membersOf } from '../types/value-members.ts';
import { indexText, isArray, scalarText, valueText } from '../types/value-text.ts';

/** A line of the table of values. */
export type ValueLine = {
  /** The same in every event. */
  readonly key: string;
  /** As scripts write it: `diode[0].base`. */
  readonly path: string;
  readonly name: string;
  /** 1 for the members of the payload. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly text: string;
  readonly unit: string;
  /** What is said about it: its note, type, shape. */
  readonly note: string;
  readonly type: string;
  /** Null for a line that has none below it. */
  readonly isOpen: boolean | null;
  /** True when it is one number, which can be drawn over events. */
  readonly isNumber: boolean;
  /** Its elements when it is an array of several; null else. */
  readonly array: { readonly shape: readonly number[]; readonly data: ArrayLike<number | bigint> } | null;
};

/** The fields of a value; several of one kind come as branches. */
export type ValueGroup = { readonly name: string; readonly placed: readonly Placed[] };

/** Longer arrays are drawn, not listed. */
const MOST_LISTED = 1024;
/** Longer lists of structures are closed at first. */
const OPEN_LIST = 4;

/** The lines that show. @param isOpen whether a branch is open: what the user said, else as given */
export function valueLines(groups: readonly ValueGroup[], isOpen: (key: string, isOpenAtFirst: boolean) => boolean): ValueLine[] {
  if (groups.length === 1) return linesOf(groups[0].placed, '', '', 1, isOpen);
  return groups.flatMap(({ name, placed }, i) => {
    const key = `#${i}`;
    const isShown = isOpen(key, true);
    const line: ValueLine = { ...EMPTY, key, name, level: 1, position: i + 1, siblings: groups.length, isOpen: isShown };
    // Only the first one has lines over events.
    const inside = isShown ? linesOf(placed, '', `${key} `, 2, isOpen).map((each) => (i === 0 ? each : { ...each, isNumber: false })) : [];
    return [line, ...inside];
  });
}

/** The first member that is a picture: a table of more than a few rows and columns; null when there is none. */
export function pictureOf(placed: readonly Placed[]): string | null {
  return placed.find(({ value }) => isArray(value) && isPicture(value.shape))?.name ?? null;
}

/** Whether numbers of this shape are drawn as a picture instead of a line. */
export function isPicture(shape: readonly number[]): boolean {
  const columns = shape[shape.length - 1] ?? 0;
  return shape.length > 1 && columns > 4 && countOf(shape) / columns > 4;
}

const EMPTY = { key: '', path: '', text: '', unit: '', note: '', type: '', isOpen: null, isNumber: false, array: null };

type IsOpen = (key: string, isOpenAtFirst: boolean) => boolean;

function linesOf(fields: readonly Placed[], above: string, prefix: string, level: number, isOpen: IsOpen): ValueLine[] {
  const lines: ValueLine[] = [];
  fields.forEach((field, i) => {
    const { name, type, unit = '', value } = field;
    const children = membersOf(field);
    const path = `${above}${name}`;
    const key = `${prefix}${path}`;
    const elements = children.length === 0 ? elementsOf(field) : null;
    const hasMore = children.length > 0 || (elements !== null && elements.length > 1 && elements.length <= MOST_LISTED);
    const isShown = hasMore ? isOpen(key, children.length > 0 && (isList(field) ? children.length <= OPEN_LIST : level < 3)) : null;
    lines.push({
      key, path, name, level, position: i + 1, siblings: fields.length, unit, type,
      text: valueText(field),
      note: noteOf(field),
      isOpen: isShown,
      isNumber: isNumber(value),
      array: elements && elements.length > 1 && isNumber(elements[0]) ? { shape: field.shape, data: elements as ArrayLike<number | bigint> } : null,
    });
    if (!isShown) return;
    // Elements of a list of structures have its name and place already.
    if (children.length > 0) lines.push(...linesOf(children, isList(field) ? above : `${path}.`, prefix, level + 1, isOpen));
    else if (elements) lines.push(...elementLines(field, elements, { path, prefix, level: level + 1 }));
  });
  return lines;
}

function elementLines(field: Placed, elements: ArrayLike<Value>, { path, prefix, level }: { path: string; prefix: string; level: number }): ValueLine[] {
  const { shape, names, unit = '' } = field;
  const type = isArray(field.value) ? field.value.dtype : field.type;
  return Array.from(elements, (element, i) => {
    const place = indexText(i, shape);
    const at = `${path}${place}`;
    const text = scalarText(element, type, names);
    return { ...EMPTY, key: `${prefix}${at}`, path: at, name: place, level, position: i + 1, siblings: elements.length, text, unit, type, isNumber: isNumber(element) };
  });
}

/** The elements of an array or of a list of numbers or texts, in C order; null for anything else. */
function elementsOf({ value }: Placed): ArrayLike<Value> | null {
  if (isArray(value)) return value.data;
  if (!Array.isArray(value)) return null;
  const list = value as readonly Value[];
  return list.every((each) => typeof each !== 'object') ? list : null;
}

function noteOf({ note, type, shape, value }: Placed): string {
  const kind = isArray(value) ? value.dtype : type;
  return [note, shape.length > 0 ? `${kind} (${shape.join(' × ')})` : kind].filter(Boolean).join(' · ');
}

function isNumber(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}
