import { countUpTo, type RunIndex } from '../format/run-index.ts';
import type { PlannedPlaces } from '../format/plan-places.ts';

/**
 * Numbers of places → numbers of events `first` …: of an event that has several datagrams its first one with a number counts.
 * The order in which places were read does not matter.
 */
export function numbersOfEvents(index: RunIndex, places: PlannedPlaces, numbers: Float64Array, column: Float64Array, first = 0): void {
  const { events, partners } = index;
  const owners = new Map<number, number>();
  for (let i = 0; i < partners.length; i += 2) owners.set(partners[i + 1], partners[i]);
  const winner = partners.length > 0 ? new Float64Array(column.length).fill(Infinity) : null;
  for (let place = 0; place < numbers.length; ++place) {
    const value = numbers[place];
    if (Number.isNaN(value)) continue;
    const datagram = places.datagram[place];
    const event = owners.get(datagram) ?? countUpTo(events, datagram) - 1;
    if (events[event] !== datagram && !owners.has(datagram)) continue; // A transition: beam data are in these too.
    if (winner) {
      const rank = datagram === events[event] ? -1 : datagram;
      if (rank >= winner[event - first]) continue;
      winner[event - first] = rank;
    }
    column[event - first] = value;
  }
}

/** Numbers of records → numbers of events: each event has that of the newest record at or before it. */
export function heldNumbers(index: RunIndex, places: PlannedPlaces, numbers: Float64Array, column: Float64Array): void {
  const order = Uint32Array.from({ length: numbers.length }, (_, place) => place)
    .filter((place) => !Number.isNaN(numbers[place]))
    .sort((a, b) => places.datagram[a] - places.datagram[b]);
  let [next, value] = [0, NaN];
  for (let event = 0; event < column.length; ++event) {
    while (next < order.length && places.datagram[order[next]] <= index.events[event]) value = numbers[order[next++]];
    column[event] = value;
  }
}
