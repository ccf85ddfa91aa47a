import type { RunIndex } from '../format/run-index.ts';

/** 1 for every datagram of the selected events. @param events 1 for each selected event */
export function selectedDatagrams(index: RunIndex, events: Uint8Array): Uint8Array {
  const marks = new Uint8Array(index.datagrams);
  for (let event = 0; event < Math.min(events.length, index.events.length); ++event) if (events[event] !== 0) marks[index.events[event]] = 1;
  const { partners } = index;
  for (let i = 0; i < partners.length; i += 2) if (marks[partners[i]] !== 0) marks[partners[i + 1]] = 1;
  return marks;
}
