import { CSPAD_ELEMENT_HEADER_BYTES, SECTION_COLUMNS, SECTION_PIXELS, SECTION_ROWS } from '../../assembly/layout.ts';
import { countBits } from '../base/count-bits.ts';
import { XtcError } from '../base/errors.ts';
import { ELEMENT_HEAD } from './cspad-element.ts';
import { BIAS, protectionThreshold, quadRegisters, RESET, RUN_MODE_MEMBERS } from './cspad-registers.ts';
import { type } from './payload-type.ts';
import { readValues } from './read.ts';
import { derive, inner, num, nums, numberOf, struct, type Derived, type Member, type Schema } from './schema.ts';

/** CSPad2x2: two sections. @source psddldata cspad2x2.ddl */

const PELTIER = nums('u32', 'PeltierEnable', 'kpConstant', 'kiConstant', 'kdConstant', 'humidThold', 'setPoint');
const QUAD_V1 = quadRegisters('CsPad2x2', 1, [], ...RESET, ...PELTIER);
const QUAD_V2 = quadRegisters('CsPad2x2', 2, [], ...RESET, ...PELTIER, ...BIAS);

const COUNTER_AND_PROTECTION = [num('u32', 'concentratorVersion'), inner('protectionThreshold', protectionThreshold('CsPad2x2')), num('u32', 'protectionEnable')];
const MASKS = nums('u32', 'tdi', 'payloadSize', 'badAsicMask', 'asicMask', 'roiMask');

/** What comes before the registers, by version. */
const HEADS: readonly (readonly Member[])[] = [
  [...COUNTER_AND_PROTECTION, ...RUN_MODE_MEMBERS, ...MASKS],
  [...COUNTER_AND_PROTECTION, ...RUN_MODE_MEMBERS, num('u32', 'runTriggerDelay'), ...MASKS],
];

const DERIVED: readonly Derived[] = [
  derive('numAsicsRead', () => 4),
  derive('numAsicsStored', (own) => 2 * countBits(numberOf(own, 'roiMask'))),
];

/** Whole configurations, version 1 first. */
export const CSPAD2X2_CONFIGS: readonly Schema[] = HEADS.map((head, i) =>
  struct(`CsPad2x2.ConfigV${i + 1}`, [...head, inner('quad', i === 0 ? QUAD_V1 : QUAD_V2)], { derived: DERIVED }),
);

const CONFIG_HEADS: readonly Schema[] = HEADS.map((head, i) => struct(`CsPad2x2.ConfigV${i + 1}`, head));

export const CSPAD2X2_ELEMENT_V1 = struct('CsPad2x2.ElementV1', [
  ...ELEMENT_HEAD,
  num('i16', 'data', [SECTION_ROWS, SECTION_COLUMNS, 2], { unit: 'ADU', note: 'the section is the fastest index' }),
]);

/** Bytes of header and pixels; what follows them is ignored. */
export const CSPAD2X2_ELEMENT_BYTES = CSPAD_ELEMENT_HEADER_BYTES + 2 * SECTION_PIXELS * 2;

/** What of a CSPad2x2's configuration says which sections are read out. */
export type Cspad2x2Config = {
  /** Bit s: section s is read out. The element holds both, whatever it says. */
  readonly sectionMask: number;
};

/**
 * Reads which sections a CSPad2x2 stores.
 * @param bytes of the whole configuration, or at least of what comes before the registers
 * @throws {XtcError} 'unsupported' for an unknown version, 'bad-payload' when it is too short
 */
export function decodeCspad2x2Config(bytes: Uint8Array, version: number): Cspad2x2Config {
  const head = CONFIG_HEADS.at(version - 1);
  if (version < 1 || !head) throw new XtcError('unsupported', `Cspad2x2Config version ${version} is not known; versions 1 and 2 are.`);
  return { sectionMask: numberOf(readValues(head, bytes), 'roiMask') & 3 };
}

const [CSPAD2X2_ELEMENT, CSPAD2X2_CONFIG] = [41, 43];

export const CSPAD2X2_TYPES = [
  type(CSPAD2X2_ELEMENT, 1, CSPAD2X2_ELEMENT_V1),
  ...CSPAD2X2_CONFIGS.map((schema, i) => type(CSPAD2X2_CONFIG, i + 1, schema)),
];
