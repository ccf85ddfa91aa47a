import { readFile } from 'node:fs/promises';
import { compileFunction } from 'node:vm';
import { JobWorker } from '../../src/modules/job-worker.ts';
import { np } from '../../src/modules/nd-functions.ts';
import type { DeclaredModule } from '../../src/modules/module-script.ts';
import type { SandboxServices } from '../../src/modules/sandbox-contract.ts';
import { Skip, Stop, Terminate } from '../../src/modules/user-globals.ts';

const SCRIPT = 'modules-under-test.js';

/** Bytes of files at once, as FileReaderSync gives them; and how many were read. */
export type FileBytes = { readonly contents: ReadonlyMap<string, Uint8Array>; reads: number; bytes: number };

/** A sandbox that is none: the workers of a job run here, each with globals of its own. What crosses is copied. */
export function moduleSandbox(files: FileBytes): SandboxServices {
  const readNow = (file: File, offset: number, byteLength: number): Uint8Array => {
    const part = files.contents.get(file.name)?.slice(offset, offset + byteLength) ?? new Uint8Array(0);
    files.reads += 1;
    files.bytes += part.byteLength;
    return part;
  };
  return {
    kernels: async () => new Uint8Array(await readFile(new URL('../../build/kernels.wasm', import.meta.url))),
    start: async ({ script, workers, onMessage, onError }) => {
      let isOver = false;
      const made = Array.from({ length: workers }, (_, i) => {
        const globals: Record<string, unknown> = {};
        const late = (name: string) => new Proxy({}, { get: (_target, member) => (globals[name] as Record<PropertyKey, unknown>)[member] });
        const call = (name: string) => (...given: unknown[]) => (globals[name] as (...all: unknown[]) => unknown)(...given);
        const scope = { self: {}, np, Skip, Stop, Terminate, print: call('print'), format: call('format'), plot: late('plot'), save: late('save'), TypeId: late('TypeId'), pyana: late('pyana') };
        // A worker whose script is none never answers.
        const declared = declare(script, scope, (message, line) => onError({ worker: i, message, line, column: 1 }));
        if (!declared) return null;
        return new JobWorker({
          declared,
          script: SCRIPT,
          readNow,
          provide: (given) => void Object.assign(globals, given),
          send: (message) => {
            const copy = structuredClone(message);
            queueMicrotask(() => !isOver && onMessage(i, copy));
          },
        });
      });
      return {
        send: (worker, message) => void made[worker]?.receive(message.type === 'join' ? structuredClone(message) : message),
        dispose: () => void (isOver = true),
      };
    },
  };
}

function declare(script: string, scope: Record<string, unknown>, onError: (message: string, line: number) => void): DeclaredModule[] | null {
  try {
    return (compileFunction(`${script}\nreturn xtcModules;`, Object.keys(scope), { filename: SCRIPT }) as (...given: unknown[]) => DeclaredModule[])(...Object.values(scope));
  } catch (error) {
    const line = Number(/:(\d+)/.exec((error as Error).stack ?? '')?.[1] ?? 0);
    setTimeout(() => onError(`Uncaught ${String(error)}`, line));
    return null;
  }
}
