import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { Column } from '../../src/analysis/columns.ts';
import { histogramSpec, scatterSpec, traceSpec } from '../../src/analysis/plot-spec.ts';
import { XtcError } from '../../src/base/errors.ts';
import type { Dark } from '../../src/calib/dark.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import { Plots } from '../../src/state/plots.ts';
import type { Quantities } from '../../src/state/quantities.ts';
import { Selection } from '../../src/state/selection.ts';
import { Tasks } from '../../src/state/tasks.ts';

/** Quantities a, b, c of four events; what was asked for, pass by pass. */
function window() {
  const passes: string[][] = [];
  const dark = signal<Dark | null>(null);
  const region = 'roi(A-0|Opal1000-0, 0, 2, 0, 2).sum';
  const known: Record<string, number[]> = { [region]: [9, 8, 7, 6], a: [1, 2, 3, 4], b: [1, NaN, 3, 5], 'a > 1': [0, 1, 1, 1], 'b > 2': [0, 0, 1, 1] };
  const run = { label: 'r', index: signal({ events: new Uint32Array(4) }) } as unknown as OpenRun;
  const quantities = {
    get dark() {
      return dark.value;
    },
    definitions: signal(''),
    resolve: (_run: OpenRun, text: string) => (text in known ? Promise.resolve([]) : Promise.reject(new XtcError('bad-expression', `${text} is unknown.`, { offset: 2 }))),
    read: (_run: OpenRun, texts: readonly string[], { onProgress }: { onProgress?: (share: number, columns: readonly Column[]) => void }) => {
      passes.push([...texts]);
      const offset = (name: string): number => (name === region && dark.peek() ? 5 : 0);
      const columns = texts.map((name) => ({ name, unit: '', data: Float64Array.from(known[name], (value) => value - offset(name)) }));
      onProgress?.(0.5, columns.map((column) => ({ ...column, data: column.data.map((value, i) => (i < 2 ? value : NaN)) })));
      return Promise.resolve(columns);
    },
  } as unknown as Quantities;
  const current = signal<OpenRun | null>(run);
  const plots = new Plots({ current, event: signal(0), quantities, values: { ofEvent: () => Promise.resolve([]), configuration: () => Promise.resolve(null) }, tasks: new Tasks() });
  return { plots, passes, current, run, dark, region };
}

test('plots are made, changed, moved and taken away', () => {
  const { plots } = window();
  const [a, b] = [plots.add(traceSpec('A', ['a'])), plots.add(scatterSpec('B', 'a', 'b'))];
  plots.update(a, { logY: true });
  plots.move(b, 0);
  expect(plots.specs.value.map(({ title, logY }) => [title, logY])).toEqual([['B', undefined], ['A', true]]);
  plots.remove(b);
  expect(plots.specs.value.map(({ id }) => id)).toEqual([a]);
});

test('a quantity is read once for all plots; a wrong one is a problem of its plot only', async () => {
  const { plots, passes } = window();
  const [a, b, wrong] = [plots.add(scatterSpec('A', 'a', 'b')), plots.add(histogramSpec('B', 'a', 3)), plots.add(scatterSpec('C', 'a', 'nothing'))];
  await vi.waitFor(() => expect([a, b, wrong].map((id) => plots.data(id).value.share)).toEqual([1, 1, 1]));
  expect(passes.flat().sort()).toEqual(['a', 'b']);
  expect([...plots.data(b).value.histograms[0].counts]).toEqual([1, 1, 2]);
  expect(plots.data(wrong).value.problem).toMatchObject({ code: 'bad-expression', offset: 2 });
  expect([...(plots.data(a).value.y[0]?.data ?? [])]).toEqual([1, NaN, 3, 5]);
});

test('filters of a plot and of all hold together; a wrong one leaves the last right one in force', async () => {
  const { plots } = window();
  const id = plots.add({ ...scatterSpec('A', 'a', 'b'), filter: 'b > 2' });
  plots.filter.value = 'a > 1';
  await vi.waitFor(() => expect(plots.kept.value).toEqual({ kept: 3, all: 4 }));
  await vi.waitFor(() => expect([...(plots.data(id).value.rows ?? [])]).toEqual([0, 0, 1, 1]));
  plots.filter.value = 'a >';
  await vi.waitFor(() => expect(plots.filterProblem.value?.code).toBe('bad-expression'));
  expect(plots.kept.value).toEqual({ kept: 3, all: 4 });
  plots.filter.value = '';
  await vi.waitFor(() => expect(plots.kept.value).toBeNull());
  expect(plots.filterProblem.value).toBeNull();
});

test('another dark reads regions again, and nothing else', async () => {
  const { plots, passes, dark, region } = window();
  const [plain, ofRegion] = [plots.add(traceSpec('A', ['a'])), plots.add(traceSpec('R', [region]))];
  const shown = (id: string): number[] => [...(plots.data(id).value.y[0]?.data ?? [])];
  plots.update(plain, { x: '' });
  plots.update(ofRegion, { x: '' });
  await vi.waitFor(() => expect([shown(plain), shown(ofRegion)]).toEqual([[1, 2, 3, 4], [9, 8, 7, 6]]));
  const before = passes.length;
  dark.value = {} as Dark;
  await vi.waitFor(() => expect(shown(ofRegion)).toEqual([4, 3, 2, 1]));
  expect(passes.slice(before)).toEqual([[region]]);
  dark.value = null;
  await vi.waitFor(() => expect(shown(ofRegion)).toEqual([9, 8, 7, 6]));
  expect(shown(plain)).toEqual([1, 2, 3, 4]);
});

test('columns of a table are plotted like quantities', async () => {
  const { plots } = window();
  plots.tables.value = new Map([['scan.npy', { length: 3, columns: [{ name: 'delay', unit: 'fs', data: Float64Array.of(1, 2, 3) }, { name: 'norm', unit: '', data: Float64Array.of(4, 5, 6) }] }]]);
  const id = plots.add({ ...scatterSpec('T', 'delay', 'norm / 2'), table: 'scan.npy' });
  await vi.waitFor(() => expect([...(plots.data(id).value.y[0]?.data ?? [])]).toEqual([2, 2.5, 3]));
  expect(plots.data(id).value.x?.unit).toBe('fs');
  const lost = plots.add({ ...scatterSpec('T', 'delay', 'norm'), table: 'other.npy' });
  await vi.waitFor(() => expect(plots.data(lost).value.problem?.message).toContain('other.npy'));
});

test('another run has no selection; events found later are not selected', () => {
  const index = signal({ events: new Uint32Array(3) });
  const run = { index } as unknown as OpenRun;
  const current = signal<OpenRun | null>(run);
  const selection = new Selection(current);
  selection.set(Uint8Array.of(0, 1, 1), 'here');
  expect([selection.count.value, selection.label.value]).toEqual([2, 'here']);
  index.value = { events: new Uint32Array(5) };
  expect([...(selection.events.value ?? [])]).toEqual([0, 1, 1, 0, 0]);
  selection.set(Uint8Array.of(0, 0, 0));
  expect(selection.events.value).toBeNull();
  selection.set(Uint8Array.of(1, 0, 0));
  current.value = { index: signal({ events: new Uint32Array(3) }) } as unknown as OpenRun;
  expect(selection.events.value).toBeNull();
});
