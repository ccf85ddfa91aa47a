import { datagramsOfEvent, rowsOf, type RunIndex } from '../../src/format/run-index.ts';
import { BEGIN_CALIB_CYCLE, L1_ACCEPT } from '../../src/format/transition.ts';

const FIDUCIALS = 131040;

/** Slow twin of the census: signature → number of L1Accepts and the first of them. */
export function usesSlowly(index: RunIndex): Map<number, { count: number; first: number }> {
  const rows = rowsOf(index);
  const uses = new Map<number, { count: number; first: number }>();
  for (let row = 0; row < index.datagrams; ++row) {
    if (rows.transition(row) !== L1_ACCEPT) continue;
    const found = uses.get(rows.signature(row)) ?? { count: 0, first: row };
    uses.set(rows.signature(row), { ...found, count: found.count + 1 });
  }
  return uses;
}

/** Slow twin of the census: [datagram of an event, fiducials to the next one], pair by pair, as the rule is written down. */
export function stepsSlowly(index: RunIndex, isControl: readonly boolean[]): [number, number][] {
  const rows = rowsOf(index);
  const partners = new Set(Array.from(index.events, (_, event) => datagramsOfEvent(index, event).slice(1)).flat());
  const all = Array.from({ length: index.datagrams }, (_, row) => row);
  const events = all.filter((row) => rows.transition(row) === L1_ACCEPT && !partners.has(row) && !isControl[index.fileOf[row]] && rows.fiducials(row) < FIDUCIALS);
  return events.slice(1).map((to, i) => {
    const from = events[i];
    const between = all.slice(from, to + 1);
    const pause = rows.seconds(to) - rows.seconds(from);
    const step = (rows.fiducials(to) - rows.fiducials(from) + FIDUCIALS) % FIDUCIALS;
    const isKnown = pause >= 0 && pause <= 60 && step <= 360 * 61 && between.every((row) => rows.faults(row) === 0 && rows.transition(row) !== BEGIN_CALIB_CYCLE);
    return [from, isKnown ? step : 0];
  });
}
