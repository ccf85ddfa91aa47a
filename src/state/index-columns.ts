import { rowsOf, type RunIndex } from '../format/run-index.ts';
import type { IndexQuantity } from './resolved-quantity.ts';

/** The numbers of all events that the index tells, without reading anything. */
export function indexColumn(index: RunIndex, kind: IndexQuantity): Float64Array {
  const rows = rowsOf(index);
  const { events } = index;
  const column = new Float64Array(events.length);
  switch (kind) {
    case 'event':
      return column.map((_, event) => event);
    case 'time':
      for (let event = 0; event < events.length; ++event) column[event] = rows.seconds(events[event]) + rows.nanoseconds(events[event]) * 1e-9;
      return column;
    case 'fiducial':
      for (let event = 0; event < events.length; ++event) column[event] = rows.fiducials(events[event]);
      return column;
    case 'cycle':
      index.cycles.forEach((first, cycle) => column.fill(cycle, first));
      return column;
  }
}
