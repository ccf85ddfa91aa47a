/** One file of a stream. */
export type ChunkFile = { readonly file: File; readonly chunk: number };

/** One recorder's files, in chunk order. */
export type StreamFiles = { readonly stream: number; readonly chunks: readonly ChunkFile[] };

/** The files of one run, grouped by name. A `File` crosses to a worker without a copy. */
export type RunFiles = {
  /** `e153`, `xppi0310`; empty when the name tells none. */
  readonly experiment: string;
  readonly run: number;
  /** What the user reads: `e153 r0141`, or the file name when it tells no run. */
  readonly label: string;
  readonly streams: readonly StreamFiles[];
};
