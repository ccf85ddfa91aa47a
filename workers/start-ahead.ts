import type { RemoteWorker, Startable } from './api.ts';

/** Workers of a kind, of which the first may be started before it is wanted. */
export type StartedAhead<Api extends Startable> = {
  /** Starts one while nothing else is to be done; it is the next that is taken. */
  warm(): void;
  /** A worker, the caller's from then on. */
  take(): RemoteWorker<Api>;
};

/** Takes the start of a worker, a tenth of a second, out of the time that somebody waits for it. */
export function startAhead<Api extends Startable>(start: () => RemoteWorker<Api>): StartedAhead<Api> {
  let ready: RemoteWorker<Api> | null = null;
  return {
    warm() {
      ready ??= start();
      ready.call(() => Promise.resolve()).catch(() => undefined); // Its first real call says why it did not start.
    },
    take() {
      const taken = ready ?? start();
      ready = null;
      return taken;
    },
  };
}
