import type { Problem } from '../base/errors.ts';
import type { DaqIndex } from './idx-file.ts';
import { rowsOf, type RunIndex } from './run-index.ts';
import { BEGIN_CALIB_CYCLE, L1_ACCEPT } from './transition.ts';

/** Events without a valid fiducial are left out of the DAQ's index. */
const NO_FIDUCIAL = 0x1ffff;
const LISTED = 3;

/**
 * Holds the DAQ's index of a chunk against what was found in it; every disagreement counts, the first few are told.
 * @param file number of the chunk in `index.files`  @param name of the `.xtc.idx`
 */
export function compareIndex(daq: DaqIndex, index: RunIndex, file: number, name: string): Problem[] {
  const rows = rowsOf(index);
  const found = new Map<number, number>();
  const cycles = new Set<number>();
  for (let i = 0; i < index.datagrams; ++i) {
    if (index.fileOf[i] !== file) continue;
    const transition = rows.transition(i);
    if (transition === L1_ACCEPT && rows.fiducials(i) !== NO_FIDUCIAL) found.set(rows.offset(i), i);
    if (transition === BEGIN_CALIB_CYCLE) cycles.add(rows.offset(i));
  }
  const faults: { offset: number; what: string }[] = [];
  for (const event of daq.events) {
    const row = found.get(event.offset);
    found.delete(event.offset);
    if (row === undefined) faults.push({ offset: event.offset, what: `it lists an event at byte ${event.offset}, where none begins` });
    else if (rows.seconds(row) !== event.seconds || rows.nanoseconds(row) !== event.nanoseconds || rows.fiducials(row) !== event.fiducials) {
      faults.push({ offset: event.offset, what: `the event at byte ${event.offset} has another clock or fiducial there` });
    } else if (rows.damage(row) !== event.damage) {
      faults.push({ offset: event.offset, what: `the event at byte ${event.offset} has damage 0x${rows.damage(row).toString(16)}, there 0x${event.damage.toString(16)}` });
    }
  }
  for (const offset of found.keys()) faults.push({ offset, what: `it lacks the event at byte ${offset}` });
  // Of several streams the first one's transitions are kept: only there can they be compared.
  if (cycles.size > 0) {
    for (const { offset } of daq.cycles.filter((cycle) => !cycles.has(cycle.offset))) faults.push({ offset, what: `it lists a calib cycle at byte ${offset}, where none begins` });
  }
  const rest = faults.length - LISTED;
  return faults.slice(0, LISTED).map(({ offset, what }, i) => ({
    code: 'bad-index', file: index.files[file], offset,
    message: `${name} disagrees with ${index.files[file]}: ${what}. What was found in the data is shown${i === LISTED - 1 && rest > 0 ? `; ${rest} more disagreement${rest === 1 ? '' : 's'} like this` : ''}.`,
  }));
}
