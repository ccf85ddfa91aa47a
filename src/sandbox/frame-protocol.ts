/** From the page to the frame, with a port for the frame itself and one for each worker. */
export type FrameStart = { readonly script: string };

/** A worker whose script does not run, or that failed outside of a callback; and the answer to anything that is asked. */
export type FrameMessage = { readonly type: 'alive' } | { readonly type: 'error'; readonly worker: number; readonly message: string; readonly line: number; readonly column: number };
