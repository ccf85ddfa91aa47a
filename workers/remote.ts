import { releaseProxy, wrap, type Remote } from 'comlink';
import { XtcError } from '../src/base/errors.ts';
import type { RemoteWorker, Startable } from './api.ts';
import { closeSignal, prepareWire } from './wire.ts';

prepareWire();

/**
 * Starts a worker on its first call and gives it the compiled kernels.
 *
 * @throws {XtcError} from calls: what the worker threw; 'kernel' when it could not be loaded; 'aborted' after dispose
 */
export function startWorker<Api extends Startable>(
  create: () => Worker,
  module: Promise<WebAssembly.Module>,
): RemoteWorker<Api> {
  let end: (error: XtcError) => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => (end = reject));
  ended.catch(() => undefined); // Only calls that are under way need to hear of it.
  let running: { worker: Worker; remote: Remote<Api>; started: Promise<void> } | null = null;

  function run() {
    if (running) return running;
    const worker = create();
    worker.addEventListener('error', (event) => {
      end(new XtcError('kernel', `A worker could not be started: ${event.message || 'its script did not load'}.`));
    });
    const remote = wrap<Api>(worker);
    const started = module.then((compiled) => (remote as unknown as Startable).start(compiled));
    running = { worker, remote, started };
    return running;
  }

  return {
    async call(use, outer) {
      const { remote, started } = run();
      const controller = new AbortController();
      const abort = () => controller.abort();
      if (outer?.aborted) abort();
      outer?.addEventListener('abort', abort, { once: true });
      try {
        await Promise.race([started, ended]);
        return await Promise.race([use(remote as never, controller.signal), ended]);
      } finally {
        outer?.removeEventListener('abort', abort);
        closeSignal(controller.signal);
      }
    },
    dispose() {
      end(new XtcError('aborted', 'Stopped.'));
      running?.remote[releaseProxy]();
      running?.worker.terminate();
      running = null;
    },
  };
}
