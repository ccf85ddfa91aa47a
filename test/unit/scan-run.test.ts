import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { calibCycleOf, configurationFor, datagramRef, imageSources, kindsOfEvent } from '../../src/format/run-index.ts';
import { scanText } from '../../src/format/scan-text.ts';
import { transitionName } from '../../src/format/transition.ts';
import { typeLabel, typeName } from '../../src/format/type-id.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import type { ScanProgress } from '../../src/pipeline/run-scan.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile, fixtureJson, hasFixture } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type Expected = {
  datagrams: (number | string)[][];
  counts: { src: string; pyana_type: string; n: number }[];
};
type ExpectedScan = {
  scanner: {
    calibration_cycles: number; events_per_calib_cycle: number[]; datagrams_merged_each_transition_once: number;
    counts: Record<string, Record<string, number>>;
  };
};

const arena = new Arena(await loadKernels());

async function scan(paths: readonly string[], onProgress: (progress: ScanProgress) => void = () => {}) {
  const { runs } = groupFiles(paths.map(fixtureFile));
  expect(runs).toHaveLength(1);
  return { run: runs[0], ...(await scanRun(arena, runs[0], onProgress)) };
}

const singles = [
  'damage/damage', 'damage/quirks', 'zoo/zoo_areadetectors', 'zoo/zoo_cameras', 'zoo/zoo_misc', 'zoo/zoo_newdetectors', 'zoo/zoo_waveforms',
  'cspad/e153-r0066-s00-c00', 'cspad/e153-r0141-s00-c00', 'cspad/e155-r0020-s00-c00', 'cspad/e162-r0055-s00-c00', 'cspad/e60-r0012-s00-c00', 'cspad/e61-r0001-s00-c00',
  'compressed/cameras_hist16_1event', 'compressed/cspad_e162-r0055_hist16', 'index/e81-r0098-s00-c00.smd', 'index/e162-r0055-s00-c00.smd',
  'delayscan/e81-r0098-s00-c00', 'delayscan_small/e81-r0098-s01-c00', 'delayscan_chunks/e81-r0098-s00-c01',
];

