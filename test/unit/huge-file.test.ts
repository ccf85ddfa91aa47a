import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { configurationFor, datagramRef, imageSources, type RunIndex } from '../../src/format/run-index.ts';
import { FramePipeline } from '../../src/pipeline/make-frame.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import type { ScanProgress, ScanResult } from '../../src/pipeline/run-scan.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { buildFile, corruptWord, datagram, root } from '../fixtures/build-xtc.ts';
import { fixtureBytes } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { SparseFile } from '../reference/sparse-file.ts';
import { VirtualFile } from '../reference/virtual-file.ts';

const GIB = 2 ** 30;
const NAME = 'e155-r0020-s00-c00.xtc';
const arena = new Arena(await loadKernels());
const frames = new FramePipeline(new Arena(await loadKernels()));

const good = fixtureBytes('cspad/e155-r0020-s00-c00.xtc');
const goodFile = new File([good], NAME);
const { index: goodIndex } = await scan(goodFile);
const goodEvents = [0, 1].map((event) => datagramRef(goodIndex, goodIndex.events[event]));
const head = good.slice(0, goodEvents[0].offset);

function scan(file: File, signal?: AbortSignal, onProgress: (progress: ScanProgress) => void = () => {}): Promise<ScanResult> {
  return scanRun(arena, groupFiles([file]).runs[0], onProgress, signal);
}

async function pixels(file: File, index: RunIndex, event: number): Promise<number> {
  const [kind] = imageSources(index);
  const { offset, byteLength, index: at } = datagramRef(index, index.events[event]);
  const configuration = configurationFor(index, kind.level, kind.phy, [29], at);
  const { data } = await frames.readSections({
    datagram: { file, offset, byteLength },
    source: { level: kind.level, phy: kind.phy, name: kind.source },
    configuration: configuration && { file, offset: configuration.offset, byteLength: configuration.byteLength, typeId: 29, version: configuration.kind.version },
  }, null);
  return crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** A datagram of 255 MiB whose only leaf is zeros; its first bytes. */
const LONG_BYTES = 255 * 2 ** 20;
function longDatagram(index: number): Uint8Array {
  const bytes = buildFile([datagram(index, 12, { root: root([{ source: { log: 0x01000001, phy: 7 }, type: { typeId: 16, version: 1 }, payload: new Uint8Array(0) }]) })]);
  return corruptWord(corruptWord(bytes, 36, LONG_BYTES - 20), 56, LONG_BYTES - 40);
}

describe('a file of 6 GiB', () => {
  const repeated = good.slice(goodEvents[0].offset, goodEvents[1].offset + goodEvents[1].byteLength);
  const times = Math.ceil((6 * GIB) / repeated.byteLength);

  it('is read to its last event, pixels and all', async () => {
    const file = new VirtualFile(head, repeated, times, NAME).asFile();
    const { index } = await scan(file);
    expect(index.events.length).toBe(2 * times);
    const last = datagramRef(index, index.datagrams - 1);
    expect(last.offset + last.byteLength).toBe(file.size);
    expect(last.offset).toBeGreaterThan(4 * GIB);
    expect(await pixels(file, index, 2 * times - 1)).toBe(await pixels(goodFile, goodIndex, 1));
    expect(index.kindBytes.reduce((sum, bytes) => sum + bytes, 0) + index.containerBytes).toBe(file.size);
  });

  it('stops within 100 ms of the wish, with what was read', async () => {
    const file = new VirtualFile(head, repeated, times, NAME).asFile();
    const stop = new AbortController();
    let stoppedAt = 0;
    const result = await scan(file, stop.signal, (progress) => {
      if (stoppedAt > 0 || !progress.index) return;
      stoppedAt = performance.now();
      stop.abort();
    });
    expect(performance.now() - stoppedAt).toBeLessThan(100);
    expect(result.isPartial).toBe(true);
    expect(result.index.events.length).toBeGreaterThan(0);
  });
});

describe('a file of 200 GiB', () => {
  const count = Math.floor((200 * GIB) / LONG_BYTES) + 1;
  const damaged = 600;
  const garbage = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7 + 1) & 255);
  const pieces = [{ offset: 0, bytes: head }];
  let end = head.byteLength;
  for (let i = 0; i < count; ++i) {
    if (i === damaged) {
      pieces.push({ offset: end, bytes: garbage });
      end += garbage.byteLength;
    }
    pieces.push({ offset: end, bytes: longDatagram(i) as Uint8Array<ArrayBuffer> });
    end += LONG_BYTES;
  }
  const last = good.slice(goodEvents[1].offset, goodEvents[1].offset + goodEvents[1].byteLength);
  pieces.push({ offset: end, bytes: last });
  const file = new SparseFile(pieces, end + last.byteLength, NAME).asFile();

  it('is read to its last event; a fault beyond 4 GiB is located', async () => {
    expect(file.size).toBeGreaterThan(200 * GIB);
    const { index, problems } = await scan(file);
    expect(index.events.length).toBe(count + 1);
    const faultAt = head.byteLength + damaged * LONG_BYTES;
    expect(problems.filter(({ code }) => code === 'lost-framing').map(({ offset }) => offset)).toEqual([faultAt]);
    expect(datagramRef(index, index.events[damaged]).offset).toBe(faultAt + garbage.byteLength);
    expect(datagramRef(index, index.events[count]).offset).toBe(end);
    expect(await pixels(file, index, count)).toBe(await pixels(goodFile, goodIndex, 1));
    expect(index.kindBytes.reduce((sum, bytes) => sum + bytes, 0) + index.containerBytes).toBe(file.size - garbage.byteLength);
  }, 60_000);
});
