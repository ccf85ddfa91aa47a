import { beforeAll, describe, expect, test } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import type { ScanResult } from '../../src/pipeline/run-scan.ts';
import { makeSampleRuns } from '../../src/sample/make-sample-runs.ts';
import { CONTROL_PV, DARK_RUN, DELAY_RUN, SIGNAL_RUN } from '../../src/sample/truth.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { loadKernels } from '../reference/load-kernels.ts';

// The viewer's own reader on the sample runs.

let scans: ScanResult[];
let labels: string[];

beforeAll(async () => {
  const arena = new Arena(await loadKernels());
  const { runs } = groupFiles(makeSampleRuns());
  labels = runs.map(({ label }) => label);
  scans = [];
  for (const run of runs) scans.push(await scanRun(arena, run, () => undefined));
}, 60_000);

test('three runs', () => expect(labels).toEqual(['e900 r0001', 'e900 r0002', 'e900 r0003']));

describe.each([
  ['dark', 0, [DARK_RUN.events], []],
  ['signal', 2, SIGNAL_RUN.delaysFs.map(() => SIGNAL_RUN.eventsPerCycle), [CONTROL_PV]],
  ['delay', 1, DELAY_RUN.delaysFs.map(() => DELAY_RUN.eventsPerCycle), [CONTROL_PV]],
] as const)('%s run', (_name, run, eventsPerCycle, controls) => {
  test('has no problems', () => expect(scans[run].problems).toEqual([]));

  test('has its calib cycles and controls', () => {
    expect(scans[run].table.eventsPerCycle).toEqual(eventsPerCycle);
    expect(scans[run].table.controls).toEqual(controls);
  });
});

test('the delay run lists every device, and the gas detectors that are missing', () => {
  const { devices } = scans[1].table;
  expect(devices.map(({ source }) => source).sort()).toEqual(
    [
      '172.21.36.1, pid=1777',
      'EBeam',
      'FEEGasDetEnergy',
      'NoDetector-0|Evr-0',
      'PhaseCavity',
      'XppSb2Ipm-1|Ipimb-0',
      'XppSb3Ipm-1|Ipimb-0',
      'XppSb3Pim-1|Ipimb-0',
    ].sort(),
  );
  const gas = devices.find(({ source }) => source === 'FEEGasDetEnergy');
  expect(gas?.types.map(({ name }) => name).sort()).toEqual(['Any', 'FEEGasDetEnergy']);
  expect(gas?.types.reduce((sum, { count }) => sum + count, 0)).toBe(2520 + 1); // every event, and Configure
});
