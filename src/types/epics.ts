import { XtcError } from '../base/errors.ts';

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

type Element = { readonly name: string; readonly byteLength: number; read(view: DataView, at: number): number | string };

/** Element kinds by dbrType modulo 7. @source EPICS db_access.h DBR_STRING … DBR_DOUBLE */
const ELEMENTS: readonly Element[] = [
  { name: 'String', byteLength: 40, read: (view, at) => readText(view, at, 40) },
  { name: 'Short', byteLength: 2, read: (view, at) => view.getInt16(at, true) },
  { name: 'Float', byteLength: 4, read: (view, at) => view.getFloat32(at, true) },
  { name: 'Enum', byteLength: 2, read: (view, at) => view.getUint16(at, true) },
  { name: 'Char', byteLength: 1, read: (view, at) => view.getUint8(at) },
  { name: 'Long', byteLength: 4, read: (view, at) => view.getInt32(at, true) },
  { name: 'Double', byteLength: 8, read: (view, at) => view.getFloat64(at, true) },
];

const ENUM = 3;
const TIME_FIRST = 14;
const CTRL_FIRST = 28;
/** Where what differs lies, by element kind: first byte of the dbr, of the units, of the limits, of the values; 0 for none. */
// prettier-ignore
const CTRL_LAYOUT = [
  { dbr: 70, precision: 0, units: 0, limits: 0, values: 74 },
  { dbr: 70, precision: 0, units: 74, limits: 82, values: 98 },
  { dbr: 72, precision: 76, units: 80, limits: 88, values: 120 },
  { dbr: 70, precision: 0, units: 0, limits: 0, values: 492 },
  { dbr: 70, precision: 0, units: 74, limits: 82, values: 91 },
  { dbr: 72, precision: 0, units: 76, limits: 84, values: 116 },
  { dbr: 72, precision: 76, units: 80, limits: 88, values: 152 },
] as const;
const TIME_VALUES = [20, 22, 20, 22, 23, 20, 24] as const;
const NAME_BYTES = 64;
const STATE_BYTES = 26;
const MAX_STATES = 16;
/** 1990-01-01 in Unix time, where EPICS begins to count. @source PSEnv src/EpicsStoreImpl.cpp */
const EPICS_EPOCH = 631_152_000;

/** @source EPICS base alarm.h */
const STATUS_NAMES = [
  'NO_ALARM', 'READ', 'WRITE', 'HIHI', 'HIGH', 'LOLO', 'LOW', 'STATE', 'COS', 'COMM', 'TIMEOUT', 'HWLIMIT', 'CALC', 'SCAN', 'LINK',
  'SOFT', 'BAD_SUB', 'UDF', 'DISABLE', 'SIMM', 'READ_ACCESS', 'WRITE_ACCESS',
] as const;
const SEVERITY_NAMES = ['NO_ALARM', 'MINOR', 'MAJOR', 'INVALID'] as const;

/** `HIHI`, `COMM`, …; the number itself when EPICS has no such status. */
export function alarmStatusName(status: number): string {
  return STATUS_NAMES[status] ?? String(status);
}

/** `NO_ALARM`, `MINOR`, `MAJOR`, `INVALID`; the number itself when EPICS has no such severity. */
export function alarmSeverityName(severity: number): string {
  return SEVERITY_NAMES[severity] ?? String(severity);
}

/**
 * One record of type Epics.
 * @throws {XtcError} 'bad-payload' when it is shorter than its kind and element count need, 'unsupported' for another dbrType
 * @source psddldata epics.ddl
 */
export function decodeEpics(payload: Uint8Array): EpicsRecord {
  need(payload, 6);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const dbrType = view.getInt16(2, true);
  const isCtrl = dbrType >= CTRL_FIRST;
  const kind = dbrType - (isCtrl ? CTRL_FIRST : TIME_FIRST);
  if (kind < 0 || kind >= ELEMENTS.length) {
    throw new XtcError('unsupported', `An EPICS record of DBR type ${dbrType}: only Time (14-20) and Ctrl (28-34) records are stored.`);
  }
  const element = ELEMENTS[kind];
  const count = Math.max(0, view.getInt16(4, true));
  const at = isCtrl ? CTRL_LAYOUT[kind].values : TIME_VALUES[kind];
  need(payload, at + count * element.byteLength);
  return {
    pvId: view.getInt16(0, true),
    dbrType,
    type: `${isCtrl ? 'Ctrl' : 'Time'}${element.name}`,
    values: Array.from({ length: count }, (_, i) => element.read(view, at + i * element.byteLength)),
    ...(isCtrl ? readCtrl(view, kind) : readTime(view)),
  };
}

type Rest = Omit<EpicsRecord, 'pvId' | 'dbrType' | 'type' | 'values'>;

function readTime(view: DataView): Rest {
  const stamp = { seconds: EPICS_EPOCH + view.getUint32(12, true), nanoseconds: view.getUint32(16, true) };
  const [status, severity] = [view.getInt16(8, true), view.getInt16(10, true)];
  return { name: null, status, severity, units: '', precision: null, limits: null, states: [], stamp };
}

function readCtrl(view: DataView, kind: number): Rest {
  const { dbr, precision, units, limits } = CTRL_LAYOUT[kind];
  return {
    name: readText(view, 6, NAME_BYTES),
    status: view.getInt16(dbr, true),
    severity: view.getInt16(dbr + 2, true),
    units: units ? readText(view, units, 8) : '',
    precision: precision ? view.getInt16(precision, true) : null,
    limits: limits ? readLimits(view, limits, ELEMENTS[kind]) : null,
    states: kind === ENUM ? readStates(view, dbr + 4) : [],
    stamp: null,
  };
}

function readLimits(view: DataView, at: number, element: Element): EpicsLimits {
  const limit = (index: number): number => Number(element.read(view, at + index * element.byteLength));
  return {
    upperDisplay: limit(0), lowerDisplay: limit(1), upperAlarm: limit(2), upperWarning: limit(3),
    lowerWarning: limit(4), lowerAlarm: limit(5), upperControl: limit(6), lowerControl: limit(7),
  };
}

function readStates(view: DataView, at: number): string[] {
  const count = Math.max(0, Math.min(view.getInt16(at, true), MAX_STATES));
  return Array.from({ length: count }, (_, i) => readText(view, at + 2 + i * STATE_BYTES, STATE_BYTES));
}

/** Text up to the first NUL; bytes above 126 are Latin-1, as units write them (µm, °C). */
function readText(view: DataView, at: number, byteLength: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, byteLength);
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? byteLength : end));
}

function need(payload: Uint8Array, byteLength: number): void {
  if (payload.byteLength >= byteLength) return;
  throw new XtcError('bad-payload', `An EPICS record needs ${byteLength} bytes, its payload has ${payload.byteLength}.`);
}
