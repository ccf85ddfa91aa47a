import { FRAME_COORD } from './frame-coord.ts';
import { type } from './payload-type.ts';
import { bits, derive, inner, num, numberOf, struct, type BitSpec, type Derived, type EnumNames, type Member } from './schema.ts';

/** Opal cameras, and what the Quartz shares with them. @source psddldata opal1k.ddl, quartz.ddl */

const LOOKUP_TABLE_LENGTH = 4096;
const MIRRORING = { 0: 'None', 1: 'HFlip', 2: 'VFlip', 3: 'HVFlip' };

export const OFFSET_AND_GAIN = bits('u32', null, ['black_level', 0, 15, { unit: 'ADU' }], ['gain_percent', 16, 31, { unit: '%' }]);

/** Options of the output: what lies between resolution and mirroring differs. @param lookup bit that switches the lookup table on */
export function outputOptions(resolutions: EnumNames, binning: readonly BitSpec[], lookup: number, ...more: readonly BitSpec[]): Member {
  return bits(
    'u32',
    null,
    ['output_resolution', 0, 3, { names: resolutions }],
    ...binning,
    ['output_mirroring', 8, 11, { names: MIRRORING }],
    ['output_lookup_table_enabled', lookup],
    ['defect_pixel_correction_enabled', lookup + 1],
    ...more,
  );
}

/** What a configuration ends with. */
export const DEFECTS_AND_TABLE: readonly Member[] = [
  num('u32', 'number_of_defect_pixels'),
  num('u16', 'output_lookup_table', (own) => LOOKUP_TABLE_LENGTH * numberOf(own, 'output_lookup_table_enabled'), { note: 'only when it is enabled' }),
  inner('defect_pixel_coordinates', FRAME_COORD, 'number_of_defect_pixels'),
];

export const OUTPUT_DERIVED: readonly Derived[] = [
  derive('output_offset', (own) => Math.floor((numberOf(own, 'black_level') * numberOf(own, 'gain_percent')) / 100), { unit: 'ADU' }),
  derive('output_resolution_bits', (own) => numberOf(own, 'output_resolution') * 2 + 8, { unit: 'bits' }),
];

const DEPTHS = { 0: 'Eight_bit', 1: 'Ten_bit', 2: 'Twelve_bit' };
const BINNINGS = { 0: 'x1', 1: 'x2', 2: 'x4', 3: 'x8' };

export const OPAL1K_CONFIG_V1 = struct(
  'Opal1k.ConfigV1',
  [
    OFFSET_AND_GAIN,
    outputOptions(DEPTHS, [['vertical_binning', 4, 7, { names: BINNINGS }]], 13, ['vertical_remapping', 12]),
    ...DEFECTS_AND_TABLE,
  ],
  { derived: OUTPUT_DERIVED },
);

export const OPAL1K_TYPES = [type(6, 1, OPAL1K_CONFIG_V1)];
