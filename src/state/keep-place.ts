import { effect } from '@preact/signals-core';
import { datagramRef, rowsOf, type DatagramRef, type RunIndex } from '../format/run-index.ts';
import type { OpenRun } from './open-run.ts';

/** What place-keeping needs of the session. */
export type PlaceKeeper = {
  readonly current: { readonly value: OpenRun | null };
  readonly event: { peek(): number };
  selectEvent(event: number): void;
};

/** The event of a run that is shown, as its files have it; null without events. */
export function placeIn(run: OpenRun, event: number): DatagramRef | null {
  const index = run.index.peek();
  return index && event < index.events.length ? datagramRef(index, index.events[event]) : null;
}

/**
 * Goes to an event that was shown before the run was opened again with more files, as soon as the scan has come to it:
 * its number has changed by then. Gives up when the user goes elsewhere.
 */
export function keepPlace(run: OpenRun, place: DatagramRef, session: PlaceKeeper): void {
  let stop: (() => void) | null = null;
  let isOver = false;
  const look = (): void => {
    const index = run.index.value;
    const isLast = run.progress.value === null && run.table.value !== null;
    if (isOver || !index) return;
    const isElsewhere = session.current.value !== run || session.event.peek() !== 0;
    const event = isElsewhere ? -1 : eventLike(index, place);
    if (event < 0 && !isElsewhere && !isLast) return;
    isOver = true;
    queueMicrotask(() => stop?.());
    if (event > 0) session.selectEvent(event);
  };
  stop = effect(look);
}

/** The event with this clock and fiducial; -1 when there is none. */
function eventLike(index: RunIndex, place: DatagramRef): number {
  const rows = rowsOf(index);
  return index.events.findIndex(
    (datagram) => rows.seconds(datagram) === place.seconds && rows.nanoseconds(datagram) === place.nanoseconds && rows.fiducials(datagram) === place.fiducials,
  );
}
