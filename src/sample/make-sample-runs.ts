import { CspadReadout, cspadPedestals } from './cspad-noise.ts';
import { delayRun } from './delay-run.ts';
import { darkRun, signalRun } from './image-runs.ts';

/**
 * The sample runs as files that the DAQ could have written, the same bytes every time: e900 r0001 a dark of a CSPad,
 * r0003 diffraction on the same pedestals, r0002 a delay scan of point detectors in two streams; 107 MB in all.
 * What they hold is known: truth.ts.
 */
export function makeSampleRuns(): File[] {
  const readout = new CspadReadout(cspadPedestals());
  return [...darkRun(readout), ...signalRun(readout), ...delayRun()];
}
