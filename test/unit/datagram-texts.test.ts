import { signal } from '@preact/signals-core';
import { expect, it, vi } from 'vitest';
import type { TextApi, Workers } from '../../workers/api.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { readText } from '../../src/pipeline/read-text.ts';
import { saveText } from '../../src/pipeline/save-text.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { DatagramSelection } from '../../src/state/datagram-selection.ts';
import { DatagramTexts } from '../../src/state/datagram-texts.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import type { PageServices } from '../../src/state/saving.ts';
import { Tasks } from '../../src/state/tasks.ts';
import { ViewState } from '../../src/state/view.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const file = fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc');
const { runs } = groupFiles([file]);
const { index } = await scanRun(new Arena(await loadKernels()), runs[0], () => undefined);

function start() {
  const run = { label: 'e81 r0098', index: signal(index), chunks: [file] } as unknown as OpenRun;
  const current = signal<OpenRun | null>(run);
  const event = signal(0);
  const datagrams = new DatagramSelection({ current, event, selectEvent: (wish) => (event.value = wish) });
  const remote: TextApi = { start: async () => undefined, readText, saveText };
  const text = { call: (use: (worker: TextApi, signal: AbortSignal) => unknown, stop?: AbortSignal) => use(remote, stop ?? new AbortController().signal) };
  const page = { download: vi.fn(), copyText: vi.fn(async () => undefined), chooseTarget: vi.fn(async () => null) };
  const report = vi.fn();
  const say = vi.fn();
  const view = new ViewState();
  const texts = new DatagramTexts({
    workers: { text } as unknown as Workers, tasks: new Tasks(), page: page as unknown as PageServices, view, current, datagrams, say, report,
  });
  return { run, current, datagrams, texts, page, report, say, view };
}

const count = (text: string) => text.match(/ transition: time /g)?.length ?? 0;

it('reads while it is looked at, and follows what is marked', async () => {
  const { datagrams, texts, view, report } = start();
  datagrams.select(2);
  expect(texts.shown.value).toBeNull();
  texts.isOpen.value = true;
  view.tab.value = 'Datagrams';
  await vi.waitFor(() => expect(count(texts.shown.value?.text ?? '')).toBe(1));
  datagrams.select(6, true);
  await vi.waitFor(() => expect(count(texts.shown.value?.text ?? '')).toBe(5));
  datagrams.search.text.value = 'L1Accept';
  await vi.waitFor(() => expect(texts.shown.value?.text).not.toContain('BeginCalibCycle'));
  texts.verbosity.value = 2;
  await vi.waitFor(() => expect(texts.shown.value?.text).toContain('clock.seconds'));
  expect(report).not.toHaveBeenCalled();
});

it('copies and saves what is marked, found, or all', async () => {
  const { run, datagrams, texts, page, say } = start();
  datagrams.select(0);
  datagrams.select(9, true);
  await texts.copy();
  expect(page.copyText).toHaveBeenCalledWith(await texts.read(run, { from: 0, to: 9 }, 1));
  datagrams.search.text.value = 'BeginCalib';
  await vi.waitFor(() => expect(datagrams.search.count.value).toBe(5));
  for (const [which, datagramCount, name] of [['marked', 1, 'e81-r0098-dg0.txt'], ['found', 5, 'e81-r0098-found.txt'], ['run', index.datagrams, 'e81-r0098.txt']] as const) {
    await texts.save(which);
    const [blob, offered] = page.download.mock.lastCall as [Blob, string];
    expect([count(await blob.text()), offered]).toEqual([datagramCount, name]);
    expect(say).toHaveBeenLastCalledWith(`Saved ${name}`);
  }
});

it('refuses datagrams that the run does not have, and has nothing to say of none', async () => {
  const { run, texts } = start();
  await expect(texts.read(run, { from: 0, to: index.datagrams }, 0)).rejects.toMatchObject({ code: 'out-of-range' });
  await expect(texts.read(run, { from: -1, to: 2 }, 0)).rejects.toMatchObject({ code: 'out-of-range' });
  await expect(texts.read(run, { from: 1.5, to: 2.5 }, 0)).rejects.toMatchObject({ code: 'out-of-range' });
  expect(await texts.read(run, { from: 3, to: 2 }, 0)).toBe('');
});
