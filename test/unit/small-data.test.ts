import { describe, expect, it } from 'vitest';
import { TYPE_CSPAD_ELEMENT } from '../../src/format/type-id.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef, imageSources, rowsOf, type RunIndex } from '../../src/format/run-index.ts';
import { openRun, type OpenedRun } from '../../src/pipeline/open-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes, fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

async function open(...files: File[]): Promise<OpenedRun> {
  const { runs, problems } = groupFiles(files);
  expect(problems).toEqual([]);
  expect(runs).toHaveLength(1);
  return openRun(arena, runs[0], { isRescan: true }, () => undefined);
}

const counts = ({ table }: OpenedRun) => table.devices.map(({ kind, source, types }) => [kind, source, [...types].sort((a, b) => (a.name < b.name ? -1 : 1))]);

/** Every datagram as (file, offset, extent, transition, clock, damage, leaves). */
function datagrams(index: RunIndex): unknown[] {
  const rows = rowsOf(index);
  return Array.from({ length: index.datagrams }, (_, i) => {
    const { file, offset, extent, transition, seconds, nanoseconds, damage, signature } = datagramRef(index, i);
    const leaves = Array.from(index.signatures[signature], (kind) => index.kinds[kind]);
    return [index.files[file], offset, extent, transition, seconds, nanoseconds, damage, rows.treeDamage(i), leaves];
  });
}

const runs = [
  ['e81-r0098-s00-c00', 'delayscan_small'],
  ['e162-r0055-s00-c00', 'cspad'],
] as const;

describe('small data beside the big file', () => {
  it.each(runs)('%s: the run is as if the big file had been scanned', async (name, folder) => {
    const big = fixtureFile(`${folder}/${name}.xtc`);
    const plain = await open(big);
    const small = await open(big, fixtureFile(`index/${name}.smd.xtc`));
    expect(datagrams(small.index)).toEqual(datagrams(plain.index));
    expect(counts(small)).toEqual(counts(plain));
    expect({ ...small.table, devices: [] }).toEqual({ ...plain.table, devices: [] });
    expect(small.index.files).toEqual([`${name}.xtc`, `${name}.smd.xtc`]);
    expect(small.index.configurations).toHaveLength(plain.index.configurations.length);
    const sortKey = (ref: { offset: number }) => ref.offset;
    const places = (index: RunIndex) => index.configurations.map(({ file, offset, byteLength, kind, fromDatagram }) => ({ file, offset, byteLength, kind, fromDatagram })).sort((a, b) => sortKey(a) - sortKey(b));
    expect(places(small.index)).toEqual(places(plain.index));
    const bytesOf = ({ index }: OpenedRun) => Object.fromEntries(index.kinds.map((kind, i) => [Object.values(kind).join(), [index.kindBytes[i], index.kindDamaged[i]]]));
    expect(bytesOf(small)).toEqual(bytesOf(plain));
    expect(small.index.containerBytes).toBe(plain.index.containerBytes);
    expect(small.problems).toEqual(plain.problems);
  });

  it('is what is read: of the big file hardly anything', async () => {
    const bytes = fixtureBytes('cspad/e162-r0055-s00-c00.xtc');
    let asked = 0;
    const file = new File([bytes], 'e162-r0055-s00-c00.xtc');
    const slice = file.slice.bind(file);
    file.slice = (from = 0, to = file.size) => {
      asked += Math.min(to, file.size) - from;
      return slice(from, to);
    };
    await open(file, fixtureFile('index/e162-r0055-s00-c00.smd.xtc'));
    expect(asked).toBeLessThan(bytes.length / 20);
  });

  it('of one stream goes with the other stream’s data', async () => {
    const big = ['s00', 's01'].map((stream) => fixtureFile(`delayscan_small/e81-r0098-${stream}-c00.xtc`));
    const plain = await open(...big);
    const mixed = await open(...big, fixtureFile('index/e81-r0098-s00-c00.smd.xtc'));
    expect(datagrams(mixed.index)).toEqual(datagrams(plain.index));
    expect(counts(mixed)).toEqual(counts(plain));
  });

  it('that goes further than the big file is told', async () => {
    const cut = new File([fixtureBytes('cspad/e162-r0055-s00-c00.xtc').slice(0, 1_000_000)], 'e162-r0055-s00-c00.xtc');
    const { problems, index } = await open(cut, fixtureFile('index/e162-r0055-s00-c00.smd.xtc'));
    expect(index.events).toHaveLength(10);
    expect(problems.map(({ code, file }) => [code, file])).toEqual([['truncated', 'e162-r0055-s00-c00.xtc']]);
    expect(problems[0].message).toMatch(/^e162-r0055-s00-c00.xtc ends before 6 of the events/);
  });
});

describe('small data alone', () => {
  it('show what they hold', async () => {
    const { index, problems } = await open(fixtureFile('index/e162-r0055-s00-c00.smd.xtc'));
    expect(problems).toEqual([]);
    expect(imageSources(index)).toEqual([]);
    expect(index.kinds.some(({ typeId }) => typeId === TYPE_CSPAD_ELEMENT)).toBe(false);
    expect(index.events).toHaveLength(10);
  });
});
