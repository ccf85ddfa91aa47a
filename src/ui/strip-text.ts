import { damageText } from '../format/damage.ts';
import { calibCycleOf, rowsOf, type RunIndex } from '../format/run-index.ts';
import { binOf, type RunProfile } from '../format/run-profile.ts';
import { transitionName } from '../format/transition.ts';
import { clockText, counted, grouped } from './number-text.ts';

/** One event in a line: `event 1 204 · 12:04:31.208 333 · cycle 6 · damage OutOfOrder`. */
export function eventLine(index: RunIndex, event: number): string {
  const rows = rowsOf(index);
  const datagram = index.events[event];
  const clock = clockText(rows.seconds(datagram), rows.nanoseconds(datagram)).slice(11);
  const damage = rows.treeDamage(datagram);
  return [
    `event ${grouped(event)}`,
    clock,
    ...(index.cycles.length > 0 ? [`cycle ${grouped(calibCycleOf(index, event))}`] : []),
    ...(damage === 0 ? [] : [`damage ${damageText(damage)}`]),
  ].join(' · ');
}

/** What the strip shows around an event besides it: `2 damaged · 3 events lost · BeginCalibCycle`; empty when nothing. */
export function marksLine(profile: RunProfile, event: number): string {
  const bin = binOf(profile, event);
  const transitions: string[] = [];
  for (let bit = 0; bit < 16; ++bit) {
    if ((profile.transitions[bin] >> bit) & 1) transitions.push(transitionName(bit));
  }
  return [...marks(profile.damaged[bin], profile.gaps[bin], profile.lost[bin], profile.back[bin], profile.problems[bin]), ...transitions].join(' · ');
}

/** The marks of the whole run in a sentence, for those who cannot see them. */
export function stripSummary(index: RunIndex, { totals }: RunProfile): string {
  const found = marks(totals.damaged, totals.gaps, totals.lost, totals.back, totals.problems);
  return `${counted(index.events.length, 'event')} in ${counted(index.cycles.length, 'calib cycle')}. ${found.length > 0 ? found.join(', ') : 'Nothing marked'}.`;
}

function marks(damaged: number, gaps: number, lost: number, back: number, problems: number): string[] {
  return [
    ...(damaged > 0 ? [`${grouped(damaged)} damaged`] : []),
    ...(gaps > 0 ? [counted(gaps, 'pause')] : []),
    ...(lost > 0 ? [`${counted(lost, 'event')} lost`] : []),
    ...(back > 0 ? [`clock goes back ${back === 1 ? 'once' : `${grouped(back)} times`}`] : []),
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
  ];
}
