import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LONGEST_FILE = 300;

/** What a folder may import: own code by value, own code by `import type` only, packages. '*' is everything. */
type Row = { own: readonly string[]; types?: readonly string[]; packages?: readonly string[] };

const core = ['base', 'wasm', 'assembly/layout.ts'];
const table: Record<string, Row> = {
  assembly: { own: ['assembly'] },
  base: { own: ['base'] },
  wasm: { own: [...core, 'build/kernels.js'] },
  format: { own: [...core, 'format'] },
  types: { own: [...core, 'format', 'types'] },
  arrays: { own: ['base', 'arrays'], packages: ['fflate', 'h5wasm'] },
  // arrays: pedestal files are files of arrays.
  calib: { own: [...core, 'arrays', 'types', 'calib'] },
  image: { own: [...core, 'image'] },
  analysis: { own: ['base', 'image', 'analysis'], types: ['types'] },
  // arrays: HDF5 is opened in one place for reading and writing.
  export: { own: ['base', 'types', 'image', 'arrays', 'export'], packages: ['fflate'] },
  sample: { own: ['base', 'format', 'types', 'image', 'sample', 'assembly/layout.ts'] },
  pipeline: { own: [...core, 'format', 'types', 'calib', 'image', 'pipeline'] },
  // Runs beside the user's own code, in a worker that can reach nothing: all that decodes comes along.
  modules: { own: [...core, 'format', 'types', 'calib', 'image', 'analysis', 'pipeline', 'modules'] },
  examples: { own: ['examples'] },
  // modules: the page and its frame speak the same language.
  sandbox: { own: ['base', 'modules', 'sandbox'] },
  // format and calib: a façade binds one function of theirs where there is no pipeline to name (trees, darks from files).
  workers: { own: ['base', 'wasm', 'format', 'calib', 'pipeline', 'sample', 'workers'], types: ['*'], packages: ['comlink'] },
  // arrays: dropped files of numbers become tables on the page.
  state: {
    // modules: how sources become the text of a worker, and what comes back of it.
    own: ['base', 'arrays', 'format', 'types', 'calib', 'image', 'analysis', 'export', 'modules', 'examples', 'state'],
    types: ['pipeline', 'workers/api.ts'],
    packages: ['@preact/signals-core', 'sucrase'],
  },
  scripting: { own: ['base', 'format', 'types', 'image', 'analysis', 'state', 'scripting'], types: ['*'] },
  gl: { own: ['base', 'image', 'gl'], packages: ['regl'] },
  // analysis: what is drawn is what was counted there.
  // modules: plots that a job of user modules gives.
  plot: { own: ['base', 'image', 'analysis', 'plot'], types: ['modules'], packages: ['uplot'] },
  ui: {
    own: ['base', 'format', 'types', 'image', 'analysis', 'state', 'gl', 'plot', 'ui'],
    // modules: what a job of user modules gives.
    types: ['pipeline', 'workers/api.ts', 'modules'],
    packages: [
      'lit', '@preact/signals-core', 'tinykeys',
      // The editor of modules.
      'codemirror', '@codemirror/autocomplete', '@codemirror/lang-javascript', '@codemirror/language', '@codemirror/lint',
      '@codemirror/state', '@codemirror/view', '@lezer/highlight',
    ],
  },
  // Puts the parts together, so it may name any of them; kernels it starts are for measuring what a script hands in.
  'app.ts': { own: ['ui', 'state', 'scripting', 'sandbox', 'gl', 'image', 'wasm', 'workers'], types: ['*'] },
};

/** Single files that may import more than their folder, each with its reason. */
const exceptions: Record<string, Row & { reason: string }> = {
  'assembly/vite-plugin.ts': {
    own: [],
    packages: ['vite', 'assemblyscript', 'node'],
    reason: 'runs in Node and only compiles the kernels; nothing of the app imports it',
  },
  'sandbox/vite-plugin.ts': {
    own: [],
    packages: ['vite', 'node'],
    reason: 'runs in Node and only builds what the sandbox loads; nothing of the app imports it',
  },
};

type Import = { from: string; isType: boolean; line: number };

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

/** Every module that a file names: import, export … from, import(), import('…').Type and new URL('…', import.meta.url). */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, isType: boolean): void => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    found.push({ from: node.text, isType, line: source.getLineAndCharacterOfPosition(node.pos).line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      const isTypeOnly = (list: ts.NamedImports): boolean => list.elements.length > 0 && list.elements.every((e) => e.isTypeOnly);
      const allTypes = !node.importClause?.name && bindings !== undefined && ts.isNamedImports(bindings) && isTypeOnly(bindings);
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
      const [target] = node.arguments ?? [];
      if (target && ts.isStringLiteralLike(target) && target.text.endsWith('.ts')) add(target, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `src/format/xtc.ts` → `format/xtc.ts`: the place as the table names it. */
const place = (file: string): string => file.replace(/^src\//, '');

function matches(target: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => entry === '*' || target === entry || target.startsWith(`${entry}/`));
}

function isAllowed(file: string, { from, isType }: Import): boolean {
  const folder = place(file).split('/')[0] ?? '';
  const row = exceptions[place(file)] ?? table[folder];
  if (!row) return false;
  if (!from.startsWith('.')) {
    const name = from.startsWith('node:') ? 'node' : from.split('/').slice(0, from.startsWith('@') ? 2 : 1).join('/');
    return matches(name, row.packages ?? []);
  }
  const target = place(relative(root, join(root, dirname(file), from.replace(/\?.*$/, ''))));
  if (target.startsWith('build/kernels.')) return folder === 'wasm';
  return matches(target, row.own) || (isType && matches(target, row.types ?? []));
}

const files = ['assembly', 'src', 'workers'].flatMap(sourceFiles);

test('every import goes the way the table allows', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((found) => !isAllowed(file, found))
      .map(({ from, isType, line }) => `${file}:${line} may not import ${isType ? 'type ' : ''}${from}`),
  );
  expect(wrong).toEqual([]);
});

test('own modules are imported with their .ts, and types by name of what they are', () => {
  const wrong = files
    .filter((file) => !file.startsWith('assembly/') || file.endsWith('layout.ts')) // AssemblyScript wants no ending
    .flatMap((file) => importsOf(file).filter(({ from }) => from.startsWith('.') && !/\.(ts|js)$|\?(url|raw)$/.test(from)).map(({ from }) => `${file}: ${from}`));
  expect(wrong).toEqual([]);
});

test('no package that the table lacks is a dependency, and none is unused', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const allowed = new Set(Object.values(table).flatMap((row) => row.packages ?? []));
  expect(Object.keys(dependencies).sort()).toEqual([...allowed].sort());
});

test('no exception is left over', () => {
  expect(Object.keys(exceptions).filter((name) => !files.map(place).includes(name))).toEqual([]);
});

test(`no file is longer than ${LONGEST_FILE} lines, none is a drawer for everything`, () => {
  const all = [...files, ...sourceFiles('test')];
  const long = all.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > LONGEST_FILE + 1);
  const drawers = all.filter((file) => /(^|\/)(utils?|helpers?|misc|common|tools)(\.ts|\/)/.test(file));
  const notKebab = all.filter((file) => !/^[a-z0-9.-]+$/.test(file.split('/').at(-1) ?? ''));
  expect({ long, drawers, notKebab }).toEqual({ long: [], drawers: [], notKebab: [] });
});
