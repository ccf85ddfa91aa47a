import { describe, expect, it } from 'vitest';
import { columnsOf, cycleOfDatagram } from '../../src/format/datagram-columns.ts';
import { findDatagrams, strictQuery } from '../../src/format/find-datagrams.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { parseQuery } from '../../src/format/query.ts';
import { calibCycleOf, type RunIndex } from '../../src/format/run-index.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type Row = [offset: number, transition: string, seconds: number, nanoseconds: number, fiducials: number, ticks: number, vector: number, control: number, env: number, damage: number, extent: number];
type Expected = { datagrams: Row[]; trees: { xtc: Node[] }[] };
type Node = { damage: number; children?: Node[] };

const arena = new Arena(await loadKernels());

async function indexOf(...paths: string[]): Promise<RunIndex> {
  const { runs } = groupFiles(paths.map(fixtureFile));
  return (await scanRun(arena, runs[0], () => undefined)).index;
}

const find = async (index: RunIndex, text: string): Promise<number[]> => [...(await findDatagrams(index, strictQuery(text)))];
const treeDamage = (nodes: readonly Node[]): number => nodes.reduce((all, { damage, children }) => all | damage | treeDamage(children ?? []), 0) >>> 0;

describe('a query over one stream', async () => {
  const index = await indexOf('delayscan_small/e81-r0098-s00-c00.xtc');
  const { datagrams } = fixtureJson<Expected>('delayscan_small/e81-r0098-s00-c00.expected.json');
  const where = (wanted: (row: Row, i: number) => boolean): number[] => datagrams.flatMap((row, i) => (wanted(row, i) ? [i] : []));
  const cycleOf = (i: number): number => datagrams.slice(0, i + 1).filter(([, name]) => name === 'BeginCalibCycle').length - 1;
  const [, , seconds, nanoseconds, fiducials] = datagrams[20];
  const clock = new Date(seconds * 1000).toISOString();

  it.each<[string, (row: Row, i: number) => boolean]>([
    ['', () => true],
    ['transition:L1Accept', ([, name]) => name === 'L1Accept'],
    ['-l1accept', ([, name]) => name !== 'L1Accept'],
    ['BeginCalib', ([, name]) => name === 'BeginCalibCycle'],
    ['size>1kB', (row) => 20 + row[10] > 1000],
    ['size:0.5kB..1KiB', (row) => 20 + row[10] >= 500 && 20 + row[10] <= 1024],
    [`fid:0x${fiducials.toString(16)}`, (row) => row[4] === fiducials],
    [`fid>=${fiducials} transition:l1`, (row) => row[4] >= fiducials && row[1] === 'L1Accept'],
    ['cycle:2', (_, i) => cycleOf(i) === 2],
    ['cycle:1..2 -cycle:2', (_, i) => cycleOf(i) === 1],
    ['cycle<0', (_, i) => cycleOf(i) < 0],
    ['number:3..7', (_, i) => i >= 3 && i <= 7],
    ['stream:s00 chunk:0 file:e81', () => true],
    ['stream>=80', () => false],
    ['damage', (row) => row[9] !== 0],
    [`time:${clock.slice(11, 19)}`, (row) => row[2] === seconds],
    [`time>${clock.slice(0, 19)}.${String(nanoseconds).padStart(9, '0')}`, (row) => row[2] > seconds || (row[2] === seconds && row[3] > nanoseconds)],
    [`time<${clock.slice(11, 16)}`, (row) => row[2] < seconds - (seconds % 60)],
    [`time>=${seconds}`, (row) => row[2] >= seconds],
  ])('%s', async (text, wanted) => {
    expect(await find(index, text)).toEqual(where(wanted));
  });
});

it.each([
  [['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc']],
  [['delayscan_chunks/e81-r0098-s00-c01.xtc']],
  [['delayscan_chunks/e81-r0098-s00-c02.xtc', 'delayscan_chunks/e81-r0098-s01-c02.xtc']],
  [['damage/quirks.xtc']],
])('the cycle of a datagram is that of its event: %s', async (paths) => {
  const index = await indexOf(...paths);
  const columns = columnsOf(index);
  index.events.forEach((datagram, event) => expect(cycleOfDatagram(columns, datagram)).toBe(calibCycleOf(index, event)));
});

