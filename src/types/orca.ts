import { type } from './payload-type.ts';
import { bits, num, struct } from './schema.ts';

/** Orca Flash 4.0 cameras. @source psddldata orca.ddl */

const MODES = { 0: 'x1', 1: 'x2', 2: 'x4', 3: 'Subarray' };
const COOLINGS = { 0: 'Off', 1: 'On', 2: 'Max' };

export const ORCA_CONFIG_V1 = struct('Orca.ConfigV1', [
  bits('u32', null, ['mode', 0, 1, { names: MODES }], ['cooling', 2, 3, { names: COOLINGS }], ['defect_pixel_correction_enabled', 4]),
  num('u32', 'rows'),
]);

export const ORCA_TYPES = [type(66, 1, ORCA_CONFIG_V1)];
