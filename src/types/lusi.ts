import { type } from './payload-type.ts';
import { inner, num, nums, struct, type Schema } from './schema.ts';

/** What the DAQ computed from diodes and profile monitors while it recorded. @source psddldata lusi.ddl */

function diodeConfig(version: number, ranges: number): Schema {
  return struct(`Lusi.DiodeFexConfigV${version}`, [
    num('f32', 'base', ranges, { unit: 'V', note: 'baseline per range' }),
    num('f32', 'scale', ranges, { note: 'factor per range' }),
  ]);
}

const DIODE_CONFIG_V1 = diodeConfig(1, 3);
const DIODE_CONFIG_V2 = diodeConfig(2, 16);

function ipmConfig(version: number, diode: Schema): Schema {
  return struct(`Lusi.IpmFexConfigV${version}`, [inner('diode', diode, 4), ...nums('f32', 'xscale', 'yscale')]);
}

const DIODE = struct('Lusi.DiodeFexV1', nums('f32', 'value'));

export const IPM_FEX = struct('Lusi.IpmFexV1', [
  num('f32', 'channel', 4, { note: 'diodes, baseline subtracted and scaled' }),
  num('f32', 'sum', [], { note: 'of the channels' }),
  num('f32', 'xpos', [], { note: 'beam position, scaled by xscale' }),
  num('f32', 'ypos', [], { note: 'beam position, scaled by yscale' }),
]);

export const PIM_IMAGE_CONFIG = struct('Lusi.PimImageConfigV1', nums('f32', 'xscale', 'yscale'));

const [IPM_CONFIG, IPM, DIODE_CONFIG, DIODE_DATA, PIM_CONFIG] = [30, 31, 32, 33, 34];

export const LUSI_TYPES = [
  type(IPM_CONFIG, 1, ipmConfig(1, DIODE_CONFIG_V1)),
  type(IPM_CONFIG, 2, ipmConfig(2, DIODE_CONFIG_V2)),
  type(IPM, 1, IPM_FEX),
  type(DIODE_CONFIG, 1, DIODE_CONFIG_V1),
  type(DIODE_CONFIG, 2, DIODE_CONFIG_V2),
  type(DIODE_DATA, 1, DIODE),
  type(PIM_CONFIG, 1, PIM_IMAGE_CONFIG),
];
