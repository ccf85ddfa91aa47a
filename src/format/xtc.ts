import type { SourceKind } from './source.ts';

/** One Xtc of a datagram's tree. */
export type XtcNode = {
  /** Type name as the scanner prints it, without version: `CspadElement`, `RunControlConfig`, `-Invalid-`. */
  readonly type: string;
  readonly typeId: number;
  readonly version: number;
  readonly compressed: boolean;
  readonly kind: SourceKind;
  readonly source: string;
  readonly level: number;
  readonly phy: number;
  readonly damage: number;
  /** File offset of its 20-byte header. */
  readonly offset: number;
  /** Bytes with the header. */
  readonly extent: number;
  readonly children: readonly XtcNode[];
};
