import type { Schema, Values } from './schema.ts';

/** How payloads of a type and version are laid out. */
export type PayloadType = {
  readonly typeId: number;
  readonly version: number;
  /** All layouts it can have; mostly one. */
  readonly schemas: readonly Schema[];
  /** The layout of a payload. @throws {XtcError} 'unsupported' when none fits */
  readonly schemaOf: (payload: Uint8Array, config: Values) => Schema;
  /** Types of the configurations that describe it, of which its source has one; empty when it needs none. */
  readonly configurations: readonly number[];
  /** True when its layout needs no configuration: plots only do. */
  readonly mayLackConfiguration: boolean;
  /** True when a payload of no bytes says something. */
  readonly mayBeEmpty: boolean;
};

/** What a row says beside number, version and layout. */
type Options = Partial<Pick<PayloadType, 'configurations' | 'mayLackConfiguration' | 'mayBeEmpty'>>;

/** A type with one layout. */
export function type(typeId: number, version: number, schema: Schema, options: Options = {}): PayloadType {
  return variants(typeId, version, [schema], () => schema, options);
}

/** A type whose layout is told by its payload. */
export function variants(typeId: number, version: number, schemas: readonly Schema[], schemaOf: PayloadType['schemaOf'], options: Options = {}): PayloadType {
  const { configurations = [], mayLackConfiguration = configurations.length === 0, mayBeEmpty = false } = options;
  return { typeId, version, schemas, schemaOf, configurations, mayLackConfiguration, mayBeEmpty };
}
