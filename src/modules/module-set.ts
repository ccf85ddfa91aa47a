import { classOf, type DeclaredModule, type ModuleClass } from './module-script.ts';
import { moduleTitle, type ModuleSource } from './module-source.ts';
import type { ModuleProblem } from './outputs.ts';
import type { Whereabouts } from './protocol.ts';

export type Callback = 'beginjob' | 'beginrun' | 'begincalibcycle' | 'event' | 'endcalibcycle' | 'endrun' | 'endjob';
type Called = Partial<Record<Callback, (...given: unknown[]) => unknown>>;

/** Ends a job whose module has failed. */
export class ModuleFailure extends Error {}

/** One module at work. */
type Living = { readonly title: string; instance: Called };

/** The modules of a job: their classes, and those that live now. */
export class ModuleSet {
  /** Where the job is, for messages. */
  where: Whereabouts = { module: '', callback: '', event: -1 };
  readonly #modules: readonly Omit<ModuleSource, 'source'>[];
  readonly #declared: readonly DeclaredModule[];
  /** Address of the script, as it stands in stacks. */
  readonly #script: string;
  readonly #onProblem: (problem: ModuleProblem) => void;
  readonly #stopsAtError: boolean;
  #classes: readonly ModuleClass[] = [];
  #living: readonly Living[] = [];

  constructor(modules: readonly Omit<ModuleSource, 'source'>[], declared: readonly DeclaredModule[], script: string, onError: 'stop' | 'continue', onProblem: (problem: ModuleProblem) => void) {
    this.#modules = modules;
    this.#declared = declared;
    this.#script = script;
    this.#stopsAtError = onError === 'stop';
    this.#onProblem = onProblem;
  }

  /** Evaluates the sources. @throws {ModuleFailure} */
  load(): void {
    this.#classes = this.#modules.map((module, i) => {
      this.where = { module: moduleTitle(module), callback: 'loading', event: -1 };
      return this.#guarded(() => classOf(module, this.#declared[i].classes()));
    });
  }

  /** Whether all modules say how their parts join. */
  get canJoin(): boolean {
    return this.#classes.length > 0 && this.#classes.every((each) => typeof each.join === 'function' || 'merge' in each.prototype);
  }
  get hasCycleEnds(): boolean {
    return this.#classes.some(({ prototype }) => 'endcalibcycle' in prototype);
  }

  /** Makes each module anew. @throws {ModuleFailure} */
  create(): void {
    this.#living = this.#modules.map((module, i) => {
      const title = moduleTitle(module);
      this.where = { module: title, callback: 'constructor', event: -1 };
      const Class = this.#classes[i];
      return { title, instance: this.#guarded(() => new Class({ ...module.params })) };
    });
  }

  /** What each module has gathered, as data. @param encode throws what cannot be handed over */
  states(encode: (instance: object) => unknown): unknown[] {
    return this.#living.map(({ title, instance }) => {
      this.where = { ...this.where, module: title, callback: 'merge' };
      return this.#guarded(() => encode(instance));
    });
  }

  /** Takes over the states of all parts, each a list with one for each module. @throws {ModuleFailure} */
  join(parts: readonly (readonly unknown[])[], revive: (prototype: object, state: unknown) => object): void {
    this.#living = this.#modules.map((module, i) => {
      const Class = this.#classes[i];
      const title = moduleTitle(module);
      this.where = { module: title, callback: 'merge', event: -1 };
      return { title, instance: this.#guarded(() => joined(Class, parts.map((part) => revive(Class.prototype, part[i])))) };
    });
  }

  get count(): number {
    return this.#living.length;
  }

  /** Calls a module back; null when it has no such callback. Errors become problems. @throws {ModuleFailure} when the job stops at errors */
  call(i: number, callback: Callback, given: readonly unknown[]): unknown {
    const { instance } = this.#living[i];
    if (typeof instance[callback] !== 'function') return null;
    try {
      const answer = instance[callback](...given);
      return isPromise(answer) ? answer.catch((error: unknown) => this.#failed(error)) : answer;
    } catch (error) {
      return this.#failed(error);
    }
  }

  titleOf(i: number): string {
    return this.#living[i].title;
  }

  #guarded<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      this.#onProblem(this.problemOf(error));
      throw new ModuleFailure('A module could not be used.', { cause: error });
    }
  }

  #failed(error: unknown): null {
    this.#onProblem(this.problemOf(error));
    if (this.#stopsAtError) throw new ModuleFailure('A module failed.', { cause: error });
    return null;
  }

  /** What went wrong, with the line of the module's own source. */
  problemOf(error: unknown): ModuleProblem {
    const message = error instanceof Error ? `${error.name === 'XtcError' ? '' : `${error.name}: `}${error.message}` : String(error);
    return { ...this.where, ...this.#placeOf(error), message };
  }

  /** The innermost place in the stack that lies in a module. */
  #placeOf(error: unknown): { line: number; column: number } {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    for (const text of stack.split('\n')) {
      const at = text.lastIndexOf(this.#script);
      const [, line, column] = /^:(\d+):(\d+)/.exec(text.slice(at + this.#script.length)) ?? [];
      if (at < 0 || line === undefined) continue;
      const own = this.#declared.find(({ before, lines }) => Number(line) > before && Number(line) <= before + lines);
      if (own) return { line: Number(line) - own.before, column: Number(column) };
    }
    return { line: 0, column: 0 };
  }
}

function joined(Class: ModuleClass, parts: readonly object[]): object {
  if (typeof Class.join === 'function') return Class.join(parts);
  const [first, ...others] = parts as readonly { merge(other: object): unknown }[];
  for (const other of others) first.merge(other);
  return first;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && 'catch' in value;
}
