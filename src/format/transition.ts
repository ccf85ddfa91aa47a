const TRANSITION_NAMES = [
  'Unknown', 'Reset', 'Map', 'Unmap', 'Configure', 'Unconfigure', 'BeginRun', 'EndRun', 'BeginCalibCycle', 'EndCalibCycle',
  'Enable', 'Disable', 'L1Accept',
] as const;

/** Numbers of the transitions that give a run its shape. @source pdsdata xtc/TransitionId.hh */
export const CONFIGURE = 4;
export const BEGIN_RUN = 6;
export const END_CALIB_CYCLE = 9;
export const ENABLE = 10;
export { BEGIN_CALIB_CYCLE, L1_ACCEPT } from '../../assembly/layout.ts';

/** `Configure`, `L1Accept`, …; `-Invalid-` above 12. @source pdsdata xtc/src/TransitionId.cc */
export function transitionName(transition: number): string {
  return TRANSITION_NAMES[transition] ?? '-Invalid-';
}

/** The transition number in the low word of the time stamp. */
export function transitionOf(stampLow: number): number {
  return (stampLow >>> 24) & 15;
}
