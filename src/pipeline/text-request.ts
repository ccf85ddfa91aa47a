import type { Verbosity } from '../format/reader-text.ts';
import type { ByteRange } from './frame.ts';

/** Datagrams to be printed, in this order. */
export type TextRequest = {
  readonly files: readonly File[];
  /** For each datagram: index into `files`, offset and length in it. */
  readonly fileOf: Uint16Array;
  readonly offsets: Float64Array;
  readonly byteLengths: Float64Array;
  readonly verbosity: Verbosity;
  /** Payloads of the AliasConfigs that name sources. */
  readonly aliases: readonly ByteRange[];
};
