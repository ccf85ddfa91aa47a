import type { Problem } from '../base/errors.ts';
import type { LeafKind } from '../format/run-index.ts';
import type { Placed } from './read.ts';
import type { Values } from './schema.ts';

/** The value of one leaf of a run. */
export type LeafValue = {
  readonly kind: LeafKind;
  /** Name of the file, and where the leaf's Xtc header lies in it. */
  readonly file: string;
  readonly offset: number;
  /** Where its payload lies; its places count from `payloadOffset` unless it was compressed. */
  readonly payloadOffset: number;
  readonly byteLength: number;
  /** The damage word of its header: a damaged leaf is shown as far as it can be read. */
  readonly damage: number;
  /** Class of the DAQ's library, `Ipimb.DataV1`; empty when it could not be taken apart. */
  readonly schema: string;
  /** Null when it could not be taken apart: `problem` says why. */
  readonly values: Values | null;
  /** The same with places, units and enum names; empty when it could not be taken apart or was not asked for. */
  readonly placed: readonly Placed[];
  readonly problem: Problem | null;
};
