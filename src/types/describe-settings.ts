import type { SettingsText } from '../format/configuration.ts';
import { BEGIN_CALIB_CYCLE } from '../format/transition.ts';
import { controlOf } from './control.ts';
import { decode } from './registry.ts';

type Describe = (payload: DataView, version: number) => string | null;

/** The scanner's extra column of device configurations, by TypeId. @source XtcExplorer src/XtcScanner.py */
const DEVICE_TEXTS: Readonly<Record<number, Describe>> = {
  4: (payload) => (payload.byteLength < 8 ? null : `${countBits(payload.getUint32(4, true))} ch`),
  6: () => '1024x1024', // a constant of the class, whatever the camera
  9: () => '480x640',
  18: (payload) => (payload.byteLength < 8 ? null : `${payload.getUint32(4, true)}x${payload.getUint32(0, true)}`),
  21: () => '480x480',
  12: (payload, version) => (version < 2 || payload.byteLength < 16 ? null : `${payload.getUint32(12, true)}x${payload.getUint32(8, true)}`),
};

const CONTROL_CONFIG = 10;

/** Reads what the summary shows out of a configuration: control PVs, and the extra column of a device. */
export function describeSettings(typeId: number, version: number, payload: Uint8Array, transition: number): SettingsText {
  if (typeId === CONTROL_CONFIG) return describeControl(version, payload, transition);
  if (transition === BEGIN_CALIB_CYCLE) return { controls: [], info: null };
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return { controls: [], info: DEVICE_TEXTS[typeId]?.(view, version) ?? null };
}

function describeControl(version: number, payload: Uint8Array, transition: number): SettingsText {
  const decoded = decode({ typeId: CONTROL_CONFIG, version }, payload, () => null);
  if (decoded.kind === 'opaque') return { controls: [], info: null };
  const { controls: set, events, duration } = controlOf(decoded.values);
  const controls = set.map(({ name }) => name);
  if (transition !== BEGIN_CALIB_CYCLE) return { controls, info: null };
  if (events !== null) return { controls, info: `Each calibcycle a ${events} events` };
  return { controls, info: duration && `Calibcycle Duration = <T:${duration.seconds}.${String(duration.nanoseconds).padStart(9, '0')}> ` };
}

function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) ++count;
  return count;
}
