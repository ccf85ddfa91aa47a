import { QUADS } from '../../assembly/layout.ts';
import { countBits } from '../base/count-bits.ts';
import { XtcError } from '../base/errors.ts';
import { BIAS, protectionThreshold, quadRegisters, RESET, RUN_MODE_MEMBERS } from './cspad-registers.ts';
import { cspadConfigOf, sectionMask, type CspadConfig } from './cspad.ts';
import { readValues } from './read.ts';
import { derive, inner, num, nums, numberOf, struct, type Derived, type Member, type Schema, type Values } from './schema.ts';

/** Configurations of the CSPad, 288 KB each of which the gain maps take nearly all. @source psddldata cspad.ddl */

const COUNTER = nums('u32', 'concentratorVersion', 'runDelay', 'eventCode');
const PROTECTION = [inner('protectionThresholds', protectionThreshold('CsPad'), QUADS), num('u32', 'protectionEnable')];
const MASKS = nums('u32', 'payloadSize', 'badAsicMask0', 'badAsicMask1', 'asicMask', 'quadMask');
const TDI = num('u32', 'tdi');
const ROI_MASKS = num('u32', 'roiMasks', [], { note: 'sections of each quad, 8 bits per quad, quad 0 lowest' });

/** What comes before the registers, by version. */
const HEADS: readonly (readonly Member[])[] = [
  [...COUNTER, ...RUN_MODE_MEMBERS, TDI, ...MASKS],
  [...COUNTER, ...RUN_MODE_MEMBERS, TDI, ...MASKS, ROI_MASKS],
  [...COUNTER, ...PROTECTION, ...RUN_MODE_MEMBERS, TDI, ...MASKS, ROI_MASKS],
  [...COUNTER, ...PROTECTION, ...RUN_MODE_MEMBERS, TDI, ...MASKS, ROI_MASKS],
  [...COUNTER, ...PROTECTION, ...RUN_MODE_MEMBERS, num('u32', 'internalTriggerDelay'), TDI, ...MASKS, ROI_MASKS],
];

const QUAD_V1 = quadRegisters('CsPad', 1, [QUADS]);
const QUAD_V2 = quadRegisters('CsPad', 2, [QUADS], ...RESET);
const QUAD_V3 = quadRegisters('CsPad', 3, [QUADS], ...RESET, ...BIAS);
const QUAD_REGISTERS = [QUAD_V1, QUAD_V1, QUAD_V1, QUAD_V2, QUAD_V3];

const asicsRead = (own: Values): number => ((numberOf(own, 'asicMask') & 0xf) === 1 ? 4 : 16);
const roiMasks = (own: Values): number[] => Array.from({ length: QUADS }, (_, quad) => sectionMask(numberOf(own, 'roiMasks'), quad));

const NUM_ASICS_READ = derive('numAsicsRead', asicsRead, { note: 'of a quad' });
const NUM_QUADS = derive('numQuads', (own) => countBits(numberOf(own, 'quadMask')));
const DERIVED_V1: readonly Derived[] = [NUM_ASICS_READ, NUM_QUADS, derive('numSect', (own) => asicsRead(own) / 2, { note: 'of a quad' })];
const DERIVED_V2: readonly Derived[] = [
  NUM_ASICS_READ,
  derive('roiMask', roiMasks, { note: 'of each quad' }),
  derive('numAsicsStored', (own) => roiMasks(own).map((mask) => 2 * countBits(mask)), { note: 'of each quad' }),
  NUM_QUADS,
  derive('numSect', (own) => countBits(numberOf(own, 'roiMasks')), { note: 'of all quads' }),
];

/** Whole configurations, version 1 first. */
export const CSPAD_CONFIGS: readonly Schema[] = HEADS.map((head, i) =>
  struct(`CsPad.ConfigV${i + 1}`, [...head, inner('quads', QUAD_REGISTERS[i], QUADS)], { derived: i === 0 ? DERIVED_V1 : DERIVED_V2 }),
);

/** Only what comes before the registers: enough to know how elements are stored. */
const CSPAD_CONFIG_HEADS: readonly Schema[] = HEADS.map((head, i) => struct(`CsPad.ConfigV${i + 1}`, head));

/**
 * Reads which quads and sections a CSPad stores.
 * @param bytes of the whole configuration, or at least of what comes before the registers
 * @throws {XtcError} 'unsupported' for an unknown version, 'bad-payload' when it is too short
 */
export function decodeCspadConfig(bytes: Uint8Array, version: number): CspadConfig {
  const head = CSPAD_CONFIG_HEADS.at(version - 1);
  if (version < 1 || !head) throw new XtcError('unsupported', `CspadConfig version ${version} is not known; versions 1 to ${CSPAD_CONFIG_HEADS.length} are.`);
  return cspadConfigOf(readValues(head, bytes));
}
