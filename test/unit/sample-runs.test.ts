import { beforeAll, describe, expect, test } from 'vitest';
import { cspadPixelMap, locateRawPixel } from '../../src/image/pixel-map.ts';
import { cspadPedestals, pixelIndex } from '../../src/sample/cspad-noise.ts';
import { delayRun } from '../../src/sample/delay-run.ts';
import { makeSampleRuns } from '../../src/sample/make-sample-runs.ts';
import * as truth from '../../src/sample/truth.ts';
import type { Bytes, WritableDatagram, WritableXtc } from '../../src/format/write-datagram.ts';
import { leavesOf, readDatagrams } from '../reference/read-datagrams.ts';

const ASIC_PIXELS = 185 * 194;
const PIXELS = 4 * 8 * 185 * 388;
const pixelMap = cspadPixelMap();

let runs: Record<string, WritableDatagram[]>;
let sizes: number[];

beforeAll(async () => {
  const files = makeSampleRuns();
  sizes = files.map((file) => file.size);
  runs = {};
  for (const file of files) runs[file.name] = readDatagrams(new Uint8Array(await file.arrayBuffer()));
}, 60_000);

const eventsOf = (name: string) => runs[name].filter(({ transition }) => transition === 12);
const leaf = (event: WritableDatagram, typeId: number, phy?: number) =>
  leavesOf(event.root).find(
    ({ type, source }) => type.typeId === typeId && (phy === undefined || source.phy === phy),
  );

function payloadView(xtc: WritableXtc | undefined): DataView {
  const { buffer, byteOffset, byteLength } = xtc?.payload as Bytes;
  return new DataView(buffer, byteOffset, byteLength);
}

/** Raw pixels (4, 8, 185, 388) of an event, and the quads in the order in which they are stored. */
function readPixels(event: WritableDatagram): { raw: Int16Array; quads: number[] } {
  const raw = new Int16Array(PIXELS);
  const view = payloadView(leaf(event, 28));
  const quads = [0, 1, 2, 3].map((position) => {
    const begin = position * (36 + 2 * (PIXELS / 4));
    const quad = (view.getUint32(begin + 4, true) >>> 24) & 3;
    raw.set(
      new Int16Array(
        view.buffer.slice(view.byteOffset + begin + 32, view.byteOffset + begin + 32 + 2 * (PIXELS / 4)),
      ),
      (quad * PIXELS) / 4,
    );
    return quad;
  });
  return { raw, quads };
}

/** Mean over the pixels of each ASIC. */
function asicMeans(values: (index: number) => number): Float64Array {
  const means = new Float64Array(64);
  for (let index = 0; index < PIXELS; ++index) {
    const section = Math.floor(index / (185 * 388));
    means[2 * section + (index % 388 < 194 ? 0 : 1)] += values(index) / ASIC_PIXELS;
  }
  return means;
}

/** The truth without bad pixels, which do not follow pedestal and noise. */
function goodPixels(): (index: number) => boolean {
  const bad = new Set(truth.badPixels().map(({ section, row, column }) => pixelIndex(section, row, column)));
  return (index) => !bad.has(index);
}

