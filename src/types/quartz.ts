import { FRAME_COORD } from './frame-coord.ts';
import { DEFECTS_AND_TABLE, OFFSET_AND_GAIN, OUTPUT_DERIVED, outputOptions } from './opal1k.ts';
import { type } from './payload-type.ts';
import { inner, struct, type BitSpec } from './schema.ts';

/** Quartz 4A150 cameras. @source psddldata quartz.ddl */

const DEPTHS = { 0: 'Eight_bit', 1: 'Ten_bit' };
const BINNINGS = { 0: 'x1', 1: 'x2', 2: 'x4' };
const BINNING: readonly BitSpec[] = [
  ['horizontal_binning', 4, 5, { names: BINNINGS }],
  ['vertical_binning', 6, 7, { names: BINNINGS }],
];

export const QUARTZ_CONFIG_V1 = struct('Quartz.ConfigV1', [OFFSET_AND_GAIN, outputOptions(DEPTHS, BINNING, 12), ...DEFECTS_AND_TABLE], {
  derived: OUTPUT_DERIVED,
});

export const QUARTZ_CONFIG_V2 = struct(
  'Quartz.ConfigV2',
  [
    OFFSET_AND_GAIN,
    outputOptions(DEPTHS, BINNING, 12, ['use_hardware_roi', 14], ['use_test_pattern', 15], ['max_taps', 16, 19]),
    inner('roi_lo', FRAME_COORD),
    inner('roi_hi', FRAME_COORD),
    ...DEFECTS_AND_TABLE,
  ],
  { derived: OUTPUT_DERIVED },
);

const QUARTZ_CONFIG = 57;

export const QUARTZ_TYPES = [type(QUARTZ_CONFIG, 1, QUARTZ_CONFIG_V1), type(QUARTZ_CONFIG, 2, QUARTZ_CONFIG_V2)];
