import { transferHandlers, type TransferHandler } from 'comlink';
import { XtcError, type Problem } from '../src/base/errors.ts';

// What Comlink alone would lose between page and worker: the fields of an XtcError, an AbortSignal, callbacks.

type Thrown = { value: unknown };
type SerializedThrown = { problem?: Problem };

/** Ports that carry a signal's abort to workers, until `closeSignal`. */
const ports = new WeakMap<AbortSignal, MessagePort[]>();

const signalHandler: TransferHandler<AbortSignal, { aborted: boolean; port: MessagePort }> = {
  canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
  serialize(signal) {
    const { port1, port2 } = new MessageChannel();
    signal.addEventListener('abort', () => port1.postMessage('abort'), { once: true });
    ports.set(signal, [...(ports.get(signal) ?? []), port1]);
    return [{ aborted: signal.aborted, port: port2 }, [port2]];
  },
  deserialize({ aborted, port }) {
    const controller = new AbortController();
    if (aborted) controller.abort();
    port.onmessage = () => controller.abort();
    return controller.signal;
  },
};

/** Callbacks are called where they were made, without a word at each call. */
const functionHandler = (proxied: TransferHandler<object, MessagePort>): TransferHandler<object, MessagePort> => ({
  canHandle: (value): value is object => typeof value === 'function',
  serialize: (callback) => proxied.serialize(callback),
  deserialize: (port) => proxied.deserialize(port),
});

/** Teaches Comlink all three; called once on the page and once in each worker, before anything is sent. */
export function prepareWire(): void {
  const thrown = transferHandlers.get('throw') as TransferHandler<Thrown, SerializedThrown>;
  transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => thrown.canHandle(value),
    serialize(value: Thrown) {
      const [serialized, transferables] = thrown.serialize(value);
      const problem = value.value instanceof XtcError ? value.value.toProblem() : undefined;
      return [{ ...serialized, problem }, transferables];
    },
    deserialize(serialized: SerializedThrown) {
      const { problem } = serialized;
      if (problem) throw new XtcError(problem.code, problem.message, problem);
      return thrown.deserialize(serialized);
    },
  });
  transferHandlers.set('signal', signalHandler);
  transferHandlers.set('callback', functionHandler(transferHandlers.get('proxy') as TransferHandler<object, MessagePort>));
}

/** Gives up the ports of a signal once the call it belonged to has ended. */
export function closeSignal(signal: AbortSignal): void {
  for (const port of ports.get(signal) ?? []) port.close();
  ports.delete(signal);
}
