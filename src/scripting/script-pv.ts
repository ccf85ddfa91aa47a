import { alarmSeverityName, alarmStatusName } from '../types/epics.ts';
import type { EpicsLimits } from '../types/epics.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';

/** An EPICS PV as Configure describes it. */
export type ScriptPv = {
  name: string;
  pvId: number;
  source: string;
  /** First value: a number, or a text; an array when the PV is one. */
  value: number | string | (number | string)[];
  units: string;
  /** `NO_ALARM`, `HIHI`, … */
  status: string;
  /** `NO_ALARM`, `MINOR`, `MAJOR`, `INVALID`. */
  severity: string;
  /** `CtrlDouble`, `CtrlEnum`, … */
  type: string;
  /** Decimals to show; null when it has none. */
  precision: number | null;
  limits: EpicsLimits | null;
  /** Names of the states of an enum, by value. */
  states: string[];
};

/** A PV in the words of scripts. */
export function scriptPv({ name, pvId, source, values, units, status, severity, type, precision, limits, states }: EpicsPv): ScriptPv {
  const value = values.length === 1 ? values[0] : [...values];
  return { name, pvId, source, value, units, status: alarmStatusName(status), severity: alarmSeverityName(severity), type, precision, limits, states: [...states] };
}

/** A PV at an event. */
export type ScriptPvAt = ScriptPv & {
  /** All elements, also of a PV that has one. */
  values: (number | string)[];
  /** Name of the state of an enum; null for other PVs. */
  state: string | null;
  /** Unix time of the value; null when it is the one of Configure. */
  stamp: { seconds: number; nanoseconds: number } | null;
};

/** A PV at an event in the words of scripts. */
export function scriptPvAt(pv: EpicsPv): ScriptPvAt {
  const { values, states, stamp } = pv;
  return { ...scriptPv(pv), values: [...values], state: states.length > 0 ? (states[Number(values[0])] ?? null) : null, stamp: stamp && { ...stamp } };
}
