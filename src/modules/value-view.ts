import { SECTIONS_PER_QUAD } from '../../assembly/layout.ts';
import type { DType, NdArray } from '../base/arrays.ts';
import { cspadConfigOf, sectionMask } from '../types/cspad.ts';
import { numberOf, type Value, type Values } from '../types/schema.ts';
import { callable } from './callable.ts';
import { NdArrayView } from './nd-array.ts';
import { RAW } from './raw.ts';

/** Members of these pyana read as attributes; of all others it called accessors. @source pypdsdata, its members and methods */
const ATTRIBUTES = /^(Bld|Lusi|Epics)\./;

/** A structure as modules see it: its members by the library's names and by pyana's, as properties and as calls. */
export type ValueView = { readonly [name: string]: unknown };

/** @param schema name of the layout, `Lusi.IpmFexV1` */
export function viewOf(schema: string, values: Values): ValueView {
  return structView(values, !ATTRIBUTES.test(schema));
}

function structView(values: Values, areCalled: boolean): ValueView {
  const known = new Map<string, unknown>();
  const extra = extrasOf(values);
  const find = (name: string): unknown => {
    if (name in extra) return extra[name];
    const member = memberName(values, name);
    if (member !== null) return wrap(values[member], areCalled);
    // `pvControl(i)` is one of `pvControls`.
    const list = values[`${name}s`];
    if (!Array.isArray(list)) return undefined;
    const items = plain(list, areCalled) as unknown[];
    return (i: number) => items[i];
  };
  return new Proxy(values, {
    get: (_target, name) => {
      if (name === RAW) return values;
      if (name === 'toString' || name === 'toJSON') return () => (name === 'toJSON' ? values : textOf(values));
      if (typeof name === 'symbol') return undefined;
      if (!known.has(name)) known.set(name, find(name));
      return known.get(name);
    },
    has: (_target, name) => name === RAW || (typeof name === 'string' && memberName(values, name) !== null),
    set: (_target, name) => {
      throw new TypeError(`${String(name)} is read from the file: it cannot be changed.`);
    },
    getOwnPropertyDescriptor: (target, name) => {
      const own = Reflect.getOwnPropertyDescriptor(target, name);
      return own && { value: known.get(String(name)) ?? wrap(values[String(name)], areCalled), enumerable: true, configurable: true, writable: true };
    },
  });
}

/** The library's name of a member that is called so: `fFitTime1` for `fitTime1`, `EventCode` for `eventCode`. */
function memberName(values: Values, name: string): string | null {
  if (Object.hasOwn(values, name)) return name;
  const lower = name.charAt(0).toLowerCase() + name.slice(1);
  if (Object.hasOwn(values, lower)) return lower;
  if (!/^f[A-Z]/.test(name)) return null;
  const bare = name.charAt(1).toLowerCase() + name.slice(2);
  return Object.hasOwn(values, bare) ? bare : null;
}

function wrap(value: Value, areCalled: boolean): unknown {
  const inside = plain(value, areCalled);
  return areCalled ? callable(inside) : inside;
}

function plain(value: Value, areCalled: boolean): unknown {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => plain(item, areCalled));
  if ('dtype' in value && 'data' in value && ArrayBuffer.isView(value.data)) return NdArrayView.from(value as unknown as NdArray<DType>);
  return structView(value as Values, areCalled);
}

/** What pyana's CSPad classes tell beside their members. */
function extrasOf(values: Values): Record<string, unknown> {
  if ('sectionMask' in values && 'virtual_channel' in values) return { sections: () => sectionsIn(numberOf(values, 'sectionMask')) };
  if (!('asicMask' in values && 'quadMask' in values)) return {};
  const masks = cspadConfigOf(values);
  return {
    /** Numbers of the sections that are read out of a quad. */
    sections: (quad: number) => ((masks.quadMask >>> quad) & 1 ? sectionsIn(sectionMask(masks.sectionMasks, quad)) : []),
    quads: () => [0, 1, 2, 3].filter((quad) => (masks.quadMask >>> quad) & 1),
    numQuads: () => [0, 1, 2, 3].filter((quad) => (masks.quadMask >>> quad) & 1).length,
    roiMask: (quad: number) => sectionMask(masks.sectionMasks, quad),
  };
}

function sectionsIn(mask: number): number[] {
  return Array.from({ length: SECTIONS_PER_QUAD }, (_, section) => section).filter((section) => (mask >>> section) & 1);
}

function textOf(values: Values): string {
  const parts = Object.entries(values).map(([name, value]) => {
    if (typeof value !== 'object') return `${name}: ${value}`;
    if (Array.isArray(value)) return `${name}: [${(value as readonly Value[]).length}]`;
    return 'shape' in value ? `${name}: ${String(NdArrayView.from(value as unknown as NdArray<DType>))}` : `${name}: {…}`;
  });
  return `{ ${parts.join(', ')} }`;
}
