import type { EpicsPv } from '../pipeline/list-epics.ts';
import { alarmSeverityName, alarmStatusName } from '../types/epics.ts';

/** A PV as a line of the table. */
export type EpicsRow = {
  readonly name: string;
  readonly value: string;
  readonly units: string;
  /** `NO_ALARM`, or `MAJOR HIHI`. */
  readonly alarm: string;
  readonly isAlarmed: boolean;
  readonly type: string;
  readonly pvId: number;
  readonly source: string;
  /** `−100 … 100`; empty when it has none. */
  readonly display: string;
};

/** More elements of an array PV than these are only counted. */
const SHOWN_ELEMENTS = 8;

/** The lines of all PVs, in the order of Configure. */
export function epicsRows(pvs: readonly EpicsPv[]): EpicsRow[] {
  return pvs.map((pv) => {
    const { name, units, status, severity, type, pvId, source, limits } = pv;
    const isAlarmed = severity !== 0 || status !== 0;
    const alarm = isAlarmed ? `${alarmSeverityName(severity)} ${alarmStatusName(status)}` : 'NO_ALARM';
    const display = limits ? `${limits.lowerDisplay} … ${limits.upperDisplay}` : '';
    return { name, value: valueText(pv), units, alarm, isAlarmed, type, pvId, source, display };
  });
}

/** The lines in which every word of `search` occurs. */
export function findEpicsRows(rows: readonly EpicsRow[], search: string): readonly EpicsRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = Object.values(row).join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The value as it is, the name of an enum's state behind its number. */
function valueText({ values, states, type }: EpicsPv): string {
  const one = (value: number | string): string => {
    if (typeof value === 'string') return value;
    const text = type.endsWith('Float') ? shortest(value) : String(value);
    return states[value] ? `${text} ${states[value]}` : text;
  };
  if (values.length === 1) return one(values[0]);
  const shown = values.slice(0, SHOWN_ELEMENTS).map(one).join(', ');
  return `[${shown}${values.length > SHOWN_ELEMENTS ? `, … ${values.length} in all` : ''}]`;
}

/** The fewest digits that give the same 32-bit number again. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; ++digits) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}
