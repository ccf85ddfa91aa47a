import type { Problem } from '../base/errors.ts';
import { TimeSlices } from '../base/time-slices.ts';
import { eventRhythm, lostBetween, secondsAt, type Rhythm } from './event-rhythm.ts';
import { problemRows } from './problem-rows.ts';
import { rowsOf, type RunIndex } from './run-index.ts';
import { L1_ACCEPT } from './transition.ts';

/** A run seen from far away: its events in bins of equal number, what happens in each. */
export type RunProfile = {
  readonly events: number;
  /** At most one per event. Event e lies in bin floor(e * bins / events). */
  readonly bins: number;
  /** Events per second of run time; 0 where clocks do not say. */
  readonly rate: Float32Array;
  /** Rate that nearly all bins stay below: the full height of a picture. */
  readonly topRate: number;
  /** All damage words in the trees of the bin's datagrams, or-ed. */
  readonly damage: Uint32Array;
  /** Datagrams with damage anywhere in their tree. */
  readonly damaged: Uint32Array;
  /** Pauses without a transition, and events whose fiducials are missing. */
  readonly gaps: Uint32Array;
  readonly lost: Uint32Array;
  /** Events whose clock is before that of the event before them. */
  readonly back: Uint32Array;
  readonly problems: Uint32Array;
  /** A bit for each transition that comes before one of the bin's events or at the run's end. */
  readonly transitions: Uint16Array;
  /** First event of the bin that anything above is wrong with; the number of events when there is none. */
  readonly firstMark: Uint32Array;
  readonly totals: ProfileTotals;
};

/** The marks of the whole run, counted. */
export type ProfileTotals = { readonly damaged: number; readonly gaps: number; readonly lost: number; readonly back: number; readonly problems: number };

const CHECK_EVERY = 4096;

/**
 * Profiles a run for a picture of `width` bins, in slices that never hold the page up.
 * @throws {XtcError} 'aborted'
 */
export async function profileRun(index: RunIndex, width: number, problems: readonly Problem[], signal?: AbortSignal): Promise<RunProfile> {
  const slices = new TimeSlices(signal);
  const rows = rowsOf(index);
  const events = index.events.length;
  const bins = Math.max(1, Math.min(Math.floor(width), events));
  const profile = emptyProfile(events, bins);
  const rhythm = eventRhythm(index);
  const troubled = await problemRows(index, problems, slices);
  for (const datagram of troubled) markProblem(profile, index, datagram);
  let event = 0;
  let before = -1; // datagram of the event before
  for (let datagram = 0; datagram < index.datagrams; ++datagram) {
    if (datagram % CHECK_EVERY === 0 && slices.isOver()) await slices.next();
    const isEvent = event < events && index.events[event] === datagram;
    const at = Math.max(0, Math.min(event, events - 1));
    const bin = binOf(profile, at);
    const damage = rows.treeDamage(datagram);
    if (damage !== 0) {
      profile.damage[bin] |= damage;
      ++profile.damaged[bin];
      mark(profile, bin, at);
    }
    const transition = rows.transition(datagram);
    if (transition !== L1_ACCEPT) profile.transitions[bin] |= 1 << transition;
    if (!isEvent) continue;
    if (before >= 0) markStep(profile, rhythm, { before, datagram, event, bin });
    before = datagram;
    ++event;
  }
  fillRates(profile, index);
  return { ...profile, topRate: nearlyHighest(profile.rate), totals: totalsOf(profile) };
}

function emptyProfile(events: number, bins: number) {
  const counts = () => new Uint32Array(bins);
  return {
    events, bins, rate: new Float32Array(bins), damage: counts(), damaged: counts(), gaps: counts(), lost: counts(), back: counts(),
    problems: counts(), transitions: new Uint16Array(bins), firstMark: counts().fill(events),
  };
}

type Filling = ReturnType<typeof emptyProfile>;

/** The bin an event lies in. */
export function binOf({ events, bins }: { readonly events: number; readonly bins: number }, event: number): number {
  return events === 0 ? 0 : Math.floor((event * bins) / events);
}

/** First event of a bin; of the bin behind the last one: the number of events. */
export function firstOfBin({ events, bins }: { readonly events: number; readonly bins: number }, bin: number): number {
  return Math.ceil((bin * events) / bins);
}

function mark(profile: Filling, bin: number, event: number): void {
  if (event < profile.firstMark[bin]) profile.firstMark[bin] = event;
}

function markProblem(profile: Filling, index: RunIndex, datagram: number): void {
  let [low, high] = [0, index.events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index.events[middle] < datagram) low = middle + 1;
    else high = middle;
  }
  const event = Math.max(0, Math.min(low, profile.events - 1));
  const bin = binOf(profile, event);
  ++profile.problems[bin];
  mark(profile, bin, event);
}

function markStep(profile: Filling, rhythm: Rhythm, { before, datagram, event, bin }: { before: number; datagram: number; event: number; bin: number }): void {
  const rows = rhythm.rows;
  const seconds = secondsAt(rows, datagram) - secondsAt(rows, before);
  let isMarked = false;
  if (seconds < 0) {
    ++profile.back[bin];
    isMarked = true;
  }
  // Between cycles the DAQ pauses: a transition says so.
  if (datagram === before + 1) {
    const lost = lostBetween(rhythm, before, datagram);
    profile.lost[bin] += lost;
    if (seconds > rhythm.pauseSeconds) ++profile.gaps[bin];
    isMarked ||= lost > 0 || seconds > rhythm.pauseSeconds;
  }
  if (isMarked) mark(profile, bin, event);
}

function fillRates(profile: Filling, index: RunIndex): void {
  const rows = rowsOf(index);
  const { events, bins, rate } = profile;
  for (let bin = 0; bin < bins; ++bin) {
    const first = firstOfBin(profile, bin);
    const next = firstOfBin(profile, bin + 1);
    // The last bin has no event behind it: it is measured between its own.
    const until = Math.min(next, events - 1);
    const from = until === first ? first - 1 : first;
    if (from < 0 || until < 0) continue;
    const seconds = secondsAt(rows, index.events[until]) - secondsAt(rows, index.events[from]);
    rate[bin] = seconds > 0 ? (until - from) / seconds : 0;
  }
}

function nearlyHighest(rate: Float32Array): number {
  const sorted = rate.slice().sort();
  return sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 0;
}

function totalsOf({ damaged, gaps, lost, back, problems }: Filling): ProfileTotals {
  const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);
  return { damaged: sum(damaged), gaps: sum(gaps), lost: sum(lost), back: sum(back), problems: sum(problems) };
}
