import { type } from './payload-type.ts';
import { bits, derive, inner, num, numberOf, nums, pad, struct, structOf, structsOf, text, textOf, type BitSpec, type Member, type Schema, type Values } from './schema.ts';

/** What a scan step sets, and how long it lasts. @source psddldata control.ddl */

const NOT_AN_ARRAY = 0xffffffff;

const DURATION = struct('Pds.ClockTime', [num('u32', 'nsec', [], { unit: 'ns' }), num('u32', 'sec', [], { unit: 's' })]);

/** Control and monitor PVs differ in their values only. */
function pv(name: string, nameBytes: number, values: readonly string[]): Schema {
  return struct(name, [text('name', nameBytes), num('u32', 'index', [], { note: '4294967295: the PV is no array' }), ...nums('f64', ...values)], {
    derived: [derive('array', (own) => Number(numberOf(own, 'index') !== NOT_AN_ARRAY))],
  });
}

function label(name: string, nameBytes: number, valueBytes: number): Schema {
  return struct(name, [text('name', nameBytes), text('value', valueBytes)]);
}

type Elements = { readonly control: Schema; readonly monitor: Schema; readonly label: Schema };

const SHORT: Elements = {
  control: pv('ControlData.PVControl', 32, ['value']),
  monitor: pv('ControlData.PVMonitor', 32, ['loValue', 'hiValue']),
  label: label('ControlData.PVLabel', 32, 64),
};
const LONG: Elements = {
  control: pv('ControlData.PVControlV1', 128, ['value']),
  monitor: pv('ControlData.PVMonitorV1', 128, ['loValue', 'hiValue']),
  label: label('ControlData.PVLabelV1', 128, 256),
};

const USES: readonly BitSpec[] = [['uses_duration', 30], ['uses_events', 31]];
const EVENTS_30: readonly BitSpec[] = [['events', 0, 29, { note: 'in this step, if uses_events' }], ...USES];
const EVENTS_29: readonly BitSpec[] = [['events', 0, 28, { note: 'in this step, if uses_events' }], ['uses_l3t_events', 29], ...USES];

function config(version: number, word: readonly BitSpec[], elements: Elements, hasLabels = true): Schema {
  const labelCount: Member[] = hasLabels ? nums('u32', 'npvLabels') : [];
  const labels = hasLabels ? [inner('pvLabels', elements.label, 'npvLabels')] : [];
  return struct(`ControlData.ConfigV${version}`, [
    bits('u32', null, ...word),
    pad(4),
    inner('duration', DURATION, [], { note: 'of this step, if uses_duration' }),
    ...nums('u32', 'npvControls', 'npvMonitors'),
    ...labelCount,
    inner('pvControls', elements.control, 'npvControls'),
    inner('pvMonitors', elements.monitor, 'npvMonitors'),
    ...labels,
  ]);
}

const CONTROL_CONFIG = 10;

export const CONTROL_TYPES = [
  type(CONTROL_CONFIG, 1, config(1, EVENTS_30, SHORT, false)),
  type(CONTROL_CONFIG, 2, config(2, EVENTS_30, SHORT)),
  type(CONTROL_CONFIG, 3, config(3, EVENTS_29, SHORT)),
  type(CONTROL_CONFIG, 4, config(4, EVENTS_29, LONG)),
];

/** A control PV and its value in a calib cycle; that of an array is called `name[index]`. */
export type PvControl = { readonly name: string; readonly value: number };

/** What a scan step sets, and how long it lasts. */
export type ControlConfig = {
  readonly controls: readonly PvControl[];
  /** Set when the step lasts a time. */
  readonly duration: { readonly seconds: number; readonly nanoseconds: number } | null;
  /** Set when the step lasts a number of events. */
  readonly events: number | null;
};

/** What a RunControlConfig says. @param values of its payload, any version */
export function controlOf(values: Values): ControlConfig {
  const controls = structsOf(values, 'pvControls').map((control) => {
    const [name, index] = [textOf(control, 'name'), numberOf(control, 'index')];
    return { name: index === NOT_AN_ARRAY ? name : `${name}[${index}]`, value: numberOf(control, 'value') };
  });
  const duration = structOf(values, 'duration');
  return {
    controls,
    duration: numberOf(values, 'uses_duration') ? { nanoseconds: numberOf(duration, 'nsec'), seconds: numberOf(duration, 'sec') } : null,
    events: numberOf(values, 'uses_events') ? numberOf(values, 'events') : null,
  };
}
