import { signal } from '@preact/signals-core';
import { describe, expect, it, vi } from 'vitest';
import { completionsAt } from '../../src/format/query-completion.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { DatagramSelection } from '../../src/state/datagram-selection.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import { cellsOf } from '../../src/ui/datagram-cells.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());
const { runs } = groupFiles([fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc')]);
const { index } = await scanRun(arena, runs[0], () => undefined);
const { datagrams } = fixtureJson<{ datagrams: [number, string, number, number, ...number[]][] }>('delayscan_small/e81-r0098-s00-c00.expected.json');
const firstEvent = datagrams.findIndex(([, name]) => name === 'L1Accept');

function start() {
  const run = { index: signal(index) } as unknown as OpenRun;
  const current = signal<OpenRun | null>(null);
  const event = signal(0);
  const selection = new DatagramSelection({ current, event, selectEvent: (wish) => (event.value = wish) });
  return { run, current, event, selection };
}

describe('the datagram looked at', () => {
  it('is that of the event shown, until a transition is chosen', () => {
    const { run, current, event, selection } = start();
    expect(selection.selected.value).toBeNull();
    current.value = run;
    expect(selection.selected.value).toBe(firstEvent);
    event.value = 3;
    expect(selection.selected.value).toBe(index.events[3]);
    selection.select(0);
    expect([selection.selected.value, event.value]).toEqual([0, 3]);
    selection.select(index.events[5]);
    expect([selection.selected.value, event.value]).toEqual([index.events[5], 5]);
    current.value = null;
    expect(selection.selected.value).toBeNull();
  });

  it('marks a range from where Shift was held, and forgets it with the next step', () => {
    const { run, current, selection } = start();
    current.value = run;
    selection.select(4);
    selection.select(9, true);
    selection.select(2, true);
    expect(selection.range.value).toEqual({ from: 2, to: 4 });
    selection.select(1e9);
    expect(selection.range.value).toEqual({ from: index.datagrams - 1, to: index.datagrams - 1 });
  });
});

describe('the list', () => {
  it('shows what the query finds, and all without one', async () => {
    const { run, current, selection: { search } } = start();
    current.value = run;
    expect([search.count.value, search.datagramAt(7), search.lineOf(7)]).toEqual([index.datagrams, 7, 7]);
    search.text.value = 'BeginCalib';
    const begins = datagrams.flatMap(([, name], i) => (name === 'BeginCalibCycle' ? [i] : []));
    await vi.waitFor(() => expect(search.count.value).toBe(begins.length));
    expect(begins.map((_, line) => search.datagramAt(line))).toEqual(begins);
    expect([search.lineOf(begins[2]), search.lineOf(begins[2] + 1)]).toEqual([2, 3]);
    search.text.value = 'BeginCalib nope:1';
    expect(search.problems.value).toHaveLength(1);
    search.text.value = '';
    expect(search.matches.value).toBeNull();
  });

  it('has the cells of what the library read', () => {
    const cells = cellsOf(index);
    datagrams.forEach(([, name, seconds, nanoseconds, fiducials, , , , , , extent], i) => {
      const { texts, isEvent } = cells(i);
      const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
      const micros = String(Math.floor(nanoseconds / 1000)).padStart(6, '0');
      expect(texts.slice(0, 6).map((text) => text.replaceAll('\u202f', ''))).toEqual([
        String(i), name, `${clock}.${micros.slice(0, 3)} ${micros.slice(3)}`, `0x${fiducials.toString(16)}`, 's00-c00', String(20 + extent),
      ]);
      expect(isEvent).toBe(name === 'L1Accept');
    });
  });
});

describe('completion', () => {
  const options = (text: string, caret = text.length) => completionsAt(text, caret, index).options.map((option) => option.text);

  it.each([
    ['tra', 'transition:'], ['size>1 da', 'damage:'], ['transition:beg', 'transition:BeginCalibCycle'], ['-type:ipm', '-type:IpmFex_V1'],
    ['source:ebe', 'source:EBeam'], ['damage:sync', 'damage:OutOfSynch'], ['phasecav', 'source:PhaseCavity'], ['stream:', 'stream:0'],
  ])('%s can become %s', (text, wanted) => {
    expect(options(text)).toContain(wanted);
  });

  it('quotes what has blanks, and takes the place of the word before the caret only', () => {
    const { start: from, end } = completionsAt('a source: b', 9, index);
    expect([from, end]).toEqual([2, 9]);
    for (const option of options('source:pid')) expect(option).toMatch(/^source:"[\d.]+, pid=\d+"$/);
    expect(completionsAt('source:"172.21', 14, index).start).toBe(0);
  });
});
