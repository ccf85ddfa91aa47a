import type { RunFiles } from '../../src/format/run.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import type { Arena } from '../../src/wasm/arena.ts';
import { median, quantile, type Row } from './figures.ts';
import { readingWays, secondsOf } from './reading.ts';

const asRun = (file: File): RunFiles => ({ experiment: 'e1', run: 1, label: file.name, streams: [{ stream: 0, chunks: [{ file, chunk: 0 }] }] });

async function scan(arena: Arena, file: File, events: number): Promise<void> {
  const mark = arena.kernels.mark();
  const result = await scanRun(arena, asRun(file), () => undefined, new AbortController().signal);
  arena.kernels.release(mark);
  // The same events again and again: their fiducials leave gaps, and their clocks go back.
  const problem = result.problems.find(({ code }) => code !== 'missing-events' && code !== 'time-order');
  if (problem) throw new Error(`A sound run has problems: ${problem.message}`);
  if (result.table.events !== events) throw new Error(`${result.table.events} events found, ${events} written`);
}

/** The DAQ's C++ library walks the headers of the large delay scan at this rate (datagrams/s, two x86-64 cores, file in memory). */
const NATIVE_WALK = 485_304;

/** The rate of a scan in datagrams, beside the native library's on the machine where that was measured. */
export function datagramRate(row: Row, file: File, events: number): Row {
  const perMegabyte = events / (file.size / 1e6);
  const median = row.median * perMegabyte;
  return { ...row, figure: 'the same, in datagrams', unit: '1/s', median, p95: row.p95 * perMegabyte, limit: NATIVE_WALK, limitName: 'native walk, measured apart', ratio: median / NATIVE_WALK, rule: '>= 1' };
}

/**
 * Scans the file and merely reads it in the best way, in turns. Which way that is has been found before: those that take new
 * memory for all they read leave the system short of it, and what comes next would be measured with that.
 * @returns the scan's rate beside that of reading
 */
export async function benchScan(arena: Arena, file: File, events: number, rounds: number, figure: string, rule: Row['rule']): Promise<Row> {
  const megabytes = file.size / 1e6;
  const rateOf = async (task: () => Promise<unknown>): Promise<number> => megabytes / (await secondsOf(task));
  const best = await bestWay(file, rounds, rateOf);
  const scanRates: number[] = [];
  const readRates: number[] = [];
  await scan(arena, file, events); // warm
  for (let round = 0; round < rounds; round++) {
    scanRates.push(await rateOf(() => scan(arena, file, events)));
    readRates.push(await rateOf(() => best.read(file)));
  }
  const limit = median(readRates);
  return {
    figure,
    unit: 'MB/s',
    median: median(scanRates),
    p95: quantile(scanRates, 0.05), // of rates the slow end is the low one
    limit,
    limitName: `reading it, ${best.name}`,
    ratio: median(scanRates) / limit,
    rule,
  };
}

async function bestWay(file: File, rounds: number, rateOf: (task: () => Promise<unknown>) => Promise<number>): Promise<(typeof readingWays)[number]> {
  let [best] = readingWays;
  let most = 0;
  for (const way of readingWays) {
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) rates.push(await rateOf(() => way.read(file)));
    if (median(rates) > most) [best, most] = [way, median(rates)];
  }
  if (!best) throw new Error('There is no way of reading.');
  return best;
}