test('the files are the runs that truth.ts tells of, 120 MB at most', () => {
  expect(Object.keys(runs)).toEqual([
    'e900-r0001-s00-c00.xtc',
    'e900-r0003-s00-c00.xtc',
    'e900-r0002-s00-c00.xtc',
    'e900-r0002-s01-c00.xtc',
  ]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(120e6);
});

test('transitions come in the order of the DAQ and time never goes back', () => {
  for (const datagrams of Object.values(runs)) {
    const order = datagrams.map(({ transition }) => transition.toString(16)).join('');
    expect(order).toMatch(/^46(8ac+b9)+75$/);
    const times = datagrams.map(({ seconds, nanoseconds }) => seconds * 1e9 + nanoseconds);
    expect(times.every((time, index) => index === 0 || time > times[index - 1])).toBe(true);
    expect(datagrams[1].env).toBeGreaterThan(0);
  }
});

test('the same bytes every time', async () => {
  const [first, second] = await Promise.all([delayRun(), delayRun()].map((files) => files[1].arrayBuffer()));
  expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(0);
});

describe('dark run', () => {
  test('stores complete quads out of order', () => {
    const events = eventsOf('e900-r0001-s00-c00.xtc');
    expect(events).toHaveLength(truth.DARK_RUN.events);
    for (const event of events) expect(readPixels(event).quads).toEqual([...truth.STORED_QUADS]);
    expect(leaf(runs['e900-r0001-s00-c00.xtc'][0], 29)?.payload?.byteLength).toBe(287928);
  });

  test('is pedestal, common mode and noise', () => {
    const pedestals = cspadPedestals();
    const isGood = goodPixels();
    const { sigma } = truth.asicLevels();
    const someEvents = eventsOf('e900-r0001-s00-c00.xtc').slice(0, 3);
    someEvents.forEach((event, number) => {
      const { raw } = readPixels(event);
      const shift = truth.commonMode(truth.DARK_RUN.run, number);
      const means = asicMeans((index) => (isGood(index) ? raw[index] - pedestals[index] : 0));
      const variances = asicMeans((index) => (isGood(index) ? (raw[index] - pedestals[index]) ** 2 : 0));
      for (let asic = 0; asic < 64; ++asic) {
        expect(Math.abs(means[asic] - shift[asic])).toBeLessThan(0.2); // 5 sigma of a mean of 35890
        expect(Math.sqrt(variances[asic] - means[asic] ** 2) / sigma[asic]).toBeCloseTo(1, 1);
      }
    });
  });

  test('bad pixels read what they read', () => {
    const { raw } = readPixels(eventsOf('e900-r0001-s00-c00.xtc')[0]);
    for (const { kind, section, row, column } of truth.badPixels()) {
      const value = raw[pixelIndex(section, row, column)];
      if (kind === 'hot') expect(Math.abs(value - 5000)).toBeLessThan(60);
      else expect(value).toBe(kind === 'dead' ? 0 : 16383);
    }
  });
});

describe('signal run', () => {
  /** The light of an event: raw without pedestals and common mode. */
  function lightOf(number: number): Float32Array {
    const { raw } = readPixels(eventsOf('e900-r0003-s00-c00.xtc')[number]);
    const pedestals = cspadPedestals();
    const shift = truth.commonMode(truth.SIGNAL_RUN.run, number);
    return Float32Array.from(raw, (value, index) => {
      const section = Math.floor(index / (185 * 388));
      return value - pedestals[index] - shift[2 * section + (index % 388 < 194 ? 0 : 1)];
    });
  }

  test('has its Bragg peaks where truth.ts says', () => {
    const peaks = truth.braggPeaks(pixelMap);
    expect(peaks.length).toBeGreaterThan(50);
    const number = 7;
    const light = lightOf(number);
    const { drift } = truth.SIGNAL_RUN;
    for (const peak of peaks.filter(({ height }) => height > 2000)) {
      const [row, column] = [peak.row + number * drift.row, peak.column + number * drift.column];
      let [sum, down, right] = [0, 0, 0];
      for (let r = Math.round(row) - 4; r <= Math.round(row) + 4; ++r) {
        for (let c = Math.round(column) - 4; c <= Math.round(column) + 4; ++c) {
          const raw = locateRawPixel(pixelMap, r, c);
          if (!raw) throw new Error('A peak lies in a gap.');
          const value = Math.max(0, light[pixelIndex(raw.section, raw.row, raw.column)] - 300); // above rings and noise
          sum += value;
          down += r * value;
          right += c * value;
        }
      }
      expect(Math.abs(down / sum - row)).toBeLessThan(0.25);
      expect(Math.abs(right / sum - column)).toBeLessThan(0.25);
    }
  });

  test('has its powder rings around the centre in every quad, scaled by the intensity', () => {
    const light = lightOf(0);
    const { center, powderRings, waterRing, diffuse } = truth.SIGNAL_RUN;
    const [intensity] = truth.signalIntensities();
    for (const { radius, height } of powderRings) {
      const water = waterRing.height * Math.exp(-0.5 * ((radius - waterRing.radius) / waterRing.sigma) ** 2);
      const background = water + diffuse.height * Math.exp(-radius / diffuse.length);
      for (const quadrant of [0, 1, 2, 3]) {
        const values: number[] = [];
        for (let step = 0; step < 400; ++step) {
          const angle = ((quadrant + step / 400) * Math.PI) / 2;
          const raw = locateRawPixel(
            pixelMap,
            Math.round(center.row - radius * Math.cos(angle)),
            Math.round(center.column + radius * Math.sin(angle)),
          );
          if (raw) values.push(light[pixelIndex(raw.section, raw.row, raw.column)]);
        }
        values.sort((a, b) => a - b);
        const median = values[Math.floor(values.length / 2)];
        expect(Math.abs(median / (intensity * (background + height)) - 1)).toBeLessThan(0.12);
      }
    }
  });

  test('names the delay of each calib cycle', () => {
    const cycles = runs['e900-r0003-s00-c00.xtc'].filter(({ transition }) => transition === 8);
    const delays = cycles.map((cycle) => payloadView(leaf(cycle, 10)).getFloat64(24 + 36, true));
    expect(delays).toEqual([...truth.SIGNAL_RUN.delaysFs]);
  });
});

describe('delay run', () => {
  const PIM = 0x12010800; // XppSb3Pim-1|Ipimb-0
  const IPM = 0x11010800; // XppSb3Ipm-1|Ipimb-0

  test('alternates between its streams', () => {
    for (const stream of [0, 1]) {
      const vectors = eventsOf(`e900-r0002-s0${stream}-c00.xtc`).map(({ vector }) => vector);
      expect(vectors).toEqual(Array.from({ length: 1260 }, (_, index) => 2 * index + stream + 1));
    }
  });

  test('steps where truth.ts says', () => {
    const { delaysFs, response } = truth.DELAY_RUN;
    const ratios: { delay: number; ratio: number }[] = [];
    for (const stream of [0, 1]) {
      let cycle = -1;
      for (const datagram of runs[`e900-r0002-s0${stream}-c00.xtc`]) {
        if (datagram.transition === 8) ++cycle;
        if (datagram.transition !== 12) continue;
        const sum = payloadView(leaf(datagram, 31, IPM)).getFloat32(16, true);
        if (sum < 0.1) continue;
        const fitTime1 = payloadView(leaf(datagram, 16)).getFloat64(0, true);
        ratios.push({
          delay: delaysFs[cycle] + 1000 * fitTime1,
          ratio: payloadView(leaf(datagram, 31, PIM)).getFloat32(4, true) / sum,
        });
      }
    }
    expect(ratios.length).toBeGreaterThan(2400);
    const residual = ratios.map(({ delay, ratio }) => ratio / truth.expectedResponse(delay) - 1);
    const mean = residual.reduce((total, value) => total + value, 0) / residual.length;
    const sigma = Math.sqrt(residual.reduce((total, value) => total + value * value, 0) / residual.length);
    expect(Math.abs(mean)).toBeLessThan(5 * (response.noise / Math.sqrt(residual.length)));
    expect(sigma / response.noise).toBeCloseTo(1, 1);
    const far = ratios.filter(({ delay }) => delay < response.t0Fs - 4 * response.widthFs);
    expect(far.reduce((total, { ratio }) => total + ratio, 0) / far.length).toBeCloseTo(response.low, 2);
  });

  test('lacks some gas detectors, damaged up to the root', () => {
    const events = [0, 1].flatMap((stream) => eventsOf(`e900-r0002-s0${stream}-c00.xtc`));
    const missing = events.filter((event) => leaf(event, 0));
    expect(missing.length).toBeGreaterThan(20);
    expect(missing.length).toBeLessThan(90);
    for (const event of missing) expect([leaf(event, 0)?.damage, event.root.damage]).toEqual([2, 2]);
    expect(events.filter((event) => leaf(event, 14))).toHaveLength(events.length - missing.length);
  });
});
