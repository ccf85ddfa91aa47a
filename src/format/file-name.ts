/** What the name of a file tells. */
export type FileName = {
  /** `e153`, `xppi0310`; empty when the name does not follow the convention. */
  readonly experiment: string;
  readonly run: number;
  readonly stream: number;
  readonly chunk: number;
};

const NAME = /^(.+)-r(\d+)-s(\d+)-c(\d+)(\.smd)?\.xtc(\.inprogress)?$/i;
const EXTENSION = /\.xtc(\.inprogress)?$/i;

/**
 * Reads `EXP-rRUN-sSTREAM-cCHUNK.xtc`, also while it is still being written (`.inprogress`). Any other name is run 0,
 * stream 0, chunk 0 of no experiment.
 * @source psana XtcInput src/XtcFileName.cpp
 */
export function parseFileName(name: string): FileName {
  const match = NAME.exec(name);
  if (!match) return { experiment: '', run: 0, stream: 0, chunk: 0 };
  const [, experiment, run, stream, chunk] = match;
  return { experiment, run: Number(run), stream: Number(stream), chunk: Number(chunk) };
}

/** Whether a file calls itself XTC. */
export function isXtcName(name: string): boolean {
  return EXTENSION.test(name);
}

/** The name that `parseFileName` reads: `e81-r0098-s00-c00.xtc`. */
export function printFileName({ experiment, run, stream, chunk }: FileName): string {
  const digits = (value: number, count: number): string => String(value).padStart(count, '0');
  return `${experiment}-r${digits(run, 4)}-s${digits(stream, 2)}-c${digits(chunk, 2)}.xtc`;
}
