import { BEGIN_CALIB_CYCLE, BEGIN_RUN, CONFIGURE } from '../format/transition.ts';
import type { WritableXtc } from '../format/write-datagram.ts';
import { RunRecorder, type Contents, type Stamp } from './run-recorder.ts';
import { EXPERIMENT } from './truth.ts';

const UNCONFIGURE = 5;
const END_RUN = 7;
const END_CALIB_CYCLE = 9;
const ENABLE = 10;
const DISABLE = 11;

/** Unix time of the first run; the others follow in minutes. */
const FIRST_RUN_SECONDS = 1_310_000_000;

/** What a run consists of. */
export type RunPlan = {
  readonly run: number;
  readonly streams?: number;
  readonly configurations: readonly WritableXtc[];
  /** Settings that begin each calib cycle; as many as there are cycles. */
  readonly steps: readonly (readonly WritableXtc[])[];
  readonly eventsPerCycle: number;
  /** @param event counted through the run */
  event(stamp: Stamp, cycle: number, event: number): Contents;
};

/** Records a whole run, with the transitions in the order of the DAQ. */
export function recordRun({ run, streams, configurations, steps, eventsPerCycle, event }: RunPlan): File[] {
  const recorder = new RunRecorder(
    `${EXPERIMENT}-r${String(run).padStart(4, '0')}`,
    FIRST_RUN_SECONDS + 300 * run,
    streams,
  );
  recorder.transition(CONFIGURE, configurations);
  recorder.transition(BEGIN_RUN, [], run);
  steps.forEach((step, cycle) => {
    recorder.transition(BEGIN_CALIB_CYCLE, step);
    recorder.transition(ENABLE);
    for (let count = 0; count < eventsPerCycle; ++count) {
      const number = recorder.events;
      recorder.event((stamp) => event(stamp, cycle, number));
    }
    recorder.transition(DISABLE);
    recorder.transition(END_CALIB_CYCLE);
  });
  recorder.transition(END_RUN);
  recorder.transition(UNCONFIGURE);
  return recorder.files();
}
