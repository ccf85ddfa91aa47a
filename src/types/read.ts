import { countOf, ELEMENT_BYTES, typedArray, type DType } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { readNumber } from './fixed-place.ts';
import { exact, numberOf, structOf, type About, type BitPart, type Count, type Member, type Schema, type Value, type Values } from './schema.ts';

/** A value with its place in the payload: what the tree, the byte view and tables show. */
export type Placed = About & {
  readonly name: string;
  /** `u16`, `char`, or the name of a structure. */
  readonly type: string;
  /** Bytes from the start of the payload, half open; those of its word for bits, empty for what is computed. */
  readonly start: number;
  readonly end: number;
  /** Empty for a single value. */
  readonly shape: readonly number[];
  readonly value: Value;
  /** Members of a structure, elements of a list of structures; empty else. */
  readonly children: readonly Placed[];
};

/** Bytes of a payload that were read, and where they came from, for messages. */
type Where = { readonly file?: string; readonly offset?: number };

const NO_VALUES: Values = {};
/** More elements than this no payload can hold: a length that says so is wrong. */
const MOST_ELEMENTS = 2 ** 31;

/**
 * The members of a structure that a payload begins with, computed ones included.
 * @param where of the payload, for messages
 * @throws {XtcError} 'bad-payload' at the member that the payload is too short for
 */
export function readValues(schema: Schema, payload: Uint8Array, config: Values = NO_VALUES, where: Where = {}): Values {
  return new Reader(payload, config, where).struct(schema, null);
}

/** The same, each value with its place. @throws {XtcError} as `readValues` */
export function readPlaced(schema: Schema, payload: Uint8Array, config: Values = NO_VALUES, where: Where = {}): Placed[] {
  return readBoth(schema, payload, config, where).placed;
}

/** Values and places of one reading: they share their arrays. @throws {XtcError} as `readValues` */
export function readBoth(schema: Schema, payload: Uint8Array, config: Values = NO_VALUES, where: Where = {}): { values: Values; placed: Placed[] } {
  const placed: Placed[] = [];
  const values = new Reader(payload, config, where).struct(schema, placed);
  return { values, placed };
}

class Reader {
  readonly #payload: Uint8Array;
  readonly #view: DataView;
  #config: Values;
  readonly #where: Where;
  #at = 0;

  constructor(payload: Uint8Array, config: Values, where: Where) {
    this.#payload = payload;
    this.#view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    this.#config = config;
    this.#where = where;
  }

  struct(schema: Schema, placed: Placed[] | null): Values {
    const own: Record<string, Value> = {};
    const start = this.#at;
    for (const member of schema.members) this.#member(member, schema, own, placed);
    const length = this.#at - start;
    // The last one of a payload may lack what it is filled up with.
    if (schema.align > 1) this.#at = Math.min(start + Math.ceil(length / schema.align) * schema.align, this.#payload.byteLength);
    for (const { name, of, ...about } of schema.derived) {
      own[name] = of(own, this.#config);
      if (!about.isPrivate) placed?.push({ ...about, name, type: 'computed', start, end: start, shape: shapeOf(own[name]), value: own[name], children: [] });
    }
    return schema.privates.size === 0 ? own : Object.fromEntries(Object.entries(own).filter(([name]) => !schema.privates.has(name)));
  }