describe('the scan of one file', () => {
  it.each(singles.filter((path) => hasFixture(`${path}.xtc`)))('%s: datagrams and counts are those of the DAQ library', async (path) => {
    const expected = fixtureJson<Expected>(`${path}.expected.json`);
    const { index, problems } = await scan([`${path}.xtc`]);
    expect(problems.map(({ code }) => code)).toEqual(path.endsWith('c01') ? ['no-configuration'] : []);
    const datagrams = Array.from({ length: index.datagrams }, (_, i) => {
      const ref = datagramRef(index, i);
      return [ref.offset, transitionName(ref.transition), ref.seconds, ref.nanoseconds, ref.fiducials, ref.ticks, ref.vector, ref.transition, ref.env, ref.damage, ref.extent];
    });
    expect(datagrams).toEqual(expected.datagrams);
    const counts: Record<string, number> = {};
    for (let i = 0; i < index.datagrams; ++i) {
      for (const id of index.signatures[datagramRef(index, i).signature]) {
        const { kind, source, typeId, version } = index.kinds[id];
        const name = `${kind}(${source}) ${typeLabel(typeName(typeId), version)}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
    }
    const named = expected.counts.map(({ src, pyana_type, n }) => [`${src} ${pyana_type}`, n] as const);
    expect(counts).toEqual(Object.fromEntries(named));
  });
});

describe('the scan of a run', () => {
  const streams = (folder: string, chunks = ['c00']) =>
    ['s00', 's01'].flatMap((stream) => chunks.map((chunk) => `${folder}/e81-r0098-${stream}-${chunk}.xtc`));

  it.each([
    ['delayscan', 'delayscan/e81-r0098', ['c00']],
    ['delayscan_small', 'delayscan_small/e81-r0098-small', ['c00']],
    ['delayscan_chunks', 'delayscan_small/e81-r0098-small', ['c00', 'c01', 'c02']],
  ].filter(([folder]) => hasFixture(`${folder as string}/e81-r0098-s00-c00.xtc`)) as [string, string, string[]][])('%s gives the scanner’s table', async (folder, expectation, chunks) => {
    const { scanner } = fixtureJson<ExpectedScan>(`${expectation}.scan.expected.json`);
    const progress: ScanProgress[] = [];
    const { index, table, problems, isPartial } = await scan(streams(folder, chunks), (step) => progress.push(step));
    expect(problems).toEqual([]);
    expect(isPartial).toBe(false);
    expect(table.datagrams).toBe(scanner.datagrams_merged_each_transition_once);
    expect(table.calibCycles).toBe(scanner.calibration_cycles);
    expect(table.eventsPerCycle).toEqual(scanner.events_per_calib_cycle);
    expect(table.controls).toEqual(['fs2:ramp_angsft_target']);
    const counts = table.devices.map(({ kind, source, types }) => [`${kind}(${source})`, Object.fromEntries(types.map(({ name, version, count }) => [typeLabel(name, version), count]))]);
    expect(counts).toEqual(Object.entries(scanner.counts));
    expect(progress.some((step) => step.index !== null && step.table !== null)).toBe(true);
    expect(calibCycleOf(index, index.events.length - 1)).toBe(scanner.calibration_cycles - 1);
  });

  it.skipIf(!hasFixture('delayscan'))('prints the classic text as the tutorial shows it', async () => {
    const { run, index, table } = await scan(streams('delayscan'));
    const byteLength = run.streams.flatMap(({ chunks }) => chunks).reduce((sum, { file }) => sum + file.size, 0);
    const text = scanText(index, table, { byteLength, seconds: 4.12 });
    expect(text).toMatchInlineSnapshot(`
      "Scanning....
      Start parsing files: 
      ['e81-r0098-s00-c00.xtc', 'e81-r0098-s01-c00.xtc']
        14887 datagrams read (approx 96 % of run) in 4.120000 s 
      -------------------------------------------------------------
      XtcScanner information: 
        - 61 calibration cycles.
        - Events per calib cycle: 
         [240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240, 240]

      Information from  1  control channels found:
      fs2:ramp_angsft_target
      Information from  11  devices found
                            BldInfo:EBeam:     	 EBeamBld_V1 (14641) 
                  BldInfo:FEEGasDetEnergy:     	 FEEGasDetEnergy (14563)   Any (78) 
                   BldInfo:NH2-SB1-IPM-01:     	 SharedIpimb (14641) 
                      BldInfo:PhaseCavity:     	 PhaseCavity (14641) 
           DetInfo:EpicsArch-0|NoDevice-0:     	 Epics_V1 (107580) 
               DetInfo:NoDetector-0|Evr-0:     	 EvrConfig_V4 (62)   EvrData_V3 (14640) 
              DetInfo:XppSb2Ipm-1|Ipimb-0:     	 IpimbConfig_V1 (1)   IpmFexConfig_V1 (1)   IpimbData_V1 (14640)   IpmFex_V1 (14640) 
              DetInfo:XppSb3Ipm-1|Ipimb-0:     	 IpimbConfig_V1 (1)   IpmFexConfig_V1 (1)   IpimbData_V1 (14640)   IpmFex_V1 (14640) 
              DetInfo:XppSb3Pim-1|Ipimb-0:     	 IpimbConfig_V1 (1)   IpmFexConfig_V1 (1)   IpimbData_V1 (14640)   IpmFex_V1 (14640) 
              DetInfo:XppSb4Pim-1|Ipimb-0:     	 IpimbConfig_V1 (1)   IpmFexConfig_V1 (1)   IpimbData_V1 (14640)   IpmFex_V1 (14640) 
                                ProcInfo::     	 RunControlConfig_V1 (62) 
      XtcScanner is done!
      -------------------------------------------------------------
      "
    `);
  });

  it('finds the configuration that holds for an event', async () => {
    const { index } = await scan(['cspad/e155-r0020-s00-c00.xtc']);
    const [source] = imageSources(index);
    expect(source.source).toBe('XppGon-0|Cspad-0');
    const configuration = configurationFor(index, source.level, source.phy, [29], index.events[1]);
    expect(configuration?.kind.version).toBe(5);
    expect(configuration?.fromDatagram).toBe(0);
    expect(kindsOfEvent(index, 0)).toContainEqual(source);
  });

  it.skipIf(!hasFixture('delayscan'))('ends normally when it is stopped', async () => {
    const { runs } = groupFiles(streams('delayscan').map(fixtureFile));
    const stop = new AbortController();
    const result = await scanRun(arena, runs[0], () => stop.abort(), stop.signal);
    expect(result.isPartial).toBe(true);
    expect(result.index.datagrams).toBe(result.table.datagrams);
  });
});
