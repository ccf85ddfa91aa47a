// Plain data as JSON, its typed arrays aside as columns of bytes.

const COLUMN_TYPES = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array, ArrayBuffer } as const;

/** Kind of a column, by the name of its class. */
export type ColumnType = keyof typeof COLUMN_TYPES;

/** A column's place: byteLength bytes from `offset` on, where offset 0 is the first column's first byte. */
export type Column = { readonly type: ColumnType; readonly offset: number; readonly byteLength: number };

export type PackedValue = { readonly json: unknown; readonly columns: readonly Column[]; readonly parts: readonly Uint8Array<ArrayBuffer>[] };

const ALIGNMENT = 8;

/** Takes plain data apart: `json` names its columns as `{ $column: n }`; `parts` are their bytes, padded to 8. */
export function packValue(value: unknown): PackedValue {
  const columns: Column[] = [];
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  const visit = (item: unknown): unknown => {
    const type = columnType(item);
    if (type) {
      const bytes = bytesOf(item as ArrayBuffer | Uint8Array);
      const padding = -bytes.byteLength & (ALIGNMENT - 1);
      columns.push({ type, offset, byteLength: bytes.byteLength });
      parts.push(bytes);
      if (padding > 0) parts.push(new Uint8Array(padding));
      offset += bytes.byteLength + padding;
      return { $column: columns.length - 1 };
    }
    if (Array.isArray(item)) return item.map(visit);
    if (typeof item === 'object' && item !== null) return Object.fromEntries(Object.entries(item).map(([key, part]) => [key, visit(part)]));
    return item;
  };
  return { json: visit(value), columns, parts };
}

/**
 * Puts plain data together again; each column becomes a copy, free to be transferred.
 * @param columns checked to lie inside `bytes`  @returns the value; a column that is not there becomes undefined
 */
export function unpackValue(json: unknown, columns: readonly Column[], bytes: Uint8Array): unknown {
  const visit = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(visit);
    if (typeof item !== 'object' || item === null) return item;
    const at: unknown = (item as { $column?: unknown }).$column;
    if (typeof at !== 'number') return Object.fromEntries(Object.entries(item).map(([key, part]) => [key, visit(part)]));
    const column = columns[at] as Column | undefined;
    if (!column) return undefined;
    const buffer = bytes.slice(column.offset, column.offset + column.byteLength).buffer;
    return column.type === 'ArrayBuffer' ? buffer : new COLUMN_TYPES[column.type](buffer);
  };
  return visit(json);
}

/** What of a column's description can be relied on; null when it is no column inside `byteLength` bytes. */
export function checkColumn(value: unknown, byteLength: number): Column | null {
  const { type, offset, byteLength: size } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof Column, unknown>>;
  if (typeof type !== 'string' || !Object.hasOwn(COLUMN_TYPES, type)) return null;
  if (!isCount(offset) || !isCount(size) || offset % ALIGNMENT !== 0 || offset + size > byteLength) return null;
  const known = type as ColumnType;
  const element = known === 'ArrayBuffer' ? 1 : COLUMN_TYPES[known].BYTES_PER_ELEMENT;
  return size % element === 0 ? { type: known, offset, byteLength: size } : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function columnType(value: unknown): ColumnType | null {
  for (const [name, type] of Object.entries(COLUMN_TYPES)) {
    if (value instanceof type) return name as ColumnType;
  }
  return null;
}

function bytesOf(value: ArrayBuffer | Uint8Array): Uint8Array<ArrayBuffer> {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
}
