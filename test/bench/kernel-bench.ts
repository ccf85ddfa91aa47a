import { CSPAD_PIXELS, SECTION_PIXELS } from '../../assembly/layout.ts';
import { ImageCanvas } from '../../src/image/assemble.ts';
import { HISTOGRAM_BINS, histogramOf, measureRegion } from '../../src/image/measure.ts';
import { cspadPixelMap } from '../../src/image/pixel-map.ts';
import type { Arena } from '../../src/wasm/arena.ts';
import { median, quantile, type Row } from './figures.ts';
import { PlainEvent, type EventNumbers } from './plain-event.ts';

const QUAD_BYTES = 32 + 8 * SECTION_PIXELS * 2 + 4;
const ALL = 0xffffffff;

/** Four quads in the order 2, 0, 3, 1: pedestals around 1200 ADU, noise, and a few bright pixels. */
function makePayload(): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(4 * QUAD_BYTES);
  let state = 0x9e3779b9;
  for (const [place, quad] of [2, 0, 3, 1].entries()) {
    new DataView(payload.buffer).setUint32(place * QUAD_BYTES + 4, quad << 24, true);
    const pixels = new Int16Array(payload.buffer, place * QUAD_BYTES + 32, 8 * SECTION_PIXELS);
    for (let i = 0; i < pixels.length; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const noise = (state & 7) + ((state >>> 3) & 7) + ((state >>> 6) & 7) + ((state >>> 9) & 7);
      pixels[i] = 1200 + (i % 97) + noise + ((state >>> 12) % 5000 === 0 ? 4000 : 0);
    }
  }
  return payload;
}

const milliseconds = (task: () => unknown): number => {
  const start = performance.now();
  task();
  return performance.now() - start;
};

