import { columnsOf, cycleOfDatagram, eventHolding } from './datagram-columns.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { nanosecondsTo } from './query-time.ts';
import type { NumberColumn, QueryTerm, TextColumn } from './query.ts';
import { rowsOf, type LeafKind, type RunIndex } from './run-index.ts';
import { transitionName } from './transition.ts';
import { typeLabel, typeName } from './type-id.ts';

/** Whether a datagram is what a word wants. */
export type Matches = (datagram: number) => boolean;

/** Looks up once all that a word can be asked about a run, so that a datagram costs next to nothing. */
export function matcherOf(term: QueryTerm, index: RunIndex): Matches {
  const matches = positiveMatcher(term, index, rowsOf(index));
  return term.isNegated ? (datagram) => !matches(datagram) : matches;
}

function positiveMatcher(term: QueryTerm, index: RunIndex, rows: DatagramRows): Matches {
  switch (term.kind) {
    case 'text':
      return textMatcher(term.column, term.text, index, rows);
    case 'number': {
      const value = numberColumn(term.column, index, rows);
      const { low, high } = term;
      return (i) => {
        const number = value(i);
        return number >= low && number <= high;
      };
    }
    case 'time': {
      if (index.datagrams === 0) return () => false;
      const base = rows.seconds(index.events[0] ?? 0);
      const last = rows.seconds(index.datagrams - 1);
      const from = term.from ? nanosecondsTo(term.from, base, last) : -Infinity;
      const to = term.to ? nanosecondsTo(term.to, base, last) : Infinity;
      return (i) => {
        const time = (rows.seconds(i) - base) * 1e9 + rows.nanoseconds(i);
        return time >= from && time < to;
      };
    }
    case 'damage':
      return (i) => (rows.treeDamage(i) & term.mask) !== 0;
    case 'fault':
      return (i) => rows.faults(i) !== 0;
  }
}

function textMatcher(column: TextColumn | 'any', text: string, index: RunIndex, rows: DatagramRows): Matches {
  if (column === 'file') {
    const files = index.files.map((name) => name.toLowerCase().includes(text));
    return (i) => files[index.fileOf[i]];
  }
  const transitions = Array.from({ length: 16 }, (_, transition) => transitionName(transition).toLowerCase().includes(text));
  if (column === 'transition') return (i) => transitions[rows.transition(i)];
  const kinds = index.kinds.map((kind) => kindText(column, kind).includes(text));
  const signatures = index.signatures.map((leaves) => leaves.some((kind) => kinds[kind]));
  if (column !== 'any') return (i) => signatures[rows.signature(i)];
  return (i) => transitions[rows.transition(i)] || signatures[rows.signature(i)];
}

/** `type:CspadElement_V2` and `type:Cspad`; `source:EBeam` and `source:BldInfo`. */
function kindText(column: 'source' | 'type' | 'any', { kind, source, typeId, version }: LeafKind): string {
  const type = typeLabel(typeName(typeId), version);
  const from = `${kind}(${source})`;
  return (column === 'type' ? type : column === 'source' ? from : `${from} ${type}`).toLowerCase();
}

function numberColumn(column: NumberColumn, index: RunIndex, rows: DatagramRows): (datagram: number) => number {
  const columns = columnsOf(index);
  switch (column) {
    case 'size':
      return (i) => 20 + rows.extent(i);
    case 'fid':
      return (i) => rows.fiducials(i);
    case 'cycle':
      return (i) => cycleOfDatagram(columns, i);
    case 'stream':
      return (i) => columns.streamOf[index.fileOf[i]];
    case 'chunk':
      return (i) => columns.chunkOf[index.fileOf[i]];
    case 'number':
      return (i) => i;
    case 'event':
      return (i) => {
        const event = eventHolding(index, rows, i);
        return event < 0 ? NaN : event;
      };
  }
}
