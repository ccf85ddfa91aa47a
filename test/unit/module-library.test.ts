import { describe, expect, test } from 'vitest';
import { planOf, ModuleConfig } from '../../src/state/module-config.ts';
import { ModuleLibrary, runnable, type KeptModule } from '../../src/state/module-library.ts';
import type { PageServices, TextStore } from '../../src/state/saving.ts';
import { stripTypes } from '../../src/state/strip-types.ts';

function library(kept = new Map<string, string>()): { library: ModuleLibrary; config: ModuleConfig; kept: Map<string, string>; reports: unknown[]; downloads: string[] } {
  const reports: unknown[] = [];
  const downloads: string[] = [];
  const texts: TextStore = { read: (key) => kept.get(key) ?? null, write: (key, text) => void kept.set(key, text) };
  const page = { texts, download: (_blob: Blob, name: string) => void downloads.push(name) } as unknown as PageServices;
  const made = new ModuleLibrary({ page, say: () => undefined, report: (error) => void reports.push(error) });
  return { library: made, config: new ModuleConfig({ library: made, page }), kept, reports, downloads };
}

describe('ModuleLibrary', () => {
  test('a changed example becomes a module of the user; the example stays', () => {
    const { library: own } = library();
    const before = own.current.value;
    own.change({ source: `${before.source}\n` });
    expect(own.current.value).toMatchObject({ name: before.name, source: `${before.source}\n` });
    expect(own.own.value).toHaveLength(1);
    expect(own.examples.find(({ id }) => id === before.id)).toEqual(before);
    own.change({ source: own.current.value.source });
    expect(own.own.value).toHaveLength(1);
    expect(own.find('xppt_delayscan')?.id).toBe(own.own.value[0].id); // the user's own goes first
  });

  test('modules are there again in the next session, spoiled ones are left out', () => {
    const first = library();
    first.library.addNew();
    first.library.change({ params: [['a', '1']], language: 'ts' });
    const again = library(first.kept);
    expect(again.library.own.value).toEqual(first.library.own.value);
    expect(library(new Map([['xtcscope-modules', '[{"id": 3}, 7, null]']])).library.own.value).toEqual([]);
    expect(library(new Map([['xtcscope-modules', 'no json']])).library.own.value).toEqual([]);
  });

  test('what is removed can be put back', () => {
    const { library: own } = library();
    own.addNew();
    const { name } = own.current.value;
    own.remove();
    expect(own.own.value).toEqual([]);
    own.putBack();
    expect(own.current.value.name).toBe(name);
    own.addNew();
    expect(own.current.value.name).toBe('MyModule2');
  });

  test('files: .js and .ts, nothing else', async () => {
    const { library: own, reports, downloads } = library();
    await own.load([new File(['class a {}'], 'a.js'), new File(['class b {}'], 'b.ts'), new File(['x'], 'c.py')]);
    expect(own.own.value.map(({ name, language }) => [name, language])).toEqual([['a', 'js'], ['b', 'ts']]);
    expect(reports).toHaveLength(1);
    own.save();
    expect(downloads).toEqual(['b.ts']);
  });
});

describe('stripTypes', () => {
  test('keeps every line where it was, and what is no type', async () => {
    const source = 'type A = {\n  b: number;\n};\nclass C<T> {\n  #d: T | null = null;\n  event(evt: unknown): void {\n    const e = evt as A;\n    for (const x of [1, 2] as const) print(x!, e.b satisfies number);\n  }\n}\n';
    const stripped = await stripTypes(source, 'c');
    expect(stripped.split('\n')).toHaveLength(source.split('\n').length);
    expect(stripped.split('\n')[5]).toContain('event(evt)');
    expect(stripped).not.toMatch(/unknown|satisfies|as const/);
  });

  test('says where it is no TypeScript', async () => {
    await expect(stripTypes('class A {\n  event( {\n', 'a')).rejects.toThrow(/a is no TypeScript/);
    const kept: KeptModule = { id: 'x', name: 'a', language: 'js', source: 'class A {', params: [['k', 'v']], note: '' };
    expect(await runnable(kept, 'l')).toEqual({ name: 'a', label: 'l', source: 'class A {', params: { k: 'v' } });
  });
});

describe('planOf', () => {
  const { library: own } = library();
  const plan = (text: string) => planOf(text, (name) => own.find(name));

  test('modules of the tutorial run, those of XtcExplorer become plots, others are said', () => {
    const { modules, plots, problems } = plan(`[pyana]
modules = pyana_examples.xppt_delayscan:one XtcExplorer.pyana_ipimb XtcExplorer.pyana_bld XtcExplorer.pyana_plotter mine.unknown
[pyana_examples.xppt_delayscan:one]
threshold = 0.3
[XtcExplorer.pyana_ipimb]
sources = XppSb3Ipm-1|Ipimb-0
quantities = fex:ch1 fex:ch0
[XtcExplorer.pyana_bld]
do_ebeam = True
[mine.unknown]
x = 1
`);
    expect(modules.map(({ module, label, params }) => [module.name, label, params])).toEqual([['pyana_examples.xppt_delayscan', 'one', { threshold: '0.3' }]]);
    expect(plots.filter(({ kind }) => kind === 'histogram').length).toBeGreaterThanOrEqual(3);
    expect(problems.map(({ line, kind }) => [line, kind])).toEqual([[2, 'note'], [10, 'wrong']]);
    expect(problems[1].message).toContain('There is no module mine.unknown');
  });

  test('a module is put among those that run, with its parameters', () => {
    const { config, library: with1 } = library();
    const scan = with1.examples.find(({ name }) => name === 'scan_module');
    if (!scan) throw new Error('no scan module');
    config.add(scan);
    expect(config.plan.value.modules.map(({ module }) => module.name)).toEqual(['pyana_examples.xppt_delayscan', 'scan_module']);
    expect(config.text.value).toContain('#modules = pyana_examples.xppt_image_analysis');
    config.write('');
    config.add(scan);
    expect(config.plan.value.modules.map(({ params }) => params.outputfile)).toEqual(['scan.csv']);
  });
});
