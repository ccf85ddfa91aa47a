import { rowsOf, type RunIndex } from './run-index.ts';
import { L1_ACCEPT } from './transition.ts';

/** The events that datagrams belong to, rising, each once; transitions belong to none. @param datagrams rising */
export function eventsOf(index: RunIndex, datagrams: ArrayLike<number>): Uint32Array {
  const rows = rowsOf(index);
  const found = new Uint32Array(Math.min(datagrams.length, index.events.length));
  let [count, event] = [0, 0];
  for (let i = 0; i < datagrams.length; ++i) {
    const datagram = datagrams[i];
    if (rows.transition(datagram) !== L1_ACCEPT) continue;
    // A partner lies behind the datagram of its event.
    while (event + 1 < index.events.length && index.events[event + 1] <= datagram) ++event;
    if (index.events[event] <= datagram && (count === 0 || found[count - 1] !== event)) found[count++] = event;
  }
  return found.slice(0, count);
}
