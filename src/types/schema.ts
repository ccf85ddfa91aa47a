import type { DType, NdArray } from '../base/arrays.ts';

/** What a member can hold: 64-bit integers are numbers up to 2^53 and bigint above. */
export type Value = number | bigint | string | NdArray<DType> | Values | readonly Value[];

/** The members of a structure by the names of the DAQ library's accessors. */
export type Values = { readonly [name: string]: Value };

/** What a length may depend on: the members before it, and the configuration of the source (empty when it needs none). */
export type Count = number | string | ((own: Values, config: Values) => number);

/** Names of the values of an enum, as the library spells them. */
export type EnumNames = Readonly<Record<number, string>>;

/** What is said about a member beside its value. */
export type About = {
  readonly unit?: string;
  readonly names?: EnumNames;
  readonly note?: string;
  /** The library has no accessor for it: panels leave it out, and `Values` too unless it is computed. */
  readonly isPrivate?: boolean;
};

/** Bits `low` … `high` (inclusive) of a word, counted from the lowest. */
export type BitPart = About & { readonly name: string; readonly low: number; readonly high: number };

/** One member of a structure. All lie back to back, in order. @source psddldata: its compiler refuses hidden padding */
export type Member =
  | (About & { readonly kind: 'number'; readonly name: string; readonly type: DType; readonly dims: readonly Count[] })
  | (About & { readonly kind: 'text'; readonly name: string; readonly byteLength: Count; readonly dims: readonly Count[] })
  /** `configuredBy` names a member before it that is its configuration: types that carry their own have one. */
  | (About & { readonly kind: 'struct'; readonly name: string; readonly schema: Schema; readonly dims: readonly Count[]; readonly configuredBy?: string })
  /** As many structures as fit into what is left. */
  | (About & { readonly kind: 'rest'; readonly name: string; readonly schema: Schema })
  /** A word of which the parts are named; shown itself too when it has a name. */
  | { readonly kind: 'bits'; readonly name: string | null; readonly type: 'u8' | 'u16' | 'u32' | 'u64'; readonly parts: readonly BitPart[] }
  | { readonly kind: 'pad'; readonly byteLength: Count };

/** A value that the library computes from the members. */
export type Derived = About & { readonly name: string; readonly of: (own: Values, config: Values) => Value };

/** The layout of one structure. */
export type Schema = {
  /** Class of the DAQ's library, `Ipimb.DataV1`. */
  readonly name: string;
  readonly members: readonly Member[];
  /** Its length is rounded up to this many bytes, which matters in arrays. */
  readonly align: number;
  readonly derived: readonly Derived[];
  /** Names that `Values` leaves out. */
  readonly privates: ReadonlySet<string>;
};

/** A structure. @param options `align` where its length is rounded up, `derived` values in the order of the library */
export function struct(name: string, members: readonly Member[], options: { align?: number; derived?: readonly Derived[] } = {}): Schema {
  const privates = members.flatMap((member) => {
    if (member.kind === 'pad') return [];
    const named: readonly (About & { name: string })[] = member.kind === 'bits' ? member.parts : [member];
    return named.filter(({ isPrivate }) => isPrivate).map((hidden) => hidden.name);
  });
  return { name, members, align: options.align ?? 1, derived: options.derived ?? [], privates: new Set(privates) };
}

/** A number, or an array of them in C order when lengths are given. */
export function num(type: DType, name: string, dims: Count | readonly Count[] = [], about: About = {}): Member {
  return { kind: 'number', type, name, dims: listOf(dims), ...about };
}

/** Several numbers of one type, one after another. */
export function nums(type: DType, ...names: readonly string[]): Member[] {
  return names.map((name) => num(type, name));
}

/** A text of `byteLength` bytes, ended by a NUL when it is shorter. */
export function text(name: string, byteLength: Count, dims: Count | readonly Count[] = [], about: About = {}): Member {
  return { kind: 'text', name, byteLength, dims: listOf(dims), ...about };
}

/** A structure in a structure, or a list of them when a length is given. */
export function inner(name: string, schema: Schema, dims: Count | readonly Count[] = [], about: About = {}): Member {
  return { kind: 'struct', name, schema, dims: listOf(dims), ...about };
}

/** A structure whose configuration is a member before it. */
export function configured(name: string, schema: Schema, configuredBy: string, about: About = {}): Member {
  return { kind: 'struct', name, schema, dims: [], configuredBy, ...about };
}

/** Structures up to the end of the payload. */
export function rest(name: string, schema: Schema, about: About = {}): Member {
  return { kind: 'rest', name, schema, ...about };
}

/** `[name, bit]`, `[name, low, high]`, each with what is said about it. */
export type BitSpec = readonly [name: string, low: number, high?: number, about?: About];

/** A word whose bits have names: `bits('u32', null, ['vc', 0, 1], ['lane', 6, 7])`. */
export function bits(type: 'u8' | 'u16' | 'u32' | 'u64', name: string | null, ...parts: readonly BitSpec[]): Member {
  return { kind: 'bits', type, name, parts: parts.map(([part, low, high = low, about = {}]) => ({ name: part, low, high, ...about })) };
}

/** Bytes that mean nothing to a reader. */
export function pad(byteLength: Count): Member {
  return { kind: 'pad', byteLength };
}

/** A value computed from the members. */
export function derive(name: string, of: Derived['of'], about: About = {}): Derived {
  return { name, of, ...about };
}

/** A length that the configuration of the source says. */
export function ofConfig(name: string): Count {
  return (_, config) => numberOf(config, name);
}

/** A member that is known to be a number; 0 when it is not there. */
export function numberOf(values: Values, name: string): number {
  const value = values[name];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
}

/** A member that is known to be an array of numbers; empty when it is not there. */
export function numbersOf(values: Values, name: string): readonly number[] {
  const value = values[name];
  return typeof value === 'object' && 'data' in value && ArrayBuffer.isView(value.data) ? Array.from(value.data as unknown as ArrayLike<number | bigint>, Number) : [];
}

/** A member that is known to be a text; empty when it is not there. */
export function textOf(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** A member that is known to be a structure; without members when it is not there. */
export function structOf(values: Values, name: string): Values {
  const value = values[name];
  return typeof value === 'object' && !Array.isArray(value) ? (value as Values) : {};
}

/** A member that is known to be a list of structures; empty when it is not there. */
export function structsOf(values: Values, name: string): readonly Values[] {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly Values[]) : [];
}

/** A 64-bit integer as a number where that is exact. */
export function exact(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

function listOf(dims: Count | readonly Count[]): readonly Count[] {
  return Array.isArray(dims) ? (dims as readonly Count[]) : [dims as Count];
}
