import { XtcError } from '../base/errors.ts';
import type { DType } from '../base/arrays.ts';
import { type, variants } from './payload-type.ts';
import { derive, inner, num, numberOf, nums, pad, struct, structOf, text, type Derived, type EnumNames, type Member, type Schema, type Values } from './schema.ts';

/** EPICS records, and the list of PVs of an archiver. @source psddldata epics.ddl */

/** Alarms by number. @source EPICS base alarm.h */
export const ALARM_STATUS_NAMES = [
  'NO_ALARM', 'READ', 'WRITE', 'HIHI', 'HIGH', 'LOLO', 'LOW', 'STATE', 'COS', 'COMM', 'TIMEOUT', 'HWLIMIT', 'CALC', 'SCAN', 'LINK',
  'SOFT', 'BAD_SUB', 'UDF', 'DISABLE', 'SIMM', 'READ_ACCESS', 'WRITE_ACCESS',
] as const;
export const ALARM_SEVERITY_NAMES = ['NO_ALARM', 'MINOR', 'MAJOR', 'INVALID'] as const;

/** Accessors of limits, in the order of their values. */
export const EPICS_LIMITS = [
  'upper_disp_limit', 'lower_disp_limit', 'upper_alarm_limit', 'upper_warning_limit',
  'lower_warning_limit', 'lower_alarm_limit', 'upper_ctrl_limit', 'lower_ctrl_limit',
] as const;

/**
 * What differs between the kinds of elements: bytes of padding before the dbr of a Ctrl record, after its limits, and
 * after the stamp of a Time record.
 */
type Kind = { readonly name: string; readonly dtype: DType | null; readonly beforeCtrl: number; readonly afterLimits: number; readonly afterStamp: number };

/** By dbrType modulo 7. @source EPICS db_access.h DBR_STRING … DBR_DOUBLE */
const KINDS: readonly Kind[] = [
  { name: 'String', dtype: null, beforeCtrl: 0, afterLimits: 0, afterStamp: 0 },
  { name: 'Short', dtype: 'i16', beforeCtrl: 0, afterLimits: 0, afterStamp: 2 },
  { name: 'Float', dtype: 'f32', beforeCtrl: 2, afterLimits: 0, afterStamp: 0 },
  { name: 'Enum', dtype: 'u16', beforeCtrl: 0, afterLimits: 0, afterStamp: 2 },
  { name: 'Char', dtype: 'u8', beforeCtrl: 0, afterLimits: 1, afterStamp: 3 },
  { name: 'Long', dtype: 'i32', beforeCtrl: 2, afterLimits: 0, afterStamp: 0 },
  { name: 'Double', dtype: 'f64', beforeCtrl: 2, afterLimits: 0, afterStamp: 4 },
];
const TIME_FIRST = 14;
const CTRL_FIRST = 28;
const STRING_BYTES = 40;
const STATES = 16;
const STATE_BYTES = 26;

const DBR_NAMES: EnumNames = Object.fromEntries(
  KINDS.flatMap(({ name }, i) => [[TIME_FIRST + i, `DBR_TIME_${name.toUpperCase()}`], [CTRL_FIRST + i, `DBR_CTRL_${name.toUpperCase()}`]]),
);

const ALARM = [num('i16', 'status', [], { names: ALARM_STATUS_NAMES }), num('i16', 'severity', [], { names: ALARM_SEVERITY_NAMES })];
const STAMP = struct('Epics.epicsTimeStamp', [num('u32', 'sec', [], { unit: 's', note: 'since 1990-01-01 UTC' }), num('u32', 'nsec', [], { unit: 'ns' })]);
const PRECISION = [num('i16', 'precision', [], { note: 'decimals to show' }), pad(2)];

function padding(byteLength: number): Member[] {
  return byteLength === 0 ? [] : [pad(byteLength)];
}

function ctrlDbr({ name, dtype, afterLimits }: Kind): Schema {
  const hasPrecision = dtype === 'f32' || dtype === 'f64';
  const states = [num('i16', 'no_str', [], { note: 'number of states' }), text('strings', STATE_BYTES, STATES)];
  const limits = dtype === null ? [] : [...(hasPrecision ? PRECISION : []), text('units', 8), ...nums(dtype, ...EPICS_LIMITS), ...padding(afterLimits)];
  return struct(`Epics.dbr_ctrl_${name.toLowerCase()}`, [...ALARM, ...(name === 'Enum' ? states : limits)]);
}

