import { EPIX_100A_CONFIG_V1, EPIX_100A_CONFIG_V2, EPIX_10KA_CONFIG_V1, EPIX_10KA_CONFIG_V2, EPIX_10K_CONFIG_V1, EPIX_CONFIG_V1, EPIX_S_CONFIG_V1 } from './epix-config.ts';
import { EPIX_10KA_2M_CONFIG_V1, EPIX_10KA_2M_CONFIG_V2, EPIX_10KA_QUAD_CONFIG_V1, EPIX_10KA_QUAD_CONFIG_V2 } from './epix10ka-array.ts';
import { type } from './payload-type.ts';
import { PGP_HEADER } from './pgp-header.ts';
import { num, numberOf, ofConfig, struct, type Count, type Values } from './schema.ts';

/** Elements of Epix cameras. @source psddldata epix.ddl */

/** Bits of a pixel that are its value; an Epix10ka pixel that switched to low gain has bit 14 set. */
export const EPIX_DATA_MASK = 0x3fff;

const COLUMNS = ofConfig('numberOfColumns');
/** Environmental rows of later elements are words of two columns. */
const COLUMN_PAIRS: Count = (_: Values, config: Values) => numberOf(config, 'numberOfColumns') >>> 1;
const TEMPERATURES = num('u16', 'temperatures', ofConfig('numberOfAsics'));
const LAST_WORD = num('u32', 'lastWord');

export const EPIX_ELEMENT_V1 = struct('Epix.ElementV1', [
  ...PGP_HEADER,
  num('u16', 'frame', [ofConfig('numberOfRows'), COLUMNS], { unit: 'ADU' }),
  num('u16', 'excludedRows', [ofConfig('lastRowExclusions'), COLUMNS], { unit: 'ADU' }),
  TEMPERATURES,
  LAST_WORD,
]);

export const EPIX_ELEMENT_V2 = struct('Epix.ElementV2', [
  ...PGP_HEADER,
  num('u16', 'frame', [ofConfig('numberOfReadableRows'), COLUMNS], { unit: 'ADU' }),
  num('u16', 'calibrationRows', [ofConfig('numberOfCalibrationRows'), COLUMNS], { unit: 'ADU' }),
  num('u16', 'environmentalRows', [ofConfig('numberOfEnvironmentalRows'), COLUMNS]),
  TEMPERATURES,
  LAST_WORD,
]);

export const EPIX_ELEMENT_V3 = struct('Epix.ElementV3', [
  ...PGP_HEADER,
  num('u16', 'frame', [ofConfig('numberOfReadableRows'), COLUMNS], { unit: 'ADU', note: 'Epix10ka: value in bits 0-13, gain range in bit 14' }),
  num('u16', 'calibrationRows', [ofConfig('numberOfCalibrationRows'), COLUMNS], { unit: 'ADU' }),
  num('u32', 'environmentalRows', [ofConfig('numberOfEnvironmentalRows'), COLUMN_PAIRS]),
  TEMPERATURES,
  LAST_WORD,
]);

const ELEMENTS = ofConfig('numberOfElements');

export const EPIX_ARRAY_V1 = struct('Epix.ArrayV1', [
  num('u32', 'frameNumber'),
  num('u16', 'frame', [ELEMENTS, ofConfig('numberOfReadableRows'), COLUMNS], { unit: 'ADU', note: 'value in bits 0-13, gain range in bit 14' }),
  num('u16', 'calibrationRows', [ELEMENTS, ofConfig('numberOfCalibrationRows'), COLUMNS], { unit: 'ADU' }),
  num('u32', 'environmentalRows', [ELEMENTS, ofConfig('numberOfEnvironmentalRows'), COLUMN_PAIRS]),
  TEMPERATURES,
]);

const [EPIX_CONFIG, EPIX_ELEMENT, EPIX_10K_CONFIG, EPIX_100A_CONFIG, GENERIC_PGP_CONFIG, EPIX_S_CONFIG] = [74, 75, 83, 84, 85, 88];
const [EPIX_10KA_CONFIG, EPIX_10KA_2M_CONFIG, EPIX_10KA_ARRAY, EPIX_10KA_QUAD_CONFIG] = [112, 117, 118, 120];

export const EPIX_TYPES = [
  type(EPIX_CONFIG, 1, EPIX_CONFIG_V1),
  type(EPIX_ELEMENT, 1, EPIX_ELEMENT_V1, { configurations: [EPIX_CONFIG, EPIX_10K_CONFIG, GENERIC_PGP_CONFIG] }),
  type(EPIX_ELEMENT, 2, EPIX_ELEMENT_V2, { configurations: [EPIX_100A_CONFIG, EPIX_S_CONFIG] }),
  type(EPIX_ELEMENT, 3, EPIX_ELEMENT_V3, { configurations: [EPIX_100A_CONFIG, EPIX_S_CONFIG, EPIX_10KA_CONFIG] }),
  type(EPIX_10K_CONFIG, 1, EPIX_10K_CONFIG_V1),
  type(EPIX_100A_CONFIG, 1, EPIX_100A_CONFIG_V1),
  type(EPIX_100A_CONFIG, 2, EPIX_100A_CONFIG_V2),
  type(EPIX_S_CONFIG, 1, EPIX_S_CONFIG_V1),
  type(EPIX_10KA_CONFIG, 1, EPIX_10KA_CONFIG_V1),
  type(EPIX_10KA_CONFIG, 2, EPIX_10KA_CONFIG_V2),
  type(EPIX_10KA_2M_CONFIG, 1, EPIX_10KA_2M_CONFIG_V1),
  type(EPIX_10KA_2M_CONFIG, 2, EPIX_10KA_2M_CONFIG_V2),
  type(EPIX_10KA_ARRAY, 1, EPIX_ARRAY_V1, { configurations: [EPIX_10KA_2M_CONFIG, EPIX_10KA_QUAD_CONFIG] }),
  type(EPIX_10KA_QUAD_CONFIG, 1, EPIX_10KA_QUAD_CONFIG_V1),
  type(EPIX_10KA_QUAD_CONFIG, 2, EPIX_10KA_QUAD_CONFIG_V2),
];
