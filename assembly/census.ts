import {
  BEGIN_CALIB_CYCLE, CENSUS_FIDUCIAL, CENSUS_KNOWN, CENSUS_ROW, CENSUS_SECONDS, CENSUS_STEADY, CENSUS_STEP, DATAGRAM_ROW_BYTES, L1_ACCEPT, LARGEST_STEP, LONGEST_GAP_SECONDS, MARK_ASIDE,
  MARK_FAULT, MAX_FIDUCIALS, ROW_OFFSET_HIGH, ROW_SECONDS, ROW_STAMP_HIGH, ROW_STAMP_LOW, SIGNATURE_SHIFT, STRETCH_WORDS, USE_WORDS,
} from './layout';

/**
 * Goes through rows in the run's order, some at a time. It counts the L1Accepts of each signature, and finds by how many
 * fiducials events follow each other. Steady are L1Accepts whose fiducial means something and that are not marked aside. The step
 * of one is the number of fiducials to the next: 0 where that says nothing, over the beginning of a calib cycle, a fault or a long
 * pause. Equal steps are one stretch.
 *
 * @param state CENSUS_BYTES, where it stands  @param rows DATAGRAM_ROW_BYTES each, the first of them row `first` of the run
 * @param marks u8 (MARK bits) of each, 0 when there are none  @param uses u32[USE_WORDS] of each signature
 * @param stretches u32[STRETCH_WORDS] each, as many as rows
 * @returns the number of stretches that began
 */
export function takeCensus(state: usize, rows: usize, marks: usize, first: u32, count: u32, uses: usize, stretches: usize): u32 {
  let last = load<i32>(state, CENSUS_ROW), step = load<i32>(state, CENSUS_STEP), steady = load<u32>(state, CENSUS_STEADY);
  let lastSeconds = load<u32>(state, CENSUS_SECONDS), lastFiducial = load<u32>(state, CENSUS_FIDUCIAL);
  let isKnown = load<u32>(state, CENSUS_KNOWN) != 0;
  let stretch = stretches;
  for (let i: u32 = 0; i < count; ++i, rows += DATAGRAM_ROW_BYTES) {
    const mark = marks == 0 ? 0 : <u32>load<u8>(marks + i);
    const transition = (load<u32>(rows, ROW_STAMP_LOW) >>> 24) & 15;
    const isFaulty = (mark & MARK_FAULT) != 0;
    if (isFaulty || transition == BEGIN_CALIB_CYCLE) isKnown = false;
    const fiducial = load<u32>(rows, ROW_STAMP_HIGH) & 0x1ffff;
    if (transition != L1_ACCEPT) continue;
    const use = uses + <usize>(load<u32>(rows, ROW_OFFSET_HIGH) >>> SIGNATURE_SHIFT) * (USE_WORDS << 2);
    const used = load<u32>(use);
    store<u32>(use, used + 1);
    if (used == 0) store<u32>(use, first + i, 4);
    if (fiducial >= <u32>MAX_FIDUCIALS || (mark & MARK_ASIDE) != 0) continue;
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
  store<i32>(state, last, CENSUS_ROW);
  store<i32>(state, step, CENSUS_STEP);
  store<u32>(state, steady, CENSUS_STEADY);
  store<u32>(state, lastSeconds, CENSUS_SECONDS);
  store<u32>(state, lastFiducial, CENSUS_FIDUCIAL);
  store<u32>(state, isKnown ? 1 : 0, CENSUS_KNOWN);
  return <u32>(stretch - stretches) / (STRETCH_WORDS << 2);
}
