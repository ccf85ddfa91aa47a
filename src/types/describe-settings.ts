import type { SettingsText } from '../format/configuration.ts';
import { BEGIN_CALIB_CYCLE } from '../format/transition.ts';
import { controlOf } from './control.ts';
import { decode } from './registry.ts';
import { numberOf, type Values } from './schema.ts';

/** The scanner's extra column of device configurations, by TypeId. @source XtcExplorer src/XtcScanner.py */
const DEVICE_TEXTS: Readonly<Record<number, string | ((values: Values) => string)>> = {
  4: (values) => `${numberOf(values, 'nbrChannels')} ch`,
  6: '1024x1024', // a constant of the class, whatever the camera
  9: '480x640',
  12: (values) => ('numRows' in values ? area(values, 'numRows', 'numChannels') : ''),
  18: (values) => area(values, 'height', 'width'),
  21: '480x480',
};

const CONTROL_CONFIG = 10;
const NOTHING: SettingsText = { controls: [], info: null };

/** Reads what the summary shows out of a configuration: control PVs, and the extra column of a device. */
export function describeSettings(typeId: number, version: number, payload: Uint8Array, transition: number): SettingsText {
  if (typeId === CONTROL_CONFIG) return describeControl(version, payload, transition);
  const text = transition === BEGIN_CALIB_CYCLE ? undefined : DEVICE_TEXTS[typeId];
  if (typeof text !== 'function') return { controls: [], info: text ?? null };
  const values = valuesOf(typeId, version, payload);
  return { controls: [], info: values && (text(values) || null) };
}

function describeControl(version: number, payload: Uint8Array, transition: number): SettingsText {
  const values = valuesOf(CONTROL_CONFIG, version, payload);
  if (!values) return NOTHING;
  const { controls: pvs, events, duration } = controlOf(values);
  const controls = pvs.map(({ name }) => name);
  if (transition !== BEGIN_CALIB_CYCLE) return { controls, info: null };
  if (events !== null) return { controls, info: `Each calibcycle a ${events} events` };
  return { controls, info: duration && `Calibcycle Duration = <T:${duration.seconds}.${String(duration.nanoseconds).padStart(9, '0')}> ` };
}

/** Null when it cannot be taken apart, which the tree of the datagram says. */
function valuesOf(typeId: number, version: number, payload: Uint8Array): Values | null {
  const decoded = decode({ typeId, version }, payload, () => null);
  return decoded.kind === 'value' ? decoded.values : null;
}

function area(values: Values, rows: string, columns: string): string {
  return `${numberOf(values, rows)}x${numberOf(values, columns)}`;
}
