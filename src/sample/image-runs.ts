import { CSPAD_PIXELS } from '../../assembly/layout.ts';
import { cspadPixelMap } from '../image/pixel-map.ts';
import { beamData } from './beam-node.ts';
import { cspadConfiguration, cspadEvent } from './cspad-node.ts';
import type { CspadReadout } from './cspad-noise.ts';
import { addPeaks, ringLight } from './diffraction.ts';
import { monitorConfigurations, monitorData } from './monitor-node.ts';
import { Random } from './random.ts';
import { recordRun } from './record-run.ts';
import { evrConfiguration, evrData, scanStep } from './timing-node.ts';
import { braggPeaks, commonMode, DARK_RUN, SIGNAL_RUN, signalIntensities } from './truth.ts';

/** A run without beam: pedestals, common mode and noise. */
export function darkRun(readout: CspadReadout): File[] {
  const raw = new Int16Array(CSPAD_PIXELS);
  return recordRun({
    run: DARK_RUN.run,
    configurations: [evrConfiguration(), scanStep(DARK_RUN.events), cspadConfiguration()],
    steps: [[scanStep(DARK_RUN.events)]],
    eventsPerCycle: DARK_RUN.events,
    event: (stamp, _cycle, event) => {
      readout.fill(raw, commonMode(DARK_RUN.run, event), null, 0);
      return { children: [evrData(stamp), cspadEvent(raw, stamp)] };
    },
  });
}

/** A delay scan with diffraction on the same pedestals, and the monitors of the beam. */
export function signalRun(readout: CspadReadout): File[] {
  const { run, eventsPerCycle, delaysFs, peakHeights, photonAdu } = SIGNAL_RUN;
  const random = new Random(6006);
  const pixelMap = cspadPixelMap();
  const [rings, peaks, intensities] = [ringLight(pixelMap), braggPeaks(pixelMap), signalIntensities()];
  const raw = new Int16Array(CSPAD_PIXELS);
  const light = new Float32Array(CSPAD_PIXELS);
  const beam = { intensity: 1, fitTime1: 0, hasGasDetector: true };
  return recordRun({
    run,
    configurations: [
      beamData(beam, random),
      evrConfiguration(),
      scanStep(eventsPerCycle, delaysFs[0]),
      monitorConfigurations(),
      cspadConfiguration(),
    ],
    steps: delaysFs.map((delay) => [evrConfiguration(), scanStep(eventsPerCycle, delay)]),
    eventsPerCycle,
    event: (stamp, cycle, event) => {
      const intensity = intensities[event];
      for (let index = 0; index < light.length; ++index) light[index] = intensity * rings[index];
      addPeaks(light, pixelMap, peaks, event, intensity * peakHeights[cycle]);
      readout.fill(raw, commonMode(run, event), light, photonAdu);
      const channels = [0.2, 0.32, 0.3].map((volts) => diodes(intensity * volts, random));
      const fitTime1 = random.gaussian(0, 0.07);
      return {
        children: [
          beamData({ ...beam, intensity, fitTime1 }, random),
          evrData(stamp),
          monitorData(channels, stamp),
          cspadEvent(raw, stamp),
        ],
      };
    },
  });
}

/** Four channels around a value. */
function diodes(volts: number, random: Random): number[] {
  return [0.94, 0.98, 1.02, 1.06].map((share) => volts * share * random.gaussian(1, 0.004));
}
