import { datagramsOfEvent, rowsOf, type LeafKind, type RunIndex } from './run-index.ts';

/** Datagrams to be read, sorted by file and offset. */
export type PlannedPlaces = { readonly datagram: Uint32Array; readonly file: Uint16Array; readonly offset: Float64Array; readonly byteLength: Uint32Array };

type Wanted = Pick<LeafKind, 'level' | 'phy' | 'typeId'>;

/** The datagrams of events `from` … `to`-1 that carry one of the sources and types. */
export function placesOfEvents(index: RunIndex, wanted: readonly Wanted[], from = 0, to = index.events.length): PlannedPlaces {
  const carries = carriers(index, wanted);
  const rows = rowsOf(index);
  const found: number[] = [];
  for (let event = from; event < to; ++event) {
    const first = index.events[event];
    // Nearly all events are one datagram: a list for each would cost more than the rest.
    if (index.partners.length === 0) {
      if (carries[rows.signature(first)]) found.push(first);
    } else {
      for (const datagram of datagramsOfEvent(index, event)) if (carries[rows.signature(datagram)]) found.push(datagram);
    }
  }
  return placesOf(index, found);
}

/** All datagrams of the run before event `to` that carry one of the sources and types, transitions too. */
export function placesOfDatagrams(index: RunIndex, wanted: readonly Wanted[], to = index.events.length): PlannedPlaces {
  const carries = carriers(index, wanted);
  const rows = rowsOf(index);
  const end = to < index.events.length ? index.events[to] : index.datagrams;
  const found: number[] = [];
  for (let datagram = 0; datagram < end; ++datagram) if (carries[rows.signature(datagram)]) found.push(datagram);
  return placesOf(index, found);
}

/** Cuts places into `count` shares of about the same number of bytes, each a stretch of them. */
export function sharesOf(places: PlannedPlaces, count: number): { first: number; places: PlannedPlaces }[] {
  const total = places.byteLength.reduce((sum, bytes) => sum + bytes, 0);
  const shares: { first: number; places: PlannedPlaces }[] = [];
  let [first, bytes] = [0, 0];
  for (let place = 0; place < places.offset.length; ++place) {
    bytes += places.byteLength[place];
    const isLast = place === places.offset.length - 1;
    if (!isLast && bytes < (total * (shares.length + 1)) / count) continue;
    shares.push({ first, places: slice(places, first, place + 1) });
    first = place + 1;
  }
  return shares;
}

function carriers({ kinds, signatures }: RunIndex, wanted: readonly Wanted[]): Uint8Array {
  const isWanted = kinds.map(({ level, phy, typeId }) => wanted.some((leaf) => leaf.level === level && leaf.phy === phy && leaf.typeId === typeId));
  return Uint8Array.from(signatures, (leaves) => (leaves.some((kind) => isWanted[kind]) ? 1 : 0));
}

function placesOf(index: RunIndex, datagrams: readonly number[]): PlannedPlaces {
  const rows = rowsOf(index);
  const { fileOf } = index;
  const sorted = Uint32Array.from(datagrams).sort((a, b) => fileOf[a] - fileOf[b] || rows.offset(a) - rows.offset(b));
  return {
    datagram: sorted,
    file: Uint16Array.from(sorted, (datagram) => fileOf[datagram]),
    offset: Float64Array.from(sorted, (datagram) => rows.offset(datagram)),
    byteLength: Uint32Array.from(sorted, (datagram) => 20 + rows.extent(datagram)),
  };
}

function slice({ datagram, file, offset, byteLength }: PlannedPlaces, from: number, to: number): PlannedPlaces {
  return { datagram: datagram.slice(from, to), file: file.slice(from, to), offset: offset.slice(from, to), byteLength: byteLength.slice(from, to) };
}
