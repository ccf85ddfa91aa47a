import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef, datagramWith, datagramsOfEvent, eventOfDatagram, kindsOfEvent, type RunIndex } from '../../src/format/run-index.ts';
import type { OrderOptions } from '../../src/format/run-order.ts';
import type { WritableDatagram } from '../../src/format/write-datagram.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { CSPAD_SOURCE, SEGMENT_SOURCE, buildFile, root } from '../fixtures/build-xtc.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());
const [CONFIGURE, BEGIN_CYCLE, END_CYCLE, ENABLE, DISABLE, L1] = [4, 8, 9, 10, 11, 12];
const START = 1_300_000_000;

const DAQ_LEAF = { source: CSPAD_SOURCE, type: { typeId: 28, version: 2 }, payload: new Uint8Array(4) };
const CONTROL_LEAF = { source: { log: 0x01000000, phy: 0x02000100 }, type: { typeId: 2, version: 1 }, payload: new Uint8Array(8) };

function l1(seconds: number, fiducials: number, isControl = false, damage = 0): WritableDatagram {
  return { transition: L1, seconds, nanoseconds: 0, fiducials, root: root([isControl ? CONTROL_LEAF : DAQ_LEAF], damage) };
}
function step(transition: number, seconds: number): WritableDatagram {
  return { transition, seconds, nanoseconds: 0, fiducials: 0, root: root() };
}

async function scan(streams: Record<string, readonly WritableDatagram[]>, options?: OrderOptions): Promise<RunIndex> {
  const files = Object.entries(streams).map(([stream, datagrams]) => new File([buildFile(datagrams)], `e1-r0001-s${stream}-c00.xtc`));
  return (await scanRun(arena, groupFiles(files).runs[0], () => {}, undefined, options)).index;
}

/** `file:transition:fiducials` in run order. */
function order(index: RunIndex): string[] {
  return Array.from({ length: index.datagrams }, (_, i) => {
    const { file, transition, fiducials } = datagramRef(index, i);
    return `${file}:${transition}:${fiducials}`;
  });
}

