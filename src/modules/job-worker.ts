import { toProblem } from '../base/errors.ts';
import { Arena } from '../wasm/arena.ts';
import { startKernels } from '../wasm/kernels.ts';
import type { ReadNow } from './datagram-reader.ts';
import { JobRunner } from './job-runner.ts';
import type { MemoryGuard } from './memory-guard.ts';
import type { DeclaredModule } from './module-script.ts';
import { ModuleFailure, ModuleSet } from './module-set.ts';
import { PartOutputs } from './part-outputs.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { userGlobals } from './user-globals.ts';

/** What a worker of a job lives in. */
export type JobSurroundings = {
  readonly declared: readonly DeclaredModule[];
  /** Address of the script of the modules, as stacks name it. */
  readonly script: string;
  readonly readNow: ReadNow;
  /** What arrays take; absent where nothing is counted. */
  readonly memory?: MemoryGuard;
  /** Puts names into the scope of the modules. */
  provide(globals: Record<string, unknown>): void;
  send(message: FromWorker): void;
};

const UNCOUNTED = { shouldTurn: false, turn: () => Promise.resolve() };

/** Does what the page asks, one thing after another. */
export class JobWorker {
  readonly #around: JobSurroundings;
  #runner: JobRunner | null = null;
  #work = Promise.resolve();

  constructor(around: JobSurroundings) {
    this.#around = around;
  }

  /** Resolves when it is done; what goes wrong is sent. */
  receive(message: ToWorker): Promise<void> {
    this.#work = this.#work.then(() => this.#do(message)).catch((error: unknown) => this.#broken(error));
    return this.#work;
  }

  async #do(message: ToWorker): Promise<void> {
    if (message.type === 'setup') return this.#start(message.setup);
    if (message.type === 'part') return this.#runner?.run(message.part, message.isWhole);
    return this.#runner?.join(message.states, message.part);
  }

  async #start(setup: Extract<ToWorker, { type: 'setup' }>['setup']): Promise<void> {
    const { declared, script, send, readNow, provide, memory = UNCOUNTED } = this.#around;
    const outputs = new PartOutputs();
    const modules = new ModuleSet(setup.modules, declared, script, setup.onError, (problem) => outputs.problem(problem));
    provide(userGlobals(outputs, () => modules.where.module));
    const arena = new Arena(await startKernels(await WebAssembly.compile(setup.kernels as Uint8Array<ArrayBuffer>)));
    try {
      modules.load();
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
      const [problem] = outputs.take()?.problems ?? [];
      if (problem) send({ type: 'broken', problem });
      return;
    }
    this.#runner = new JobRunner(setup, { modules, outputs, arena, readNow, memory, send });
    send({ type: 'ready', canJoin: modules.canJoin, hasCycleEnds: modules.hasCycleEnds });
  }

  #broken(error: unknown): void {
    const { message } = toProblem(error);
    this.#around.send({ type: 'broken', problem: { module: '', callback: '', event: -1, line: 0, column: 0, message } });
  }
}
