import { type } from './payload-type.ts';
import { bits, derive, numberOf, struct, type BitSpec, type Schema } from './schema.ts';

/** TM6740 cameras of position monitors. @source psddldata pulnix.ddl */

const DEPTHS = { 0: 'Eight_bit', 1: 'Ten_bit' };
const BINNINGS = { 0: 'x1', 1: 'x2', 2: 'x4' };
const LOOKUP_TABLES = { 0: 'Gamma', 1: 'Linear' };

function config(name: string, ...references: readonly BitSpec[]): Schema {
  return struct(
    name,
    [
      bits('u32', null, ['gain_a', 0, 15], ['gain_b', 16, 31]),
      bits('u32', null, ...references),
      bits(
        'u32',
        null,
        ['gain_balance', 0],
        ['output_resolution', 1, 1, { names: DEPTHS }],
        ['horizontal_binning', 2, 3, { names: BINNINGS }],
        ['vertical_binning', 4, 5, { names: BINNINGS }],
        ['lookuptable_mode', 6, 6, { names: LOOKUP_TABLES }],
      ),
    ],
    { derived: [derive('output_resolution_bits', (own) => (numberOf(own, 'output_resolution') === 0 ? 8 : 10), { unit: 'bits' })] },
  );
}

export const TM6740_CONFIG_V1 = config('Pulnix.TM6740ConfigV1', ['vref', 0, 15], ['shutter_width', 16, 31]);
export const TM6740_CONFIG_V2 = config('Pulnix.TM6740ConfigV2', ['vref_a', 0, 9], ['vref_b', 16, 25]);

const TM6740_CONFIG = 9;

export const PULNIX_TYPES = [type(TM6740_CONFIG, 1, TM6740_CONFIG_V1), type(TM6740_CONFIG, 2, TM6740_CONFIG_V2)];