describe('a control stream', () => {
  it('is joined by fiducial though its clock is off, and keeps events of its own in their place', async () => {
    const daq = [step(CONFIGURE, START), step(BEGIN_CYCLE, START + 1), l1(START + 2, 131_034), l1(START + 2, 131_037), l1(START + 3, 3), step(END_CYCLE, START + 4), step(BEGIN_CYCLE, START + 5), l1(START + 6, 9)];
    const late = 40;
    const control = [step(CONFIGURE, START), step(BEGIN_CYCLE, START + 1), l1(START + 2 + late, 131_034, true), l1(START + 2 + late, 0, true), l1(START + 3 + late, 3, true), step(END_CYCLE, START + 4), step(BEGIN_CYCLE, START + 5), l1(START + 6 + late, 9, true), l1(START + 6 + late, 12, true)];
    const index = await scan({ '00': daq, 80: control });
    expect(order(index)).toEqual(['0:4:0', '0:8:0', '0:12:131034', '1:12:131034', '0:12:131037', '1:12:0', '0:12:3', '1:12:3', '0:9:0', '0:8:0', '0:12:9', '1:12:9', '1:12:12']);
    expect(Array.from(index.events)).toEqual([2, 4, 5, 6, 10, 12]);
    expect(Array.from(index.partners)).toEqual([0, 3, 3, 7, 4, 11]);
    expect(Array.from(index.cycles)).toEqual([0, 4]);
    expect(datagramRef(index, index.events[0]).seconds).toBe(START + 2);
    expect(kindsOfEvent(index, 0).map(({ typeId }) => typeId)).toEqual([28, 2]);
    expect(kindsOfEvent(index, 2).map(({ typeId }) => typeId)).toEqual([2]);
    expect([2, 3, 4, 7].map((datagram) => eventOfDatagram(index, datagram))).toEqual([0, 0, 1, 3]);
    const image = kindsOfEvent(index, 0)[1];
    expect([0, 1, 2].map((event) => datagramWith(index, event, image))).toEqual([3, 4, 5]);
  });

  it('is joined only in the same calib cycle, within 85 seconds, and with a fiducial that means something', async () => {
    const daq = [step(BEGIN_CYCLE, START), l1(START + 1, 3), step(END_CYCLE, START + 2), step(BEGIN_CYCLE, START + 3), l1(START + 4, 6), l1(START + 5, 0x1ffff)];
    const control = [step(BEGIN_CYCLE, START), step(END_CYCLE, START + 2), step(BEGIN_CYCLE, START + 3), l1(START + 4, 3, true), l1(START + 89, 6, true), l1(START + 90, 0x1ffff, true)];
    const index = await scan({ '00': daq, 80: control });
    expect(index.events.length).toBe(6);
    expect(index.partners.length).toBe(0);
  });

  it('has its transitions left out when their clock differs too', async () => {
    const daq = [step(CONFIGURE, START), step(BEGIN_CYCLE, START + 1), step(ENABLE, START + 1), l1(START + 2, 3), step(DISABLE, START + 3), step(END_CYCLE, START + 4), step(BEGIN_CYCLE, START + 5), l1(START + 6, 6)];
    const late = (datagram: WritableDatagram): WritableDatagram => ({ ...datagram, seconds: datagram.seconds + 7 });
    const index = await scan({ '00': daq, 81: daq.map(late) });
    expect(index.datagrams).toBe(daq.length + 2);
    expect(Array.from(index.partners)).toEqual([0, 4, 1, 9]);
  });

  it('joins others of its kind when there is no stream of the DAQ', async () => {
    const events = [step(BEGIN_CYCLE, START), l1(START + 1, 3, true), l1(START + 2, 6, true)];
    const index = await scan({ 80: events, 81: events.slice(1) });
    expect(Array.from(index.partners)).toEqual([0, 2, 1, 4]);
  });

  it('opens alone', async () => {
    const index = await scan({ 80: [step(CONFIGURE, START), l1(START + 1, 3, true)] });
    expect(index.events.length).toBe(1);
  });

  it('gives every event of a made run its partner, whatever is lost and however wrong its clock is', async () => {
    const made = fc.record({
      events: fc.array(fc.record({ daq: fc.constantFrom(0, 1, 2), isInDaq: fc.boolean(), isInControl: fc.boolean(), gap: fc.nat(2) }), { minLength: 1, maxLength: 60 }),
      firstFiducial: fc.nat(131_039), late: fc.integer({ min: -60, max: 60 }), cycleEvery: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(fc.asyncProperty(made, async ({ events, firstFiducial, late, cycleEvery }) => {
      const streams: WritableDatagram[][] = [[], [], [], []];
      const all = (datagram: WritableDatagram) => streams.forEach((stream) => stream.push(datagram));
      const expected: string[] = [];
      let time = START;
      let fiducials = firstFiducial;
      all(step(CONFIGURE, time++));
      events.forEach(({ daq, isInDaq, isInControl, gap }, i) => {
        if (i % cycleEvery === 0) {
          if (i > 0) all(step(END_CYCLE, ++time));
          all(step(BEGIN_CYCLE, ++time));
        }
        time += 2 + gap;
        fiducials = (fiducials + 3 + gap) % 131_040;
        if (isInDaq) streams[daq].push(l1(time, fiducials));
        if (isInControl) streams[3].push(l1(time + late, fiducials, true));
        if (isInDaq || isInControl) expected.push(`${fiducials}:${isInDaq ? daq : ''}${isInControl ? 3 : ''}`);
      });
      const index = await scan({ '00': streams[0], '01': streams[1], '02': streams[2], 80: streams[3] });
      const found = Array.from(index.events, (first, event) => `${datagramRef(index, first).fiducials}:${datagramsOfEvent(index, event).map((datagram) => index.fileOf[datagram]).join('')}`);
      expect(found).toEqual(expected);
    }), { seed: 11, numRuns: 150 });
  }, 60_000);
});

describe('a split event', () => {
  it('is one event, its parts next to each other', async () => {
    const dropped = 0x2;
    const split = [l1(START + 1, 3), l1(START + 1, 3, false, dropped), l1(START + 2, 6)];
    const index = await scan({ '00': [l1(START, 0)], '01': split });
    expect(index.events.length).toBe(3);
    expect(Array.from(index.partners)).toEqual([1, 2]);
    const other = await scan({ '01': [step(BEGIN_CYCLE, START), ...split], '02': [{ ...l1(START + 1, 3), root: root([{ ...DAQ_LEAF, source: SEGMENT_SOURCE }]) }] });
    expect(order(other)).toEqual(['0:8:0', '0:12:3', '0:12:3', '1:12:3', '0:12:6']);
  });
});

describe('the options of a scan', () => {
  const run = [
    step(CONFIGURE, START),
    ...[0, 1, 2].flatMap((cycle) => [step(BEGIN_CYCLE, START + 100 * cycle + 1), ...[2, 3, 4].map((at) => l1(START + 100 * cycle + at, 300 * cycle + at)), step(END_CYCLE, START + 100 * cycle + 5)]),
  ];
  const [even, odd] = [0, 1].map((part) => run.filter(({ transition }, i) => transition !== L1 || i % 2 === part));

  it('ends with the n-th event', async () => {
    for (const maxEvents of [0, 1, 3, 4, 9]) {
      const index = await scan({ '00': even, '01': odd }, { maxEvents });
      expect(index.events.length).toBe(maxEvents);
      if (maxEvents > 0 && maxEvents < 9) expect(index.events[maxEvents - 1]).toBe(index.datagrams - 1);
    }
    expect((await scan({ '00': even, '01': odd }, { maxEvents: 10 })).datagrams).toBe(run.length);
  });

  it('ends before the calib cycle after the n-th', async () => {
    for (const maxCycles of [0, 1, 2]) {
      const index = await scan({ '00': even, '01': odd }, { maxCycles });
      expect([index.cycles.length, index.events.length, index.datagrams]).toEqual([maxCycles, 3 * maxCycles, 1 + 5 * maxCycles]);
    }
  });

  it('takes the offset off the clocks of events', async () => {
    const ahead = 98;
    const events = run.map((each) => (each.transition === L1 ? { ...each, seconds: each.seconds + ahead } : each));
    const [a, b] = [0, 1].map((part) => events.filter(({ transition }, i) => transition !== L1 || i % 2 === part));
    const wrong = await scan({ '00': a, '01': b.filter(({ transition }) => transition === L1) });
    expect(Array.from(wrong.cycles)).not.toEqual([0, 3, 6]);
    const right = await scan({ '00': a, '01': b.filter(({ transition }) => transition === L1) }, { l1Offset: ahead });
    expect(Array.from(right.cycles)).toEqual([0, 3, 6]);
  });
});
