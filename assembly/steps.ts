import {
  DATAGRAM_ROW_BYTES, LARGEST_STEP, LONGEST_GAP_SECONDS, MARK_ASIDE, MARK_FAULT, MAX_FIDUCIALS, ROW_SECONDS, ROW_STAMP_HIGH, ROW_STAMP_LOW, STEPS_COUNT,
  STEPS_FIDUCIAL, STEPS_KNOWN, STEPS_ROW, STEPS_SECONDS, STEPS_STEP, STRETCH_WORDS,
} from './layout';

const BEGIN_CALIB_CYCLE: u32 = 8;
const L1_ACCEPT: u32 = 12;

/**
 * Finds by how many fiducials events follow each other, in rows of the run's order, some at a time. Steady are L1Accepts whose
 * fiducial means something and that are not marked aside. The step of one is the number of fiducials to the next: 0 where that
 * says nothing, over the beginning of a calib cycle, a fault or a long pause. Equal steps are one stretch.
 *
 * @param state STEPS_BYTES, where it stands  @param rows DATAGRAM_ROW_BYTES each, the first of them row `first` of the run
 * @param marks u8 (MARK bits) of each, 0 when there are none  @param stretches u32[STRETCH_WORDS] each, as many as rows
 * @returns the number of stretches that began
 */
export function fiducialSteps(state: usize, rows: usize, marks: usize, first: u32, count: u32, stretches: usize): u32 {
  let last = load<i32>(state, STEPS_ROW), step = load<i32>(state, STEPS_STEP), steady = load<u32>(state, STEPS_COUNT);
  let lastSeconds = load<u32>(state, STEPS_SECONDS), lastFiducial = load<u32>(state, STEPS_FIDUCIAL);
  let isKnown = load<u32>(state, STEPS_KNOWN) != 0;
  let stretch = stretches;
  for (let i: u32 = 0; i < count; ++i, rows += DATAGRAM_ROW_BYTES) {
    const mark = marks == 0 ? 0 : <u32>load<u8>(marks + i);
    const transition = (load<u32>(rows, ROW_STAMP_LOW) >>> 24) & 15;
    const isFaulty = (mark & MARK_FAULT) != 0;
    if (isFaulty || transition == BEGIN_CALIB_CYCLE) isKnown = false;
    const fiducial = load<u32>(rows, ROW_STAMP_HIGH) & 0x1ffff;
    if (transition != L1_ACCEPT || fiducial >= <u32>MAX_FIDUCIALS || (mark & MARK_ASIDE) != 0) continue;
    const seconds = load<u32>(rows, ROW_SECONDS);
    if (last >= 0) {
      const pause = <i64>seconds - <i64>lastSeconds;
      const ahead = <i32>(fiducial - lastFiducial) + (fiducial < lastFiducial ? MAX_FIDUCIALS : 0);
      // More than the longest gap has: that clock or that fiducial is wrong.
      const found = isKnown && pause >= 0 && pause <= LONGEST_GAP_SECONDS && ahead <= LARGEST_STEP ? ahead : 0;
      if (found != step) {
        step = found;
        store<u32>(stretch, last);
        store<u32>(stretch, step, 4);
        store<u32>(stretch, steady - 1, 8);
        stretch += STRETCH_WORDS << 2;
      }
    }
    last = first + i;
    lastSeconds = seconds;
    lastFiducial = fiducial;
    isKnown = !isFaulty;
    ++steady;
  }
  store<i32>(state, last, STEPS_ROW);
  store<i32>(state, step, STEPS_STEP);
  store<u32>(state, steady, STEPS_COUNT);
  store<u32>(state, lastSeconds, STEPS_SECONDS);
  store<u32>(state, lastFiducial, STEPS_FIDUCIAL);
  store<u32>(state, isKnown ? 1 : 0, STEPS_KNOWN);
  return <u32>(stretch - stretches) / (STRETCH_WORDS << 2);
}
