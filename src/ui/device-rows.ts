import type { ScanTable } from '../format/scan-table.ts';

/** One type of one device, as a line of the device table. */
export type DeviceRow = {
  readonly kind: string;
  readonly source: string;
  readonly type: string;
  readonly version: number;
  readonly count: number;
  /** Events without it, when most have it. */
  readonly missing: number;
};

export type DeviceColumn = keyof DeviceRow;
export type DeviceOrder = { readonly column: DeviceColumn; readonly isDescending: boolean };

/** The lines whose kind, device or type contains every word of `search`, in the wished order; null keeps the scanner's. */
export function deviceRows(table: ScanTable, search: string, order: DeviceOrder | null): DeviceRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = table.devices.flatMap(({ kind, source, types }) =>
    types.map(({ name, version, count, missing = 0 }) => ({ kind, source, type: name, version, count, missing })),
  );
  const found = rows.filter((row) => {
    const text = `${row.kind} ${row.source} ${row.type}_V${row.version}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (!order) return found;
  const sign = order.isDescending ? -1 : 1;
  // Array sort is stable: equal rows keep the scanner's order.
  return found.sort((a, b) => sign * compare(a[order.column], b[order.column]));
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
