import { readFileSync } from 'node:fs';
import { signal } from '@preact/signals-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { XtcError } from '../../src/base/errors.ts';
import { BlobSource } from '../../src/format/byte-source.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef, type RunIndex } from '../../src/format/run-index.ts';
import type { XtcNode } from '../../src/format/xtc.ts';
import type { ByteRange } from '../../src/pipeline/frame.ts';
import { readBytes } from '../../src/pipeline/read-bytes.ts';
import { readTree } from '../../src/pipeline/read-tree.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Inspector, type InspectorDeps } from '../../src/state/inspector.ts';
import { ViewState } from '../../src/state/view.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const NAME = 'e81-r0098-s00-c00.xtc';
const file = new File([readFileSync(new URL(`../fixtures/delayscan_small/${NAME}`, import.meta.url))], NAME);
let index: RunIndex;

beforeAll(async () => {
  index = (await scanRun(new Arena(await loadKernels()), groupFiles([file]).runs[0], () => undefined)).index;
});

/** An inspector of the small run whose reading can be held back; what it says and copies is kept. */
function inspect() {
  const run = { label: 'e81 r0098', index: signal(index), chunks: [file] };
  const current = signal<typeof run | null>(run);
  const selected = signal<number | null>(0);
  const view = new ViewState();
  const kept = { said: '', copied: '', saved: '', reported: [] as unknown[], trees: 0 };
  let gate: Promise<unknown> = Promise.resolve();
  const session = {
    current, view, runs: signal([run]),
    datagrams: { selected, select: (datagram: number) => (selected.value = datagram) },
    selectRun: () => undefined,
    values: { atOffset: () => new Promise(() => undefined) }, // Payloads have a test of their own.
    reading: {
      tree: async ({ file: from, offset, byteLength }: ByteRange): Promise<XtcNode> => {
        ++kept.trees;
        await gate;
        if (offset === datagramRef(index, 3).offset) throw new XtcError('unreadable', 'gone', { offset });
        return readTree(new BlobSource(from), offset, byteLength);
      },
      bytes: ({ file: from, offset, byteLength }: ByteRange) => readBytes(new BlobSource(from), offset, byteLength),
    },
  };
  const page = { copyText: async (text: string) => void (kept.copied = text), download: (_blob: Blob, name: string) => (kept.saved = name) };
  const deps = { session, page, say: (notice: string) => (kept.said = notice), report: (error: unknown) => kept.reported.push(error) };
  const inspector = new Inspector(deps as unknown as InspectorDeps);
  const shows = (datagram: number) => expect.poll(() => inspector.inspected.value?.ref.index).toBe(datagram);
  return { inspector, view, selected, current, kept, shows, hold: (until: Promise<unknown>) => (gate = until) };
}

describe('the inspector', () => {
  it('reads nothing before its tab is looked at, and then what is selected', async () => {
    const { inspector, view, selected, current, kept, shows } = inspect();
    await Promise.resolve();
    expect(kept.trees).toBe(0);
    view.tab.value = 'Datagrams';
    await shows(0);
    selected.value = 5;
    await shows(5);
    expect(kept.trees).toBe(2);
    current.value = null;
    expect(inspector.inspected.value).toBeNull();
  });

  it('shows the last datagram that was wished for, and the one before until it is there', async () => {
    const { inspector, view, selected, kept, shows, hold } = inspect();
    view.tab.value = 'Datagrams';
    await shows(0);
    let open: (value: unknown) => void = () => undefined;
    void hold(new Promise((resolve) => (open = resolve)));
    selected.value = 4;
    selected.value = 6;
    expect(inspector.inspected.value?.ref.index).toBe(0);
    open(null);
    await shows(6);
    expect(kept.trees).toBe(3);
  });

  it('says why a datagram cannot be read, and goes on with the next', async () => {
    const { inspector, view, selected, shows } = inspect();
    view.tab.value = 'Datagrams';
    selected.value = 3;
    await shows(3);
    expect(inspector.inspected.value).toMatchObject({ tree: null, problem: { code: 'unreadable', file: NAME } });
    selected.value = 4;
    await shows(4);
    expect(inspector.inspected.value?.problem).toBeNull();
  });

  it('goes to a byte of a file, copies and names what is marked', async () => {
    const { inspector, kept, view, shows } = inspect();
    const { offset } = datagramRef(index, 7);
    expect(await inspector.show('other.xtc', 0)).toBe(false);
    expect(await inspector.show(NAME, offset + 36)).toBe(true);
    expect(view.tab.value).toBe('Datagrams');
    await shows(7);
    expect(inspector.mark.value.field).toMatchObject({ name: 'extent', start: offset + 36 });
    await inspector.copy('hex');
    expect(kept.copied).toBe(Buffer.from(await file.slice(offset + 36, offset + 40).arrayBuffer()).toString('hex').replace(/..\B/g, '$& '));
    expect(kept.said).toBe('Copied 4 bytes.');
    await inspector.show(NAME, offset + 5);
    expect(inspector.mark.value).toMatchObject({ node: null, field: { name: 'clock.seconds' } });
    inspector.setMark({ node: inspector.inspected.value?.tree?.children[0] ?? null, field: null });
    inspector.save();
    expect(kept.saved).toMatch(/^e81-r0098-dg7-172\.21\.36\.\d+_pid_\d+-Xtc\.bin$/);
    expect(kept.reported).toEqual([]);
  });
});
