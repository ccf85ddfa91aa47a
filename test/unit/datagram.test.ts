import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_TREE, SCAN_ENDED } from '../../assembly/layout.ts';
import { DatagramRows } from '../../src/format/datagram-rows.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef, type LeafKind } from '../../src/format/run-index.ts';
import { ScanMemory, ScanState } from '../../src/format/scan-kernel.ts';
import { L1_ACCEPT } from '../../src/format/transition.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { scanSlowly, type TwinDatagram, type TwinSize } from '../reference/datagram.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type Tree = { log: number; phy: number; type: number; damage: number; children: Tree[] } | { log: number; phy: number; contains: number; damage: number; payload: number };

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
  leaf: fc.record({
    log: fc.constantFrom(0x01000001, 0x06000002, 0x02000003), phy: fc.nat(5), contains: fc.constantFrom(0, 0x1001c, 0x8001001c, 0x10, 0x1000d),
    damage: fc.constantFrom(0, 2, 0x8000), payload: fc.constantFrom(0, 4, 7, 40, 300),
  }),
  node: fc.record({ log: fc.constantFrom(0x02000001, 0x01000001), phy: fc.nat(3), type: fc.constantFrom(1, 0x10001), damage: fc.constantFrom(0, 0, 0, 0x8000), children: fc.array(tie('tree'), { maxLength: 4 }) }),
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('node')),
}));

function xtcBytes(node: Tree): number[] {
  const isLeaf = 'payload' in node;
  const payload = isLeaf ? new Array<number>(node.payload).fill(0xab) : node.children.flatMap(xtcBytes);
  const words = [node.damage, node.log, node.phy, isLeaf ? node.contains : node.type, 20 + payload.length];
  return [...words.flatMap(wordBytes), ...payload];
}

function wordBytes(word: number): number[] {
  return [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
}

function streamBytes(roots: readonly Tree[][]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    roots.flatMap((children, i) => [
      ...[i * 1000, 1290500000 + i, 0x0c000000 | i, i * 3, 0].flatMap(wordBytes),
      ...xtcBytes({ log: 0x03000001, phy: 1, type: 1, damage: 0, children }),
    ]),
  );
}

const streams = fc.array(fc.array(tree, { maxLength: 5 }), { minLength: 1, maxLength: 12 }).map(streamBytes);
/** Few trees, each many times: most datagrams have the very headers of one before. */
const repetitive = fc.tuple(fc.array(fc.array(tree, { maxLength: 5 }), { minLength: 1, maxLength: 12 }), fc.array(fc.nat(11), { minLength: 20, maxLength: 80 }))
  .map(([trees, order]) => streamBytes(order.map((i) => trees[i % trees.length])));
const arena = new Arena(await loadKernels());

/** Scans with windows of given lengths, each starting where the kernel asks. */
function scanInWindows(bytes: Uint8Array, lengths: readonly number[]) {
  return arena.scoped(() => {
    const memory = new ScanMemory(arena, bytes.byteLength + 64);
    const state = new ScanState(memory);
    const rows = new DatagramRows();
    state.startAt(0, bytes.byteLength);
    for (let i = 0; ; ++i) {
      const { next } = state;
      state.scan(bytes.subarray(next, next + 40 + lengths[i % lengths.length]), next, (...found) => rows.append(...found));
      if (state.status !== 0) break;
      expect(i).toBeLessThan(bytes.byteLength);
    }
    const kinds = memory.kinds();
    const signatures = memory.signatures();
    const { bytes: kindBytes, damaged } = memory.sizes();
    const nameOf = ({ level, phy, typeId, version, compressed }: LeafKind): string => `${level}:${phy}:${((compressed ? 0x80000000 : 0) | (version << 16) | typeId) >>> 0}`;
    const sizes = new Map(kinds.map((kind, i) => [nameOf(kind), { bytes: kindBytes[i], damaged: damaged[i] }]));
    return { status: state.status, sizes, remarked: rows.remarked(0), datagramBytes: rows.datagramBytes, datagrams: Array.from({ length: rows.count }, (_, row) => ({
      offset: rows.offset(row), nanoseconds: rows.nanoseconds(row), seconds: rows.seconds(row), low: rows.stampLow(row), high: rows.stampHigh(row),
      env: rows.env(row), damage: rows.damage(row), extent: rows.extent(row), treeDamage: rows.treeDamage(row),
      leaves: Array.from(signatures[rows.signature(row)], (id) => nameOf(kinds[id])),
      hasBadTree: (rows.faults(row) & FAULT_TREE) !== 0,
    })) };
  });
}

