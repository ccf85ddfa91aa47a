import { columnsOf, cycleOfDatagram } from '../format/datagram-columns.ts';
import { damageNames } from '../format/damage.ts';
import { rowsOf, type RunIndex } from '../format/run-index.ts';
import { L1_ACCEPT, transitionName } from '../format/transition.ts';
import { grouped } from './number-text.ts';

/** Columns of the list of datagrams; numbers end at one line. */
export const DATAGRAM_COLUMNS = [
  { title: 'Number', isNumber: true },
  { title: 'Transition', isNumber: false },
  { title: 'Time, UTC', isNumber: false },
  { title: 'Fiducial', isNumber: true },
  { title: 'Stream', isNumber: false },
  { title: 'Bytes', isNumber: true },
  { title: 'Cycle', isNumber: true },
  { title: 'Damage', isNumber: false },
] as const;

/** What the list says of one datagram. */
export type DatagramCells = {
  /** One text for each of DATAGRAM_COLUMNS. */
  readonly texts: readonly string[];
  readonly isEvent: boolean;
  readonly isDamaged: boolean;
};

/** Gives the cells of any datagram of a run. */
export function cellsOf(index: RunIndex): (datagram: number) => DatagramCells {
  const rows = rowsOf(index);
  const columns = columnsOf(index);
  const two = (value: number): string => String(value).padStart(2, '0');
  const streams = index.files.map((_, file) => `s${two(columns.streamOf[file])}-c${two(columns.chunkOf[file])}`);
  return (i) => {
    const cycle = cycleOfDatagram(columns, i);
    const damage = rows.treeDamage(i);
    const isBroken = rows.faults(i) !== 0;
    const transition = rows.transition(i);
    const words = [...(isBroken ? ['fault'] : []), ...(damage === 0 ? [] : damageNames(damage))];
    return {
      texts: [
        grouped(i),
        transitionName(transition),
        dayTime(rows.seconds(i), rows.nanoseconds(i)),
        `0x${rows.fiducials(i).toString(16)}`,
        streams[index.fileOf[i]],
        grouped(20 + rows.extent(i)),
        cycle < 0 ? '–' : grouped(cycle),
        words.join(', '),
      ],
      isEvent: transition === L1_ACCEPT,
      isDamaged: words.length > 0,
    };
  };
}

/** Time of day with microseconds, `12:04:31.208 333`. */
function dayTime(seconds: number, nanoseconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const ofDay = seconds % 86400;
  const micros = String(Math.floor(nanoseconds / 1000)).padStart(6, '0');
  return `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}.${micros.slice(0, 3)} ${micros.slice(3)}`;
}
