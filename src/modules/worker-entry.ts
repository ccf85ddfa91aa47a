import { XtcError } from '../base/errors.ts';
import { JobWorker } from './job-worker.ts';
import { MemoryGuard } from './memory-guard.ts';
import { DECLARED, type DeclaredModule } from './module-script.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

// Runs behind the modules of a job in a worker of the sandbox, as one script with them: src/sandbox/vite-plugin.ts
// makes the text of it.

const scope = self as unknown as DedicatedWorkerGlobalScope & Record<string, unknown>;
const files = new FileReaderSync();
const memory = new MemoryGuard();
memory.install(scope);

function readNow(file: File, offset: number, byteLength: number): Uint8Array {
  try {
    return new Uint8Array(files.readAsArrayBuffer(file.slice(offset, offset + byteLength)));
  } catch (cause) {
    throw new XtcError('unreadable', `${file.name} could not be read at byte ${offset}. It may have been moved or changed since it was opened: open it again.`, { file: file.name, offset, cause });
  }
}

// The page gives a port of its own, so that modules which post messages are not mistaken for the runtime.
scope.addEventListener('message', ({ ports: [port] }: MessageEvent) => {
  const worker = new JobWorker({
    declared: scope[DECLARED] as readonly DeclaredModule[],
    script: scope.location.href,
    readNow,
    memory,
    provide: (globals) => void Object.assign(scope, globals),
    send: (message: FromWorker) => port.postMessage(message),
  });
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => void worker.receive(data);
}, { once: true });
