import { beamData, DROPPED } from './beam-node.ts';
import { monitorConfigurations, monitorData } from './monitor-node.ts';
import { Random } from './random.ts';
import { recordRun } from './record-run.ts';
import { evrConfiguration, evrData, scanStep } from './timing-node.ts';
import { DELAY_RUN, expectedResponse } from './truth.ts';

/**
 * A delay scan of point detectors in two streams: channel 1 of XppSb3Pim-1 rises as a step that the jitter of the phase
 * cavity must be taken out of.
 */
export function delayRun(): File[] {
  const { run, streams, eventsPerCycle, delaysFs, response, jitterFs, missing, dropped } = DELAY_RUN;
  const random = new Random(8008);
  const usual = { intensity: 1, fitTime1: 0, hasGasDetector: true };
  return recordRun({
    run,
    streams,
    configurations: [
      beamData(usual, random),
      evrConfiguration(),
      scanStep(eventsPerCycle, delaysFs[0]),
      monitorConfigurations(),
    ],
    steps: delaysFs.map((delay) => [evrConfiguration(), scanStep(eventsPerCycle, delay)]),
    eventsPerCycle,
    event: (stamp, cycle) => {
      const fitTime1 = random.gaussian(0, jitterFs / 1000);
      const hasBeam = random.uniform() >= dropped;
      const hasGasDetector = random.uniform() >= missing;
      const intensity = hasBeam ? Math.max(0.3, random.gaussian(1, 0.2)) : 0.02;
      const upstream = fourDiodes(0.2 * intensity, random);
      const reference = fourDiodes(0.32 * intensity, random);
      const signal = fourDiodes(0.3 * intensity, random);
      const sum = reference.reduce((total, volts) => total + volts, 0);
      signal[1] =
        sum * expectedResponse(delaysFs[cycle] + 1000 * fitTime1) * random.gaussian(1, response.noise);
      return {
        damage: hasGasDetector ? 0 : DROPPED,
        children: [
          beamData({ intensity, fitTime1, hasGasDetector }, random),
          evrData(stamp),
          monitorData([upstream, reference, signal], stamp),
        ],
      };
    },
  });
}

function fourDiodes(volts: number, random: Random): number[] {
  return Array.from({ length: 4 }, () => volts * random.gaussian(1, 0.02));
}
