/** What can be wrong with a file, an input or a step. One word each, stable: scripts and tests compare it. */
export type ProblemCode =
  | 'empty-file' // nothing in it
  | 'not-xtc' // another format, or nothing that reads as a datagram
  | 'truncated' // ends inside a datagram
  | 'bad-extent' // a datagram's extent is impossible
  | 'lost-framing' // bytes between datagrams that belong to none
  | 'bad-header' // a datagram whose place is certain but whose header has an impossible field
  | 'bad-tree' // an Xtc inside a datagram has an impossible extent
  | 'unreadable' // the browser could not read the file
  | 'no-configuration' // data whose configuration is missing
  | 'bad-payload' // a payload that is shorter than its type needs
  | 'time-order' // a datagram whose clock goes back
  | 'duplicate' // the same datagram twice
  | 'missing-chunk' // a chunk of a stream was not opened
  | 'missing-stream' // a stream of a run was not opened
  | 'missing-events' // events that fiducials say there should be
  | 'bad-name' // a file whose name tells no run
  | 'bad-index' // an index file that is damaged, or that disagrees with its data
  | 'bad-dark' // a pedestal file that cannot be used
  | 'unsupported' // understood, but not shown yet
  | 'unknown-source' // a source the run does not have
  | 'bad-query' // a search with a word that is not understood
  | 'bad-expression' // an expression or filter that is not understood; `offset` counts its characters
  | 'bad-array' // a file of arrays that cannot be used
  | 'bad-fit' // a fit that cannot be made or does not converge
  | 'out-of-range' // an event, datagram or region that does not exist
  | 'kernel' // WebAssembly could not be started or ran out of memory
  | 'aborted'; // stopped by the user

/** A located thing that is wrong, for the problem list. */
export type Problem = {
  readonly code: ProblemCode;
  /** File name, without folders; empty when it concerns no file. */
  readonly file: string;
  /** Bytes from the start of the file: where a person should look. */
  readonly offset: number;
  /** What was found, what was expected, what was kept, what one can do. Whole sentences. */
  readonly message: string;
};

/** Thrown for what stops the present step. Its fields survive the way through a worker (workers/wire.ts). */
export class XtcError extends Error {
  readonly code: ProblemCode;
  readonly file: string;
  readonly offset: number;

  constructor(code: ProblemCode, message: string, where: { file?: string; offset?: number; cause?: unknown } = {}) {
    super(message, { cause: where.cause });
    this.name = 'XtcError';
    this.code = code;
    this.file = where.file ?? '';
    this.offset = where.offset ?? 0;
  }

  toProblem(): Problem {
    return { code: this.code, file: this.file, offset: this.offset, message: this.message };
  }
}

/** Throws 'aborted' when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new XtcError('aborted', 'Stopped.');
}

/** Any thrown value as a Problem; what is not an XtcError becomes `fallback`. */
export function toProblem(error: unknown, fallback: ProblemCode = 'unsupported'): Problem {
  if (error instanceof XtcError) return error.toProblem();
  return { code: fallback, file: '', offset: 0, message: error instanceof Error ? error.message : String(error) };
}
