import type { FromWorker, ToWorker } from './protocol.ts';

/** A failure of a worker outside of a callback, with its line in the script. */
export type ScriptError = { readonly worker: number; readonly message: string; readonly line: number; readonly column: number };

/** Workers that can reach nothing: no network, storage, page or file but those they are sent. */
export type Sandbox = {
  send(worker: number, message: ToWorker): void;
  /** Ends all of them at once, whatever they are doing. */
  dispose(): void;
};

export type SandboxWish = {
  /** What runs in each worker before the runtime. */
  readonly script: string;
  readonly workers: number;
  onMessage(worker: number, message: FromWorker): void;
  onError(error: ScriptError): void;
  /** The browser has ended the sandbox: its workers took too much memory. */
  onGone(): void;
};

/** @throws {XtcError} 'unreadable' when its files are not where the app's are */
export type StartSandbox = (wish: SandboxWish) => Promise<Sandbox>;

/** What a job needs of the page; app.ts hands it in. */
export type SandboxServices = {
  readonly start: StartSandbox;
  /** Bytes of the kernels: compiled ones cannot cross into the sandbox. */
  kernels(): Promise<Uint8Array>;
};
