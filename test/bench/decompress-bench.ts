import { SECTION_PIXELS } from '../../assembly/layout.ts';
import type { Arena } from '../../src/wasm/arena.ts';
import { compressHist16, compressHistN, expandHist16, expandHistN } from '../reference/hist-codec.ts';
import { median, quantile, type Row } from './figures.ts';

/** Runs of the kernel per sample: a single one is shorter than the clock can tell. */
const TURN = 32;

/** A section as it is recorded: pedestals, noise, and one bright pixel in a hundred. */
function sectionPixels(): number[] {
  let state = 0x2545f491;
  return Array.from({ length: SECTION_PIXELS }, (_, i) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return 1150 + (i % 97) + (state & 31) + ((state >>> 8) % 100 === 0 ? 3000 : 0);
  });
}

/** Expanding one CSPad section by each engine, in MB/s of pixels, beside the slow twin. */
export function benchDecompression(arena: Arena, rounds: number): Row[] {
  const { kernels } = arena;
  const pixels = sectionPixels();
  const outBytes = 2 * SECTION_PIXELS;
  const engines = [
    { name: 'Hist16', kernel: kernels.expandHist16, twin: expandHist16, data: compressHist16(pixels, 1120, 'plain') },
    { name: 'HistN', kernel: kernels.expandHistN, twin: expandHistN, data: compressHistN(pixels, 2, 1150, 7, 14, 'plain') },
  ];
  return engines.map(({ name, kernel, twin, data }): Row =>
    arena.scoped(() => {
      const input = arena.reserve('u8', data.length);
      const out = arena.reserve('u8', outBytes);
      input.view().set(data);
      const rate = (task: () => unknown, turns: number): number => {
        const start = performance.now();
        for (let i = 0; i < turns; ++i) task();
        return (turns * outBytes) / (performance.now() - start) / 1000;
      };
      const expand = (): number => kernel(input.ptr, data.length, out.ptr, outBytes);
      if (expand() !== 0) throw new Error(`${name} refuses what its twin wrote.`);
      rate(expand, TURN);
      const rates = Array.from({ length: rounds }, () => rate(expand, TURN));
      const twinRate = rate(() => twin(data, outBytes), 1);
      const made = new Uint16Array(out.view().slice().buffer);
      if (pixels.some((pixel, i) => made[i] !== pixel)) throw new Error(`${name} gives other pixels than were compressed.`);
      const typical = median(rates);
      return { figure: `decompression: ${name}`, unit: 'MB/s', median: typical, p95: quantile(rates, 0.05), limit: twinRate, limitName: 'slow twin', ratio: typical / twinRate, rule: '>= 4' };
    }),
  );
}
