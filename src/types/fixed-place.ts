import { ELEMENT_BYTES, type DType } from '../base/arrays.ts';
import type { Count, Member, Schema } from './schema.ts';
import type { ValuePath } from './value-path.ts';

/** Where a number lies in every payload of a layout. */
export type FixedPlace = { readonly type: DType; readonly offset: number };

/** Where a path leads in every payload of a layout; null when that depends on the payload, or when it leads to no number. */
export function fixedPlace(schema: Schema, path: ValuePath): FixedPlace | null {
  let offset = 0;
  const [name, ...rest] = path;
  for (const member of schema.members) {
    if (member.kind !== 'pad' && member.kind !== 'bits' && member.name === name) {
      const inside = placeIn(member, rest);
      return inside && { type: inside.type, offset: offset + inside.offset };
    }
    const byteLength = fixedBytes(member);
    if (byteLength === null) return null;
    offset += byteLength;
  }
  return null;
}

/** The number at a place of a view; integers of 64 bits lose what a double cannot hold. */
export function readNumber(view: DataView, type: DType, at: number): number {
  switch (type) {
    case 'u8':
      return view.getUint8(at);
    case 'i8':
      return view.getInt8(at);
    case 'u16':
      return view.getUint16(at, true);
    case 'i16':
      return view.getInt16(at, true);
    case 'u32':
      return view.getUint32(at, true);
    case 'i32':
      return view.getInt32(at, true);
    case 'f32':
      return view.getFloat32(at, true);
    case 'f64':
      return view.getFloat64(at, true);
    case 'u64':
      return Number(view.getBigUint64(at, true));
    case 'i64':
      return Number(view.getBigInt64(at, true));
  }
}

function placeIn(member: Member, path: ValuePath): FixedPlace | null {
  if (member.kind !== 'number' && member.kind !== 'struct') return null;
  const dims = fixedDims(member.dims);
  const [first, ...rest] = path;
  const index = member.dims.length === 0 ? 0 : first;
  if (!dims || typeof index !== 'number' || index >= dims.reduce((product, length) => product * length, 1)) return null;
  const inner = member.dims.length === 0 ? path : rest;
  if (member.kind === 'number') return inner.length === 0 ? { type: member.type, offset: index * ELEMENT_BYTES[member.type] } : null;
  const stride = schemaBytes(member.schema);
  const place = stride === null ? null : fixedPlace(member.schema, inner);
  return place && { type: place.type, offset: index * (stride ?? 0) + place.offset };
}

/** Bytes of a member that always has the same; null when they differ. */
export function fixedBytes(member: Member): number | null {
  if (member.kind === 'bits') return ELEMENT_BYTES[member.type];
  if (member.kind === 'pad') return typeof member.byteLength === 'number' ? member.byteLength : null;
  if (member.kind === 'rest') return null;
  const dims = fixedDims(member.dims);
  if (!dims) return null;
  const count = dims.reduce((product, length) => product * length, 1);
  if (member.kind === 'number') return count * ELEMENT_BYTES[member.type];
  if (member.kind === 'text') return typeof member.byteLength === 'number' ? count * member.byteLength : null;
  const stride = schemaBytes(member.schema);
  return stride === null ? null : count * stride;
}

/** Bytes of a structure that always has the same; null when they differ. */
export function schemaBytes(schema: Schema): number | null {
  let byteLength = 0;
  for (const member of schema.members) {
    const bytes = fixedBytes(member);
    if (bytes === null) return null;
    byteLength += bytes;
  }
  return Math.ceil(byteLength / schema.align) * schema.align;
}

function fixedDims(dims: readonly Count[]): readonly number[] | null {
  return dims.every((length): length is number => typeof length === 'number') ? dims : null;
}
