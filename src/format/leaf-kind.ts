import type { LeafKind } from './run-index.ts';

type SourceOf = Pick<LeafKind, 'level' | 'phy'>;
type TypeOf = Pick<LeafKind, 'typeId' | 'version'>;

/** Whether both are of one source: the process id does not count. */
export function isSameSource(a: SourceOf, b: SourceOf): boolean {
  return a.level === b.level && a.phy === b.phy;
}

/** Whether both are of one source and one type, compressed or not. */
export function isSameKind(a: SourceOf & TypeOf, b: SourceOf & TypeOf): boolean {
  return isSameSource(a, b) && a.typeId === b.typeId && a.version === b.version;
}