describe('scanDatagrams', () => {
  it('gives the rows of its twin for any cut into windows', () => {
    fc.assert(fc.property(streams, fc.array(fc.nat(400), { minLength: 1, maxLength: 5 }), (bytes, lengths) => {
      const { status, datagrams, sizes } = scanInWindows(bytes, lengths);
      expect(status).toBe(SCAN_ENDED);
      const twinSizes = new Map<string, TwinSize>();
      expect(datagrams).toEqual(scanSlowly(bytes, twinSizes));
      expect(sizes).toEqual(twinSizes);
    }), { seed: 7, numRuns: 200 });
  });

  it('gives them where datagrams repeat, too, and remarks on all that are not plain', () => {
    const clocks = fc.array(fc.tuple(fc.nat(79), fc.constantFrom(0, 8, 12), fc.nat(3)), { maxLength: 6 });
    fc.assert(fc.property(repetitive, clocks, fc.array(fc.nat(20_000), { minLength: 1, maxLength: 5 }), (bytes, changes, lengths) => {
      const plain = scanSlowly(bytes);
      const view = new DataView(bytes.buffer);
      for (const [datagram, transition, seconds] of changes) {
        const { offset } = plain[datagram % plain.length];
        view.setUint8(offset + 11, transition);
        view.setUint32(offset + 4, 1290500000 + seconds, true);
      }
      const { status, datagrams, sizes, remarked, datagramBytes } = scanInWindows(bytes, lengths);
      expect(status).toBe(SCAN_ENDED);
      const twinSizes = new Map<string, TwinSize>();
      const twin = scanSlowly(bytes, twinSizes);
      expect(datagrams).toEqual(twin);
      expect(sizes).toEqual(twinSizes);
      expect(datagramBytes).toBe(bytes.byteLength);
      const isPlain = ({ seconds, nanoseconds, low, damage, treeDamage, hasBadTree }: TwinDatagram, i: number): boolean => {
        const before = i === 0 ? { seconds: 0, nanoseconds: 0 } : twin[i - 1];
        const isLater = seconds > before.seconds || (seconds === before.seconds && nanoseconds > before.nanoseconds);
        return isLater && ((low >>> 24) & 15) === L1_ACCEPT && damage === 0 && treeDamage === 0 && !hasBadTree;
      };
      expect(remarked).toEqual(twin.flatMap((datagram, i) => (isPlain(datagram, i) ? [] : [i])));
    }), { seed: 9, numRuns: 200 });
  });

  it('reads on when one byte of a leaf’s extent is wrong', () => {
    fc.assert(fc.property(streams, fc.nat(), fc.nat(255), (bytes, place, value) => {
      const damaged = bytes.slice();
      damaged[place % bytes.byteLength] = value;
      const { datagrams } = scanInWindows(damaged, [1000]);
      const twin = scanSlowly(damaged);
      // The kernel also stops at headers with two impossible fields; up to there both agree.
      expect(datagrams.length).toBeLessThanOrEqual(twin.length);
      for (let i = 0; i < datagrams.length - 1; ++i) expect(datagrams[i].offset).toBe(twin[i].offset);
    }), { seed: 8, numRuns: 200 });
  });
});

describe('a mutated run', () => {
  it('never hangs and never throws; datagrams do not overlap', async () => {
    const mutations = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(fc.asyncProperty(streams, mutations, fc.nat(), fc.boolean(), async (bytes, changes, cut, isCut) => {
      const damaged = bytes.slice();
      for (const [place, value] of changes) damaged[place % bytes.byteLength] = value;
      const file = new File([isCut ? damaged.subarray(0, cut % bytes.byteLength) : damaged], 'e1-r0001-s00-c00.xtc');
      const { index } = await scanRun(arena, groupFiles([file]).runs[0], () => {});
      // Leaves of a datagram that is read a second time, with another end, are not counted twice.
      const leafBytes = index.kindBytes.reduce((sum, each) => sum + each, 0);
      expect(leafBytes + index.containerBytes).toBeLessThanOrEqual(file.size);
      expect(index.containerBytes).toBeGreaterThanOrEqual(40 * index.datagrams);
      for (let i = 0; i < index.datagrams; ++i) {
        const { offset, byteLength } = datagramRef(index, i);
        expect(offset + byteLength).toBeLessThanOrEqual(i + 1 < index.datagrams ? datagramRef(index, i + 1).offset || file.size : file.size);
      }
    }), { seed: 9, numRuns: 200 });
  }, 60_000);
});
