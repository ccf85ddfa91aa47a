import type { Bytes, TypeWords } from '../format/write-datagram.ts';
import { PayloadWriter } from './payload-writer.ts';

// Event receiver and run control: payloads of pdsdata psddl/evr.ddl.h and control.ddl.h. Field names are the accessors'.

export const EVR_DATA_V3: TypeWords = { typeId: 19, version: 3 };
export const EVR_CONFIG_V4: TypeWords = { typeId: 8, version: 4 };
export const CONTROL_CONFIG_V1: TypeWords = { typeId: 10, version: 1 };

/** `index` of a control that is no element of an array. */
export const NOT_AN_ARRAY = 0xffffffff;

/** One entry of EvrData::DataV3: fiducial, 119 MHz ticks within it, event code. */
export type FifoEvent = {
  readonly timestampHigh: number;
  readonly timestampLow: number;
  readonly eventCode: number;
};

/** EvrData::DataV3. */
export function writeEvrData(fifoEvents: readonly FifoEvent[]): Bytes {
  const writer = new PayloadWriter(4 + 12 * fifoEvents.length).u32(fifoEvents.length);
  for (const event of fifoEvents) writer.u32(event.timestampHigh, event.timestampLow, event.eventCode);
  return writer.bytes;
}

/** EvrData::ConfigV4. */
export type EvrConfig = {
  readonly eventcodes: readonly {
    readonly code: number;
    readonly isReadout: number;
    readonly isTerminator: number;
    readonly reportDelay: number;
    readonly reportWidth: number;
    readonly maskTrigger: number;
    readonly maskSet: number;
    readonly maskClear: number;
  }[];
  /** Delay and width in 119 MHz ticks. */
  readonly pulses: readonly {
    readonly pulseId: number;
    readonly polarity: number;
    readonly prescale: number;
    readonly delay: number;
    readonly width: number;
  }[];
  /** The packed word. */
  readonly output_maps: readonly { readonly value: number }[];
};

export function writeEvrConfig({ eventcodes, pulses, output_maps: outputs }: EvrConfig): Bytes {
  const writer = new PayloadWriter(12 + 24 * eventcodes.length + 16 * pulses.length + 4 * outputs.length);
  writer.u32(eventcodes.length, pulses.length, outputs.length);
  for (const each of eventcodes) {
    writer.u16(each.code, each.isReadout | (each.isTerminator << 1)).u32(each.reportDelay, each.reportWidth);
    writer.u32(each.maskTrigger, each.maskSet, each.maskClear);
  }
  for (const each of pulses)
    writer.u16(each.pulseId, each.polarity).u32(each.prescale, each.delay, each.width);
  for (const each of outputs) writer.u32(each.value);
  return writer.bytes;
}

/** ControlData::ConfigV1 without monitors. */
export type ControlConfig = {
  /** Events of each calib cycle. */
  readonly events: number;
  readonly pvControls: readonly { readonly name: string; readonly index: number; readonly value: number }[];
};

export function writeControlConfig({ events, pvControls }: ControlConfig): Bytes {
  const usesEvents = 0x80000000;
  const writer = new PayloadWriter(24 + 44 * pvControls.length);
  writer.u32(events | usesEvents, 0, 0, 0, pvControls.length, 0);
  for (const control of pvControls) writer.text(control.name, 32).u32(control.index).f64(control.value);
  return writer.bytes;
}
