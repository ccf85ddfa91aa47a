import { moduleTitle, type ModuleSource } from './module-source.ts';

/** A module as its script declares it. */
export type DeclaredModule = {
  /** Line of the script before its first own line. */
  readonly before: number;
  readonly lines: number;
  /** Classes of the source by name, evaluated when it is called. */
  readonly classes: () => Readonly<Record<string, unknown>>;
};

/** Under this name the script leaves its modules for the runtime. */
export const DECLARED = 'xtcModules';

/** What could start something that outlives its worker or speak to others; the sandbox's policy denies the rest. */
const TAKEN_AWAY = ['Worker', 'SharedWorker', 'BroadcastChannel', 'importScripts'];

/** The text of modules as one script, and where each begins in it. */
export type ModuleScript = { readonly text: string; readonly starts: readonly { readonly module: string; readonly before: number; readonly lines: number }[] };

/**
 * Makes one script of the sources of modules, each in a scope of its own. Lines stay lines, so that an error can be found
 * in the source: line k of a module is line before + k of the script.
 */
export function moduleScript(modules: readonly ModuleSource[]): ModuleScript {
  const parts = [`for (const name of ${JSON.stringify(TAKEN_AWAY)}) delete self[name]; var ${DECLARED} = [];`];
  let before = 1;
  const starts: { module: string; before: number; lines: number }[] = [];
  for (const module of modules) {
    const source = withoutExports(module.source);
    const lines = source.split('\n').length;
    const names = classNames(source);
    parts.push(
      `${DECLARED}.push({ before: ${before + 1}, lines: ${lines}, classes: function () { "use strict";`,
      source,
      `return { ${names.map((name) => `${name}: typeof ${name} === "undefined" ? undefined : ${name}`).join(', ')} }; } });`,
    );
    starts.push({ module: moduleTitle(module), before: before + 1, lines });
    before += lines + 2;
  }
  return { text: `${parts.join('\n')}\n`, starts };
}

/** The class that a module means: the one that is called as the module is, else the last one of its source. @throws {TypeError} */
export function classOf(module: Pick<ModuleSource, 'name' | 'label'>, classes: Readonly<Record<string, unknown>>): ModuleClass {
  const wanted = module.name.split('.').at(-1) ?? '';
  const found = classes[wanted] ?? Object.values(classes).findLast((each) => typeof each === 'function');
  if (typeof found === 'function') return found as ModuleClass;
  throw new TypeError(`${moduleTitle(module)} has no class: a module is a class with callbacks, class ${wanted.replaceAll(/\W/g, '_')} { event(evt, env) { … } }.`);
}

/** A class of the user: its callbacks are looked for where they are called. */
export type ModuleClass = { new (params: Readonly<Record<string, string>>): object; readonly prototype: object; readonly join?: (parts: readonly object[]) => object };

function classNames(source: string): string[] {
  return [...new Set([...source.matchAll(/^[ \t]*class\s+([A-Za-z_$][\w$]*)/gm)].map(([, name]) => name))];
}

/** A script has no exports; their words become blanks, so that columns stay. */
function withoutExports(source: string): string {
  return source.replace(/^([ \t]*)(export\s+default\s|export\s)(?=\s*(?:class|const|let|var|function|async)\b)/gm, (_all, indent: string, word: string) => indent + word.replaceAll(/[^\n]/g, ' '));
}