describe('a query over damage', async () => {
  const index = await indexOf('damage/damage.xtc');
  const { trees } = fixtureJson<Expected>('damage/damage.expected.json');
  const damages = trees.map(({ xtc }) => treeDamage(xtc));

  it.each([
    ['damage', 0xffffffff], ['damage:OutOfOrder', 0x1000], ['damage:outof', 0x3000], ['damage:user', 0xff000000],
    ['damage:0x8000', 0x8000], ['damage:Incomplete', 0x18000],
  ])('%s looks at the whole tree', async (text, mask) => {
    const wanted = damages.flatMap((damage, i) => ((damage & mask) !== 0 ? [i] : []));
    expect(wanted.length).toBeGreaterThan(0);
    expect((await find(index, text)).filter((i) => i < trees.length)).toEqual(wanted);
  });
});

describe('a query over types and sources', async () => {
  const index = await indexOf('delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc');
  const { scanner } = fixtureJson<{ scanner: { counts: Record<string, Record<string, number>> } }>('delayscan_small/e81-r0098-small.scan.expected.json');

  it.each([
    ['type:EBeamBld', 'BldInfo(EBeam)', 'EBeamBld_V3'], ['source:BldInfo source:EBeam', 'BldInfo(EBeam)', 'EBeamBld_V3'],
    ['type:IpmFex_V1 source:XppSb3Ipm', 'DetInfo(XppSb3Ipm-1|Ipimb-0)', 'IpmFex_V1'],
  ])('%s finds as many as the scanner counted', async (text, source, type) => {
    const count = scanner.counts[source][type] ?? Object.values(scanner.counts[source])[0];
    expect(await find(index, text)).toHaveLength(count);
  });
});

describe('what is not understood', () => {
  it.each([
    ['foo:1', 0, 5], ['size>1parsec', 0, 12], ['L1Accept cycle:x', 9, 16], ['time>25:00', 0, 10], ['damage:Nope', 0, 11],
    ['type>3', 0, 6], ['cycle:', 0, 6], ['cycle>1..2', 0, 10], ['fid:0xg', 0, 7],
  ])('%s is said with its place, and the rest counts', (text, start, end) => {
    const { problems } = parseQuery(text);
    expect(problems).toMatchObject([{ start, end }]);
    expect(() => strictQuery(text)).toThrow(expect.objectContaining({ code: 'bad-query', offset: start }) as Error);
  });

  it('quotes hold blanks together', () => {
    expect(parseQuery('source:"172.21.36.1, pid=1777" -"a b"').terms).toEqual([
      { kind: 'text', column: 'source', text: '172.21.36.1, pid=1777', isNegated: false },
      { kind: 'text', column: 'any', text: 'a b', isNegated: true },
    ]);
  });
});

it('a million datagrams take a blink', async () => {
  const small = await indexOf('delayscan_small/e81-r0098-s00-c00.xtc');
  const rowBytes = small.rows.byteLength / small.datagrams;
  const times = Math.ceil(1_000_000 / small.datagrams);
  const rows = new Uint8Array(times * small.datagrams * rowBytes);
  for (let i = 0; i < times; ++i) rows.set(new Uint8Array(small.rows), i * small.datagrams * rowBytes);
  const datagrams = times * small.datagrams;
  const index = { ...small, datagrams, rows: rows.buffer, fileOf: new Uint16Array(datagrams) };
  await find(index, 'type:EBeam');
  const start = performance.now();
  const found = await findDatagrams(index, strictQuery('type:EBeam size>100 -damage:user'));
  const elapsed = performance.now() - start;
  expect(found.length).toBe(times * (await find(small, 'type:EBeam size>100 -damage:user')).length);
  console.info(`${datagrams} datagrams: ${elapsed.toFixed(0)} ms`);
  expect(elapsed).toBeLessThan(1000);
});
