import type { Bytes, TypeWords } from '../format/write-datagram.ts';
import { PayloadWriter } from './payload-writer.ts';

// Intensity monitors: payloads of pdsdata psddl/ipimb.ddl.h and lusi.ddl.h. Field names are the accessors'.

export const IPIMB_DATA_V1: TypeWords = { typeId: 22, version: 1 };
export const IPIMB_CONFIG_V1: TypeWords = { typeId: 23, version: 1 };
export const IPM_FEX_CONFIG_V1: TypeWords = { typeId: 30, version: 1 };
export const IPM_FEX_V1: TypeWords = { typeId: 31, version: 1 };

/** Full scale of an Ipimb V1 channel. */
export const IPIMB_VOLTS = 3.3;
export const IPIMB_COUNTS = 65535;

/** Ipimb::DataV1; channels are ADC counts. */
export type IpimbData = {
  readonly triggerCounter: number;
  readonly config0: number;
  readonly config1: number;
  readonly config2: number;
  readonly channel0: number;
  readonly channel1: number;
  readonly channel2: number;
  readonly channel3: number;
  readonly checksum: number;
};

export function writeIpimbData(data: IpimbData): Bytes {
  return new PayloadWriter(24)
    .u64(data.triggerCounter)
    .u16(data.config0, data.config1, data.config2)
    .u16(data.channel0, data.channel1, data.channel2, data.channel3, data.checksum).bytes;
}

/** Ipimb::ConfigV1. */
export type IpimbConfig = {
  readonly triggerCounter: number;
  readonly serialID: number;
  readonly chargeAmpRange: number;
  readonly calibrationRange: number;
  readonly resetLength: number;
  readonly resetDelay: number;
  readonly chargeAmpRefVoltage: number;
  readonly calibrationVoltage: number;
  readonly diodeBias: number;
  readonly status: number;
  readonly errors: number;
  readonly calStrobeLength: number;
  readonly trigDelay: number;
};

export function writeIpimbConfig(config: IpimbConfig): Bytes {
  return new PayloadWriter(52)
    .u64(config.triggerCounter)
    .u64(config.serialID)
    .u16(config.chargeAmpRange, config.calibrationRange)
    .u32(config.resetLength, config.resetDelay)
    .f32(config.chargeAmpRefVoltage, config.calibrationVoltage, config.diodeBias)
    .u16(config.status, config.errors, config.calStrobeLength, 0)
    .u32(config.trigDelay).bytes;
}

/** Lusi::IpmFexV1. */
export type IpmFex = {
  readonly channel: readonly number[];
  readonly sum: number;
  readonly xpos: number;
  readonly ypos: number;
};

export function writeIpmFex(fex: IpmFex): Bytes {
  return new PayloadWriter(28).f32(...fex.channel, fex.sum, fex.xpos, fex.ypos).bytes;
}

/** Lusi::IpmFexConfigV1: base and scale of each diode for three ranges. */
export type IpmFexConfig = {
  readonly diode: readonly { readonly base: readonly number[]; readonly scale: readonly number[] }[];
  readonly xscale: number;
  readonly yscale: number;
};

export function writeIpmFexConfig(config: IpmFexConfig): Bytes {
  const writer = new PayloadWriter(104);
  for (const { base, scale } of config.diode) writer.f32(...base, ...scale);
  return writer.f32(config.xscale, config.yscale).bytes;
}
