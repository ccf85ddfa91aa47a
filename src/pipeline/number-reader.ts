import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { ELEMENT_BYTES } from '../base/arrays.ts';
import { parseContains } from '../format/type-id.ts';
import { controlOf } from '../types/control.ts';
import { fixedPlace, readNumber, type FixedPlace } from '../types/fixed-place.ts';
import { decode, payloadType, type Decoded, type FindConfiguration } from '../types/registry.ts';
import { numberAt, parsePath, type ValuePath } from '../types/value-path.ts';
import { waveformsOf } from '../types/waveforms.ts';
import { measureWaveform } from '../types/measure-waveform.ts';
import type { LeafQuantity } from './column-request.ts';

/** An Xtc in a view: where its header lies, and its length with it. */
export type LeafPlace = { readonly view: DataView; readonly at: number; readonly extent: number };

/** What a number may need beside its leaf: configurations of the source, and the payload, expanded when it was compressed. */
export type LeafContext = { readonly find: FindConfiguration; readonly payload: () => Uint8Array };

/** `channel 2`, with the number by which the device knows it. */
const CHANNEL = /^channel (\d+)/;

/** Reads the number of one quantity out of a leaf; NaN when it has none. */
export type ReadNumber = (leaf: LeafPlace, context: LeafContext) => number;

/** What reads the number of a quantity. @throws {XtcError} 'bad-query' when its path is none */
export function numberReader(quantity: LeafQuantity): ReadNumber {
  switch (quantity.kind) {
    case 'value':
      return valueReader(parsePath(quantity.path));
    case 'code':
      return (leaf) => (hasCode(leaf, quantity.code) ? 1 : 0);
    case 'pv':
      return pvReader(quantity.pvId, quantity.element);
    case 'control':
      return controlReader(quantity.name);
    case 'waveform':
      return waveformReader(quantity);
  }
}

/** Numbers at a fixed place are read where they lie; all others by taking the payload apart. */
function valueReader(path: ValuePath): ReadNumber {
  const places = new Map<number, FixedPlace | null>();
  const placeFor = (contains: number): FixedPlace | null => {
    const known = places.get(contains);
    if (known !== undefined) return known;
    const { typeId, version, compressed } = parseContains(contains);
    const type = payloadType(typeId, version);
    const place = !compressed && type?.schemas.length === 1 ? fixedPlace(type.schemas[0], path) : null;
    places.set(contains, place);
    return place;
  };
  return (leaf, context) => {
    const { view, at, extent } = leaf;
    const place = placeFor(view.getUint32(at + 12, true));
    if (!place) return decodedNumber(leaf, context, path);
    const from = at + XTC_HEADER_BYTES + place.offset;
    return from + ELEMENT_BYTES[place.type] <= at + extent ? readNumber(view, place.type, from) : NaN;
  };
}

/** Records of other PVs share source and type: the number of the PV tells them apart. */
function pvReader(pvId: number, element: number): ReadNumber {
  const path = ['value', element];
  return (leaf, context) => {
    const { view, at, extent } = leaf;
    if (extent < XTC_HEADER_BYTES + 2 || view.getInt16(at + XTC_HEADER_BYTES, true) !== pvId) return NaN;
    return decodedNumber(leaf, context, path);
  };
}

function controlReader(name: string): ReadNumber {
  return (leaf, context) => {
    const decoded = decodeLeaf(leaf, context);
    return decoded.kind === 'value' ? (controlOf(decoded.values).controls.find((control) => control.name === name)?.value ?? NaN) : NaN;
  };
}

function waveformReader({ trace, from, to, measure }: Extract<LeafQuantity, { kind: 'waveform' }>): ReadNumber {
  return (leaf, context) => {
    const decoded = decodeLeaf(leaf, context);
    if (decoded.kind !== 'value') return NaN;
    const traces = waveformsOf(decoded.schema, decoded.values, decoded.config);
    const found = traces.find(({ label }) => CHANNEL.exec(label)?.[1] === String(trace)) ?? (traces.some(({ label }) => CHANNEL.test(label)) ? undefined : traces[trace]);
    return found ? measureWaveform(found, from, to, measure) : NaN;
  };
}

function decodedNumber(leaf: LeafPlace, context: LeafContext, path: ValuePath): number {
  const decoded = decodeLeaf(leaf, context);
  return decoded.kind === 'value' ? numberAt(decoded.values, path) : NaN;
}

function decodeLeaf({ view, at }: LeafPlace, { find, payload }: LeafContext): Decoded {
  return decode(parseContains(view.getUint32(at + 12, true)), payload(), find);
}

/** Whether the list of event codes has one. @source psddldata evr.ddl DataV3, DataV4 */
function hasCode({ view, at, extent }: LeafPlace, code: number): boolean {
  const start = at + XTC_HEADER_BYTES;
  if (extent < XTC_HEADER_BYTES + 4) return false;
  const end = Math.min(at + extent, start + 4 + 12 * view.getUint32(start, true));
  for (let entry = start + 4; entry + 12 <= end; entry += 12) {
    if (view.getUint32(entry + 8, true) === code) return true;
  }
  return false;
}
