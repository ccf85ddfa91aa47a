import { FAULT_CONTAINS, FAULT_DEPTH, FAULT_DICTIONARY, FAULT_LEVEL, FAULT_NANOSECONDS, FAULT_TRANSITION, FAULT_TREE, MAX_KINDS, XTC_MAX_DEPTH } from '../../assembly/layout.ts';
import type { DatagramRows } from './datagram-rows.ts';
import type { ProblemList } from './problem-list.ts';
import { L1_ACCEPT, transitionName } from './transition.ts';

/** Clocks of neighbours may be swapped by some seconds: recorders merge events late. */
const CLOCK_SLACK_SECONDS = 10;
const DROPPED_CONTRIBUTION = 0x2;

const HEADER_FAULTS: readonly (readonly [number, string])[] = [
  [FAULT_NANOSECONDS, 'its nanoseconds are 1 000 000 000 or more'],
  [FAULT_TRANSITION, 'its transition number is above 12, the last one known'],
  [FAULT_CONTAINS, 'its root is not of type Xtc, so its contents are not listed'],
  [FAULT_LEVEL, 'its level is above 6, the last one known'],
];

/** Whether a row is a further part of the event of the row before: same clock, and said to be without a contribution. @source psana XtcInput */
export function isSplit(rows: DatagramRows, row: number, firstRow: number): boolean {
  if (row <= firstRow || rows.transition(row) !== L1_ACCEPT || !isTwin(rows, row)) return false;
  return ((rows.damage(row) | rows.damage(row - 1)) & DROPPED_CONTRIBUTION) !== 0;
}

/** Same number, clock and fiducial as the row before. */
function isTwin(rows: DatagramRows, row: number): boolean {
  const before = row - 1;
  return rows.transition(before) === rows.transition(row) && rows.seconds(before) === rows.seconds(row) &&
    rows.nanoseconds(before) === rows.nanoseconds(row) && rows.fiducials(before) === rows.fiducials(row);
}

/** Reports what is wrong with a datagram whose place in its file is known. @param firstRow that of its file */
export function reportRow(rows: DatagramRows, row: number, firstRow: number, file: string, problems: ProblemList): void {
  const faults = rows.faults(row);
  if (faults !== 0) reportFaults(rows, row, faults, file, problems);
  if (row > firstRow) reportOrder(rows, row, row - 1, firstRow, file, problems);
}

function reportFaults(rows: DatagramRows, row: number, faults: number, file: string, problems: ProblemList): void {
  const offset = rows.offset(row);
  const name = `The ${transitionName(rows.transition(row))} datagram at byte ${offset}`;
  for (const [fault, what] of HEADER_FAULTS) {
    if (faults & fault) problems.add({ code: 'bad-header', file, offset, message: `${name} has an impossible header: ${what}. It is kept, and the datagrams after it are not affected.` });
  }
  const where = offset + rows.faultOffset(row);
  if (faults & FAULT_TREE) {
    problems.add({ code: 'bad-tree', file, offset: where, message: `${name} holds an Xtc at byte ${where} whose extent is impossible: it is smaller than its header or goes past the end of its container. ${rows.keptLeaves(row)} leaves of this datagram are kept; the rest of that container is left out.` });
  }
  if (faults & FAULT_DEPTH) {
    problems.add({ code: 'bad-tree', file, offset: where, message: `${name} is nested deeper than ${XTC_MAX_DEPTH} levels at byte ${where}; what lies deeper is left out.` });
  }
  if (faults & FAULT_DICTIONARY) {
    problems.add({ code: 'bad-tree', file, offset, message: `${name} holds more kinds of data than can be counted (${MAX_KINDS} sources and types): some of it is missing in the summary.` });
  }
}

function reportOrder(rows: DatagramRows, row: number, before: number, firstRow: number, file: string, problems: ProblemList): void {
  const back = rows.seconds(before) - rows.seconds(row);
  const clockIsGood = ((rows.faults(row) | rows.faults(before)) & FAULT_NANOSECONDS) === 0;
  const offset = rows.offset(row);
  if (back > CLOCK_SLACK_SECONDS && clockIsGood) {
    // When this one fits the last but one, it is the one between them whose clock jumped.
    const jumped = before > firstRow && Math.abs(rows.seconds(row) - rows.seconds(before - 1)) <= CLOCK_SLACK_SECONDS;
    const culprit = jumped ? before : row;
    const than = jumped ? 'later than those of its neighbours' : 'earlier than that of the datagram before it';
    problems.add({ code: 'time-order', file, offset: rows.offset(culprit), message: `The clock of the ${transitionName(rows.transition(culprit))} datagram at byte ${rows.offset(culprit)} is ${back} seconds ${than}. It is kept in the place where it lies in the file.` });
  }
  if (rows.transition(row) !== L1_ACCEPT || !isTwin(rows, row) || isSplit(rows, row, firstRow)) return;
  problems.add({ code: 'duplicate', file, offset, message: `The event at byte ${offset} has the same clock and fiducial as the one before it, at byte ${rows.offset(before)}. Both are kept.` });
}
