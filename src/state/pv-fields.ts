import type { EpicsPv } from '../pipeline/list-epics.ts';
import { alarmSeverityName, alarmStatusName } from '../types/epics.ts';
import type { Placed } from '../types/read.ts';
import type { EnumNames, Value } from '../types/schema.ts';

/**
 * A PV as fields: its value, alarm and stamp, then what Configure says about it.
 * @param pv as it was at an event; without a stamp it is as Configure describes it
 */
export function pvFields(pv: EpicsPv): Placed[] {
  const { units, limits, states, precision, pvId, source, values, status, severity, stamp } = pv;
  const type = pv.type.replace(/^(Ctrl|Time)/, '');
  const names: EnumNames | undefined = states.length > 0 ? Object.fromEntries(states.entries()) : undefined;
  const unit = units || undefined;
  const value: Value = values.length === 1 ? values[0] : values;
  const shape = values.length === 1 ? [] : [values.length];
  const isAlarmed = severity !== 0 || status !== 0;
  return [
    { ...field('value', value, type === 'Float' ? 'f32' : type), shape, unit, names, note: stamp ? undefined : 'of Configure' },
    field('alarm', isAlarmed ? `${alarmSeverityName(severity)} ${alarmStatusName(status)}` : 'NO_ALARM'),
    ...(stamp ? [field('stamp', stampText(stamp))] : []),
    ...(limits
      ? [
          { ...range('display', limits.lowerDisplay, limits.upperDisplay), unit },
          { ...range('control', limits.lowerControl, limits.upperControl), unit },
          { ...range('warning', limits.lowerWarning, limits.upperWarning), unit },
          { ...range('alarm limits', limits.lowerAlarm, limits.upperAlarm), unit },
        ]
      : []),
    ...(precision === null ? [] : [{ ...field('precision', precision), note: 'decimals to show' }]),
    ...(states.length > 0 ? [{ ...field('states', states), shape: [states.length] }] : []),
    field('type', type),
    field('id', pvId),
    field('source', source),
  ];
}

function field(name: string, value: Value, type: string = typeof value === 'string' ? 'char' : 'computed'): Placed {
  return { name, type, start: 0, end: 0, shape: [], value, children: [] };
}

function range(name: string, low: number, high: number): Placed {
  return field(name, `${low} … ${high}`);
}

/** `2011-03-28 12:04:31.208333000 UTC`. */
function stampText({ seconds, nanoseconds }: { readonly seconds: number; readonly nanoseconds: number }): string {
  const clock = new Date(seconds * 1000).toISOString();
  return `${clock.slice(0, 10)} ${clock.slice(11, 19)}.${String(nanoseconds).padStart(9, '0')} UTC`;
}
