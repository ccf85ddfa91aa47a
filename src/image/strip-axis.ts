/** Where events lie on a line: the first `width` pixels hold `events` of equal width. */
export type StripAxis = { readonly events: number; readonly width: number };

/** The event at a place, 0 … events-1, also for places outside. */
export function eventAt({ events, width }: StripAxis, x: number): number {
  if (width <= 0) return 0;
  return Math.max(0, Math.min(events - 1, Math.floor((x / width) * events)));
}

/** Where an event begins; `events` is the end of the last one. */
export function startOf({ events, width }: StripAxis, event: number): number {
  return events === 0 ? 0 : (event / events) * width;
}

/** The middle of an event. */
export function middleOf(axis: StripAxis, event: number): number {
  return startOf(axis, event + 0.5);
}