  #member(member: Member, schema: Schema, own: Record<string, Value>, placed: Placed[] | null): void {
    const start = this.#at;
    switch (member.kind) {
      case 'number':
        own[member.name] = this.#numbers(member.type, this.#dims(member.dims, own, schema), member.name, schema);
        break;
      case 'text':
        own[member.name] = this.#texts(this.#count(member.byteLength, own, schema), this.#dims(member.dims, own, schema), member.name, schema);
        break;
      case 'bits':
        this.#bits(member, schema, own, placed);
        return;
      case 'pad':
        this.#need(this.#count(member.byteLength, own, schema), 'padding', schema);
        return;
      default:
        own[member.name] = this.#structs(member, schema, own, placed);
        return;
    }
    if (placed) {
      const { name, unit, names, note } = member;
      const type = member.kind === 'text' ? 'char' : member.type;
      placed.push({ name, type, unit, names, note, start, end: this.#at, shape: shapeOf(own[name]), value: own[name], children: [] });
    }
  }

  #structs(member: Extract<Member, { schema: Schema }>, schema: Schema, own: Values, placed: Placed[] | null): Value {
    const { name, unit, names, note } = member;
    const start = this.#at;
    const children: Placed[] | null = placed && [];
    const type = member.schema.name;
    if (member.kind === 'struct' && member.dims.length === 0) {
      const outer = this.#config;
      if (member.configuredBy !== undefined) this.#config = structOf(own, member.configuredBy);
      const value = this.struct(member.schema, children);
      this.#config = outer;
      placed?.push({ name, type, unit, names, note, start, end: this.#at, shape: [], value, children: children ?? [] });
      return value;
    }
    const shape = member.kind === 'rest' ? null : this.#dims(member.dims, own, schema);
    const count = shape ? countOf(shape) : MOST_ELEMENTS;
    const list: Values[] = [];
    // Trailing bytes that only fill up to a multiple of 4 are no element.
    const ends = (): boolean => (shape ? list.length >= count : this.#payload.byteLength - this.#at < 4);
    while (!ends()) {
      const from = this.#at;
      const inside: Placed[] | null = children && [];
      const value = this.struct(member.schema, inside);
      // Without this a structure of no bytes would repeat for ever.
      if (this.#at === from && list.length >= this.#payload.byteLength) throw this.#tooShort(1, name, schema);
      children?.push({ name: `${name}[${list.length}]`, type, start: from, end: this.#at, shape: [], value, children: inside ?? [] });
      list.push(value);
    }
    placed?.push({ name, type, unit, names, note, start, end: this.#at, shape: shape ?? [list.length], value: list, children: children ?? [] });
    return list;
  }

  #numbers(type: DType, shape: readonly number[], name: string, schema: Schema): Value {
    if (shape.length === 0) {
      const at = this.#need(ELEMENT_BYTES[type], name, schema);
      return this.#number(type, at);
    }
    const byteLength = countOf(shape) * ELEMENT_BYTES[type];
    const at = this.#need(byteLength, name, schema);
    const { buffer } = this.#payload.slice(at, at + byteLength); // Its own bytes: payloads lie at any address.
    return { shape, dtype: type, data: typedArray(type, buffer) };
  }

  #number(type: DType, at: number): number | bigint {
    if (type === 'u64') return exact(this.#view.getBigUint64(at, true));
    if (type === 'i64') return exact(this.#view.getBigInt64(at, true));
    return readNumber(this.#view, type, at);
  }

  #texts(byteLength: number, shape: readonly number[], name: string, schema: Schema): Value {
    const count = countOf(shape);
    const at = this.#need(byteLength * count, name, schema);
    if (shape.length === 0) return this.#text(at, byteLength);
    return Array.from({ length: count }, (_, i) => this.#text(at + i * byteLength, byteLength));
  }

  /** Text up to the first NUL, bytes above 126 as Latin-1. */
  #text(at: number, byteLength: number): string {
    let text = '';
    for (let i = at; i < at + byteLength && this.#payload[i] !== 0; ++i) text += String.fromCharCode(this.#payload[i]);
    return text;
  }

  #bits({ name, type, parts }: Extract<Member, { kind: 'bits' }>, schema: Schema, own: Record<string, Value>, placed: Placed[] | null): void {
    const start = this.#need(ELEMENT_BYTES[type], name ?? parts[0]?.name ?? 'bits', schema);
    const word = this.#number(type, start);
    const put = (about: About & { name: string }, value: Value): void => {
      own[about.name] = value;
      placed?.push({ ...about, type, start, end: this.#at, shape: [], value, children: [] });
    };
    if (name !== null) put({ name }, word);
    for (const part of parts) put({ name: part.name, unit: part.unit, names: part.names, note: part.note }, bitsOf(word, part));
  }

  #dims(dims: readonly Count[], own: Values, schema: Schema): number[] {
    return dims.length === 0 ? [] : dims.map((count) => this.#count(count, own, schema));
  }

  #count(count: Count, own: Values, schema: Schema): number {
    const length = typeof count === 'number' ? count : typeof count === 'string' ? numberOf(own, count) : count(own, this.#config);
    if (Number.isInteger(length) && length >= 0 && length < MOST_ELEMENTS) return length;
    throw this.#error(`${schema.name} says a length of ${length} at byte ${this.#at} of its payload`);
  }

  #need(byteLength: number, name: string, schema: Schema): number {
    const at = this.#at;
    if (at + byteLength > this.#payload.byteLength) throw this.#tooShort(byteLength, name, schema);
    this.#at = at + byteLength;
    return at;
  }

  #tooShort(byteLength: number, name: string, schema: Schema): XtcError {
    return this.#error(`${schema.name} needs ${byteLength} bytes for ${name} at byte ${this.#at} of its payload, which has ${this.#payload.byteLength}`);
  }

  #error(message: string): XtcError {
    const { file, offset = 0 } = this.#where;
    return new XtcError('bad-payload', `${message}.`, { file, offset: offset + this.#at });
  }
}

function bitsOf(word: number | bigint, { low, high }: BitPart): number {
  const width = high - low + 1;
  if (typeof word === 'number' && high < 32) return width === 32 ? word : (word >>> low) & (2 ** width - 1);
  return Number(BigInt.asUintN(width, BigInt(word) >> BigInt(low)));
}

function shapeOf(value: Value): readonly number[] {
  if (Array.isArray(value)) return [(value as readonly Value[]).length];
  return typeof value === 'object' && 'dtype' in value && 'shape' in value ? (value.shape as readonly number[]) : [];
}
