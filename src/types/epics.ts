import { ALARM_SEVERITY_NAMES, ALARM_STATUS_NAMES, EPICS_LIMITS, epicsSchema } from './epics-schema.ts';
import { readValues } from './read.ts';
import { numberOf, numbersOf, structOf, textOf, type Value, type Values } from './schema.ts';

/** Limits of a PV, in its unit. */
export type EpicsLimits = {
  readonly upperDisplay: number;
  readonly lowerDisplay: number;
  readonly upperAlarm: number;
  readonly upperWarning: number;
  readonly lowerWarning: number;
  readonly lowerAlarm: number;
  readonly upperControl: number;
  readonly lowerControl: number;
};

/** One EPICS record as stored: of Configure (Ctrl, with its name) or of a later datagram (Time, with its stamp). */
export type EpicsRecord = {
  /** With the source it tells which PV this is. */
  readonly pvId: number;
  /** 14-20 Time, 28-34 Ctrl. */
  readonly dbrType: number;
  /** `CtrlDouble`, `TimeEnum`, … */
  readonly type: string;
  /** Null in Time records: remembered from the Ctrl record of the same source and pvId. */
  readonly name: string | null;
  /** Alarm status and severity: `alarmStatusName`, `alarmSeverityName`. */
  readonly status: number;
  readonly severity: number;
  /** All elements: texts for String, numbers else. */
  readonly values: readonly (number | string)[];
  /** Empty when it has none. */
  readonly units: string;
  /** Decimals to show; null when the record does not say. */
  readonly precision: number | null;
  readonly limits: EpicsLimits | null;
  /** Names of the states of an enum, by value. */
  readonly states: readonly string[];
  /** Unix time of a Time record. */
  readonly stamp: { readonly seconds: number; readonly nanoseconds: number } | null;
};

/** 1990-01-01 in Unix time, where EPICS begins to count. @source PSEnv src/EpicsStoreImpl.cpp */
const EPICS_EPOCH = 631_152_000;
const CLASS_PREFIX = 'Epics.EpicsPv';

/** `HIHI`, `COMM`, …; the number itself when EPICS has no such status. */
export function alarmStatusName(status: number): string {
  return ALARM_STATUS_NAMES[status] ?? String(status);
}

/** `NO_ALARM`, `MINOR`, `MAJOR`, `INVALID`; the number itself when EPICS has no such severity. */
export function alarmSeverityName(severity: number): string {
  return ALARM_SEVERITY_NAMES[severity] ?? String(severity);
}

/**
 * One record of type Epics.
 * @throws {XtcError} 'bad-payload' when it is shorter than its kind and element count need, 'unsupported' for another dbrType
 */
export function decodeEpics(payload: Uint8Array): EpicsRecord {
  const schema = epicsSchema(payload);
  const values = readValues(schema, payload);
  const dbr = structOf(values, 'dbr');
  return {
    pvId: numberOf(values, 'pvId'),
    dbrType: numberOf(values, 'dbrType'),
    type: schema.name.slice(CLASS_PREFIX.length),
    name: 'pvName' in values ? textOf(values, 'pvName') : null,
    status: numberOf(dbr, 'status'),
    severity: numberOf(dbr, 'severity'),
    values: elementsOf(values),
    units: textOf(dbr, 'units'),
    precision: 'precision' in dbr ? numberOf(dbr, 'precision') : null,
    limits: EPICS_LIMITS[0] in dbr ? limitsOf(dbr) : null,
    states: textsOf(dbr.strings).slice(0, Math.max(0, numberOf(dbr, 'no_str'))),
    stamp: 'stamp' in dbr ? stampOf(structOf(dbr, 'stamp')) : null,
  };
}

function elementsOf(values: Values): readonly (number | string)[] {
  return Array.isArray(values.data) ? textsOf(values.data) : numbersOf(values, 'data');
}

function textsOf(list: Value | undefined): string[] {
  return Array.isArray(list) ? (list as readonly Value[]).map(String) : [];
}

function limitsOf(dbr: Values): EpicsLimits {
  const limit = (index: number): number => numberOf(dbr, EPICS_LIMITS[index]);
  return {
    upperDisplay: limit(0), lowerDisplay: limit(1), upperAlarm: limit(2), upperWarning: limit(3),
    lowerWarning: limit(4), lowerAlarm: limit(5), upperControl: limit(6), lowerControl: limit(7),
  };
}

function stampOf(stamp: Values): EpicsRecord['stamp'] {
  return { seconds: EPICS_EPOCH + numberOf(stamp, 'sec'), nanoseconds: numberOf(stamp, 'nsec') };
}