/** The kernels on one full CSPad event: each beside copying the bytes it moves, all together beside plain TypeScript. */
export function benchKernels(arena: Arena, rounds: number): Row[] {
  const { kernels } = arena;
  const bytes = makePayload();
  const pixelMap = cspadPixelMap();
  const payload = arena.reserve('u8', bytes.length);
  const raw = arena.reserve('i16', CSPAD_PIXELS);
  const pedestals = arena.reserve('f32', CSPAD_PIXELS);
  const corrected = arena.reserve('f32', CSPAD_PIXELS);
  const sums = arena.reserve('u32', CSPAD_PIXELS);
  const squares = arena.reserve('f64', CSPAD_PIXELS);
  const report = arena.reserve('u32', 2);
  const numbers = arena.reserve('f64', 6);
  const counts = arena.reserve('u32', HISTOGRAM_BINS);
  const canvas = new ImageCanvas(arena, pixelMap);
  const image = canvas.pixels;
  const spare = arena.reserve('u8', squares.byteLength * 2);
  payload.view().set(bytes);
  pedestals.view().forEach((_zero, i, all) => (all[i] = 1210.25 + (i % 97)));
  sums.view().fill(0);
  squares.view().fill(0);
  spare.view().fill(1);

  const [rows, columns] = pixelMap.shape;
  const whole = { row0: 0, row1: rows, column0: 0, column1: columns };
  const unpack = (): unknown => kernels.unpackSections(payload.ptr, payload.length, ALL, raw.ptr, report.ptr);
  const subtract = (): void => kernels.subtractPedestal(raw.ptr, pedestals.ptr, corrected.ptr, CSPAD_PIXELS);
  const paint = (): void => canvas.paint(corrected, ALL);
  unpack();
  subtract();
  paint();
  const { low, high } = histogramOf(arena, image);

  // What memory.copy has to copy beside it: copying n bytes reads n and writes n, so a kernel that writes is given half
  // of all that it reads and writes, one that only reads is given what it reads.
  const steps: { figure: string; bound: number; bytes: number; run: () => unknown }[] = [
    { figure: 'reassembly', bound: 1.6, bytes: (payload.length + raw.byteLength) / 2, run: unpack },
    {
      figure: 'dark subtraction',
      bound: 1.6,
      bytes: (raw.byteLength + pedestals.byteLength + corrected.byteLength) / 2,
      run: subtract,
    },
    {
      figure: 'dark accumulation',
      bound: 1.6,
      bytes: raw.byteLength / 2 + sums.byteLength + squares.byteLength,
      run: () => kernels.accumulateDark(raw.ptr, sums.ptr, squares.ptr, CSPAD_PIXELS),
    },
    { figure: 'assembly', bound: 5, bytes: corrected.byteLength, run: paint },
    {
      figure: 'centre of mass',
      bound: 5,
      bytes: image.byteLength,
      run: () => kernels.momentsInRegion(image.ptr, columns, 0, rows, 0, columns, numbers.ptr),
    },
    { figure: 'range', bound: 5, bytes: image.byteLength, run: () => kernels.rangeOf(image.ptr, image.length, numbers.ptr) },
    {
      figure: 'histogram',
      bound: 5,
      bytes: image.byteLength,
      run: () => kernels.histogram(image.ptr, image.length, low, HISTOGRAM_BINS / (high - low), HISTOGRAM_BINS, counts.ptr),
    },
  ];

  const result = steps.map(({ figure, bound, bytes: copied, run }): Row => {
    const half = spare.ptr + spare.length / 2;
    const copy = (): void => {
      // Longer than the spare room only for dark accumulation: then in two goes.
      for (let rest = copied; rest > 0; rest -= spare.length / 2) kernels.copyBytes(spare.ptr, half, Math.min(rest, spare.length / 2));
    };
    const [times, limits] = inTurns(rounds, run, copy);
    return row(`kernel: ${figure}`, times, limits, `copying ${(copied / 1e6).toFixed(1)} MB`, median(times) / median(limits), `<= ${bound}`);
  });

  const plain = new PlainEvent(pixelMap);
  const pedestalsOnPage = pedestals.view().slice();
  let ours: EventNumbers | null = null;
  let theirs: EventNumbers | null = null;
  const pages = kernels.memory.buffer.byteLength;
  const wholeEvent = (): void => {
    unpack();
    subtract();
    paint();
    const { sum, x, y } = measureRegion(arena, image, pixelMap.shape, whole);
    const { counts: found, total } = histogramOf(arena, image);
    ours = { sum, x, y, total, counts: found };
  };
  const [times, limits] = inTurns(Math.ceil(rounds / 2), wholeEvent, () => (theirs = plain.run(bytes, pedestalsOnPage)), 4);
  compare(ours, theirs);
  if (kernels.memory.buffer.byteLength !== pages) throw new Error('Kernel memory grew while events were made.');
  const ratio = median(limits) / median(times);
  return [row('full CSPad event', times, limits, 'plain TypeScript', ratio, '>= 4'), ...result];
}

/**
 * Runs both by turns, after a warm-up: what disturbs one disturbs the other. Each turn is `turn` runs, as events follow
 * one another while playing: one contender does not start with the other's data in its caches.
 * @returns milliseconds of each
 */
function inTurns(rounds: number, run: () => unknown, limit: () => unknown, turn = 1): [number[], number[]] {
  for (let i = 0; i < 5; i++) {
    run();
    limit();
  }
  const times: number[] = [];
  const limits: number[] = [];
  for (let i = 0; i < rounds; i++) {
    for (let j = 0; j < turn; j++) times.push(milliseconds(run));
    for (let j = 0; j < turn; j++) limits.push(milliseconds(limit));
  }
  return [times, limits];
}

function row(figure: string, times: number[], limits: number[], limitName: string, ratio: number, rule: Row['rule']): Row {
  return { figure, unit: 'ms', median: median(times), p95: quantile(times, 0.95), limit: median(limits), limitName, ratio, rule };
}

function compare(ours: EventNumbers | null, theirs: EventNumbers | null): void {
  const peak = (counts: Uint32Array): number => counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
  const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b);
  const isSame =
    ours && theirs && isClose(ours.sum, theirs.sum) && isClose(ours.x, theirs.x) && isClose(ours.y, theirs.y) &&
    ours.total === theirs.total && peak(ours.counts) === peak(theirs.counts);
  if (!isSame) throw new Error(`Kernels and plain TypeScript differ: sums ${ours?.sum} and ${theirs?.sum}`);
}
