import { type } from './payload-type.ts';
import { derive, num, nums, numberOf, numbersOf, struct, type EnumNames } from './schema.ts';

/** Encoder counters. @source psddldata encoder.ddl */

const COUNT_MODES: EnumNames = { 0: 'WRAP_FULL', 1: 'LIMIT', 2: 'HALT', 3: 'WRAP_PRESET', 4: 'COUNT_END' };
const QUADRATURE_MODES: EnumNames = { 0: 'CLOCK_DIR', 1: 'X1', 2: 'X2', 3: 'X4', 4: 'QUAD_END' };

/** A counter of 24 bits with sign. */
export function signed24(count: number): number {
  return (count << 8) >> 8;
}

function config(name: string, channels: string): ReturnType<typeof struct> {
  return struct(name, [
    num('u32', channels),
    num('u32', 'count_mode', [], { names: COUNT_MODES }),
    num('u32', 'quadrature_mode', [], { names: QUADRATURE_MODES }),
    ...nums('u32', 'input_num', 'input_rising'),
    num('u32', 'ticks_per_sec', [], { unit: 'Hz' }),
  ]);
}

export const ENCODER_CONFIG_V1 = config('Encoder.ConfigV1', 'chan_num');
export const ENCODER_CONFIG_V2 = config('Encoder.ConfigV2', 'chan_mask');

const TIMESTAMP = num('u32', 'timestamp', [], { note: 'ticks of a clock of 33 MHz' });

export const ENCODER_DATA_V1 = struct('Encoder.DataV1', [TIMESTAMP, num('u32', 'encoder_count')], {
  derived: [derive('value', (own) => signed24(numberOf(own, 'encoder_count')), { unit: 'counts' })],
});

export const ENCODER_DATA_V2 = struct('Encoder.DataV2', [TIMESTAMP, num('u32', 'encoder_count', 3)], {
  derived: [derive('value', (own) => numbersOf(own, 'encoder_count').map(signed24), { unit: 'counts' })],
});

const [ENCODER_DATA, ENCODER_CONFIG] = [24, 25];

export const ENCODER_TYPES = [
  type(ENCODER_DATA, 1, ENCODER_DATA_V1),
  type(ENCODER_DATA, 2, ENCODER_DATA_V2),
  type(ENCODER_CONFIG, 1, ENCODER_CONFIG_V1),
  type(ENCODER_CONFIG, 2, ENCODER_CONFIG_V2),
];