function timeDbr({ name, afterStamp }: Kind): Schema {
  return struct(`Epics.dbr_time_${name.toLowerCase()}`, [...ALARM, inner('stamp', STAMP), ...padding(afterStamp)]);
}

const HEADER = [
  num('i16', 'pvId', [], { note: 'with the source it tells which PV this is' }),
  num('i16', 'dbrType', [], { names: DBR_NAMES }),
  num('i16', 'numElements'),
];

const fromDbr = (name: string, names?: EnumNames): Derived => derive(name, (own) => numberOf(structOf(own, 'dbr'), name), { names });

/** What the library's header class tells of every record; `value` reads the elements of `data`. */
function derived(isCtrl: boolean, own: 'pvName' | 'stamp', more: readonly Derived[]): Derived[] {
  return [
    derive('isCtrl', () => Number(isCtrl)),
    derive('isTime', () => Number(!isCtrl)),
    fromDbr('status', ALARM_STATUS_NAMES),
    fromDbr('severity', ALARM_SEVERITY_NAMES),
    ...more,
    derive('value', ({ data }) => data),
    baseClasses(own),
  ];
}

/** Members of the library's header class. */
const HEADER_NAMES = ['pvId', 'dbrType', 'numElements', 'isCtrl', 'isTime', 'status', 'severity'] as const;

/** The same members by the classes that they come from, as dumps of the library nest them; panels leave that out. */
function baseClasses(own: 'pvName' | 'stamp'): Derived {
  const header = (values: Values): Values => Object.fromEntries(HEADER_NAMES.map((name) => [name, values[name]]));
  return derive('_base_', (values) => ({ _base_: header(values), [own]: values[own] }), { isPrivate: true });
}

function elements({ dtype }: Kind): Member {
  return dtype === null ? text('data', STRING_BYTES, elementCount) : num(dtype, 'data', elementCount);
}

/** A record that says a negative number has none. */
const elementCount = (own: Parameters<Derived['of']>[0]): number => Math.max(0, numberOf(own, 'numElements'));

const CTRL_RECORDS = KINDS.map((kind) =>
  struct(`Epics.EpicsPvCtrl${kind.name}`, [...HEADER, text('pvName', 64), ...padding(kind.beforeCtrl), inner('dbr', ctrlDbr(kind)), elements(kind)], { derived: derived(true, 'pvName', []) }),
);

const stamp = derive('stamp', (own) => structOf(structOf(own, 'dbr'), 'stamp'));

const TIME_RECORDS = KINDS.map((kind) =>
  struct(`Epics.EpicsPvTime${kind.name}`, [...HEADER, pad(2), inner('dbr', timeDbr(kind)), elements(kind)], { derived: derived(false, 'stamp', [stamp]) }),
);

/**
 * The layout of an EPICS record.
 * @throws {XtcError} 'bad-payload' when it is too short to tell, 'unsupported' when it is neither a Time nor a Ctrl record
 */
export function epicsSchema(payload: Uint8Array): Schema {
  if (payload.byteLength < 6) throw new XtcError('bad-payload', `An EPICS record needs 6 bytes, its payload has ${payload.byteLength}.`);
  const dbrType = new DataView(payload.buffer, payload.byteOffset).getInt16(2, true);
  const schema = TIME_RECORDS[dbrType - TIME_FIRST] ?? CTRL_RECORDS[dbrType - CTRL_FIRST];
  if (schema) return schema;
  throw new XtcError('unsupported', `An EPICS record of DBR type ${dbrType}: only Time (14-20) and Ctrl (28-34) records are stored.`);
}

const PV_CONFIG = struct('Epics.PvConfigV1', [
  num('i16', 'pvId'),
  text('description', 64),
  pad(2),
  num('f32', 'interval', [], { unit: 's', note: 'shortest time between updates' }),
]);

const EPICS_CONFIG_V1 = struct('Epics.ConfigV1', [num('i32', 'numPv'), inner('getPvConfig', PV_CONFIG, 'numPv')]);

const [EPICS, EPICS_CONFIG] = [13, 54];

export const EPICS_TYPES = [variants(EPICS, 1, [...TIME_RECORDS, ...CTRL_RECORDS], epicsSchema), type(EPICS_CONFIG, 1, EPICS_CONFIG_V1)];
