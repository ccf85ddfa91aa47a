import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { EXAMPLE_MODULES } from '../examples/example-modules.ts';
import type { ModuleSource } from '../modules/module-source.ts';
import type { PageServices, TextStore } from './saving.ts';
import { stripTypes } from './strip-types.ts';

/** A module as the user writes it. */
export type KeptModule = {
  readonly id: string;
  /** As a pyana.cfg names it. */
  readonly name: string;
  readonly language: 'js' | 'ts';
  readonly source: string;
  readonly params: readonly (readonly [key: string, value: string])[];
  /** What it does, for examples; empty for the user's own. */
  readonly note: string;
};

export type ModuleLibraryDeps = { readonly page: PageServices; say(notice: string): void; report(error: unknown): void };

const KEY = 'xtcscope-modules';
/** Longer texts are no modules. */
const MOST_BYTES = 1 << 20;
const EXAMPLES: readonly KeptModule[] = EXAMPLE_MODULES.map(({ name, note, source, params }) => ({
  id: `example:${name}`, name, language: 'js', source, params: Object.entries(params), note,
}));

/** The user's modules, kept in the browser, and those that come along. */
export class ModuleLibrary {
  readonly examples = EXAMPLES;
  readonly #deps: ModuleLibraryDeps;
  readonly #store: TextStore | null;
  readonly #own = signal<readonly KeptModule[]>([]);
  readonly #chosen = signal(EXAMPLES[1]?.id ?? '');
  readonly #removed = signal<KeptModule | null>(null);

  constructor(deps: ModuleLibraryDeps) {
    this.#deps = deps;
    this.#store = deps.page.texts ?? null;
    this.#own.value = readKept(this.#store?.read(KEY) ?? null);
  }

  /** The user's own, in order of their making. */
  get own(): ReadonlySignal<readonly KeptModule[]> {
    return this.#own;
  }
  /** The one in the editor. */
  readonly current: ReadonlySignal<KeptModule> = computed(
    () => [...this.#own.value, ...EXAMPLES].find(({ id }) => id === this.#chosen.value) ?? EXAMPLES[0],
  );
  /** What was removed last, until it is put back. */
  get removed(): ReadonlySignal<KeptModule | null> {
    return this.#removed;
  }

  choose(id: string): void {
    this.#chosen.value = id;
  }

  /** Changes the module in the editor; an example stays as it is, its changed copy becomes the user's own. */
  change(part: Partial<Pick<KeptModule, 'name' | 'language' | 'source' | 'params'>>): void {
    const now = this.current.peek();
    const isSame = (Object.keys(part) as (keyof typeof part)[]).every((key) => part[key] === now[key]);
    if (isSame) return;
    if (isExample(now)) this.#add({ ...now, ...part });
    else this.#keep(this.#own.peek().map((module) => (module.id === now.id ? { ...module, ...part } : module)));
  }

  /** A new module from the skeleton, in the editor. */
  addNew(): void {
    const skeleton = EXAMPLES[0];
    this.#add({ ...skeleton, name: this.#freeName('MyModule') });
  }

  /** Takes the module in the editor away; `putBack` undoes it. */
  remove(): void {
    const now = this.current.peek();
    if (isExample(now)) return;
    this.#removed.value = now;
    this.#keep(this.#own.peek().filter(({ id }) => id !== now.id));
    this.#chosen.value = this.#own.peek().at(-1)?.id ?? EXAMPLES[0].id;
  }

  putBack(): void {
    const removed = this.#removed.peek();
    if (!removed) return;
    this.#keep([...this.#own.peek(), removed]);
    this.#chosen.value = removed.id;
    this.#removed.value = null;
  }

  /** Takes over `.js` and `.ts` files. */
  async load(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const ending = /\.(m?js|ts)$/i.exec(file.name);
      if (!ending || file.size > MOST_BYTES) {
        this.#deps.report(new Error(`${file.name} is no module: it should be a .js or .ts file of less than a megabyte.`));
        continue;
      }
      const source = await file.text();
      const name = file.name.slice(0, ending.index);
      this.#add({ id: '', name: this.#freeName(name), language: ending[1].toLowerCase() === 'ts' ? 'ts' : 'js', source, params: [], note: '' });
    }
  }

  /** Offers the module in the editor as a file. */
  save(): void {
    const { name, language, source } = this.current.peek();
    const file = `${name.split('.').at(-1)}.${language}`;
    this.#deps.page.download(new Blob([source], { type: 'text/javascript' }), file);
    this.#deps.say(`Saved ${file}`);
  }

  /** The module that a configuration calls so: by its whole name, else by the last part of it; the user's own first. */
  find(name: string): KeptModule | null {
    const all = [...this.#own.value, ...EXAMPLES];
    const last = (text: string): string => text.split('.').at(-1) ?? text;
    return all.find((module) => module.name === name) ?? all.find((module) => last(module.name) === last(name)) ?? null;
  }

  #add(module: KeptModule): void {
    const id = `own:${Date.now().toString(36)}-${this.#own.peek().length}`;
    this.#keep([...this.#own.peek(), { ...module, id, note: '' }]);
    this.#chosen.value = id;
  }

  #keep(modules: readonly KeptModule[]): void {
    this.#own.value = modules;
    try {
      this.#store?.write(KEY, JSON.stringify(modules));
    } catch (cause) {
      this.#deps.report(new Error('The browser has no room for the modules: save them as files.', { cause }));
    }
  }

  #freeName(wanted: string): string {
    const taken = new Set(this.#own.peek().map(({ name }) => name));
    let name = wanted;
    for (let n = 2; taken.has(name); ++n) name = `${wanted}${n}`;
    return name;
  }
}

export function isExample({ id }: KeptModule): boolean {
  return id.startsWith('example:');
}

/** A module ready to run: TypeScript without its types. @throws {XtcError} 'unsupported' when it is no TypeScript */
export async function runnable(module: KeptModule, label = '', params: Readonly<Record<string, string>> = Object.fromEntries(module.params)): Promise<ModuleSource> {
  const { name, language, source } = module;
  return { name, label, source: language === 'ts' ? await stripTypes(source, name) : source, params };
}

/** What was kept; what another version or a hand has spoiled is left out. */
function readKept(text: string | null): KeptModule[] {
  if (text === null) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isKept) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function isKept(found: unknown): found is KeptModule {
  const { id, name, source, language, params } = (found ?? {}) as Record<string, unknown>;
  const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
  return [id, name, source].every((part) => typeof part === 'string') && (language === 'js' || language === 'ts') && Array.isArray(params) && params.every(isPair);
}
