/** One file of a stream. */
export type ChunkFile = {
  readonly file: File;
  readonly chunk: number;
  /** The DAQ's index of it, `.xtc.idx`, when it lies beside it. */
  readonly daqIndex?: File;
  /** Its small data, `.smd.xtc`, when they lie beside it: they are scanned instead. */
  readonly smallData?: File;
};

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
  /** Index files of ours that may be those of this run; what they hold tells. */
  readonly indexFiles?: readonly File[];
};

/** Every file that data are read from, in the order of RunIndex.files: all chunks, then what small data they have. */
export function filesOfRun(run: RunFiles): File[] {
  const chunks = run.streams.flatMap((stream) => stream.chunks);
  return [...chunks.map(({ file }) => file), ...chunks.flatMap(({ smallData }) => smallData ?? [])];
}

/** Whether a file calls itself small data. */
export function isSmallDataName(name: string): boolean {
  return /\.smd\.xtc(\.inprogress)?$/i.test(name);
}

/** The files that only tell about a run. */
export function companionsOfRun(run: RunFiles): File[] {
  return [...run.streams.flatMap(({ chunks }) => chunks.flatMap(({ daqIndex }) => daqIndex ?? [])), ...(run.indexFiles ?? [])];
}
