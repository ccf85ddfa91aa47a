import type { RunIndex } from './run-index.ts';
import type { ScanTable } from './scan-table.ts';
import { typeName } from './type-id.ts';

/** Bytes that one type of one source takes, headers and all copies included. */
export type TypeShare = {
  readonly name: string;
  readonly version: number;
  readonly bytes: number;
  /** As in the scan table: what streams repeat counts once. */
  readonly count: number;
  readonly damaged: number;
};

/** Bytes of a source, its types from the largest to the smallest. */
export type SourceShare = { readonly kind: string; readonly source: string; readonly bytes: number; readonly types: readonly TypeShare[] };

/** What fills the files of a run, the largest source first; `containerBytes` are headers of datagrams and containers. */
export type ByteShares = { readonly total: number; readonly containerBytes: number; readonly sources: readonly SourceShare[] };

/** Adds up the bytes of a run by source and type. */
export function byteShares(index: RunIndex, table: ScanTable): ByteShares {
  const counts = new Map<string, number>();
  for (const { level, phy, types } of table.devices) {
    for (const { name, version, count } of types) counts.set(`${level}:${phy} ${name} ${version}`, count);
  }
  const sources = new Map<string, { kind: string; source: string; types: Map<string, TypeShare> }>();
  index.kinds.forEach(({ kind, source, level, phy, typeId, version }, i) => {
    const key = `${level}:${phy}`;
    const device = sources.get(key) ?? { kind, source, types: new Map<string, TypeShare>() };
    sources.set(key, device);
    const name = typeName(typeId);
    const before = device.types.get(`${name} ${version}`);
    device.types.set(`${name} ${version}`, {
      name,
      version,
      bytes: (before?.bytes ?? 0) + index.kindBytes[i],
      count: counts.get(`${key} ${name} ${version}`) ?? 0,
      damaged: (before?.damaged ?? 0) + index.kindDamaged[i],
    });
  });
  const shares = [...sources.values()].map(({ kind, source, types }): SourceShare => {
    const sorted = [...types.values()].sort((a, b) => b.bytes - a.bytes);
    return { kind, source, bytes: sum(sorted), types: sorted };
  });
  shares.sort((a, b) => b.bytes - a.bytes);
  return { total: sum(shares) + index.containerBytes, containerBytes: index.containerBytes, sources: shares };
}

function sum(parts: readonly { readonly bytes: number }[]): number {
  return parts.reduce((total, { bytes }) => total + bytes, 0);
}
