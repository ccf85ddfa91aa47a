import {
  CSPAD_ELEMENT_HEADER_BYTES,
  CSPAD_ELEMENT_TRAILER_BYTES,
  QUADS,
  SECTIONS_PER_QUAD,
  SECTION_PIXELS,
} from '../../assembly/layout.ts';
import { countBits } from '../base/count-bits.ts';
import { XtcError } from '../base/errors.ts';

/** Bytes of a whole configuration, by version. Source: pdsdata psddl/cspad.ddl.h, ConfigV1…ConfigV5 */
export const CSPAD_CONFIG_BYTES: Readonly<Record<number, number>> = {
  1: 287804,
  2: 287808,
  3: 287844,
  4: 287892,
  5: 287928,
};

/** Where asicMask lies, by version; quadMask and (from version 2 on) roiMasks follow it. Same source. */
const ASIC_MASK_AT: Readonly<Record<number, number>> = { 1: 36, 2: 36, 3: 72, 4: 72, 5: 76 };

/** What of a CSPad's configuration says how its elements are stored. */
export type CspadConfig = {
  readonly version: number;
  readonly asicMask: number;
  /** Bit q: quad q is read out. */
  readonly quadMask: number;
  /** Sections of each quad under the rule of version 2 elements, 8 bits per quad, quad 0 lowest. */
  readonly sectionMasks: number;
  /** The same under the rule of version 1 elements: 2 or 8 sections in each quad. */
  readonly sectionMasksV1: number;
};

/**
 * Reads which quads and sections a CSPad stores.
 * @throws {XtcError} 'unsupported' for an unknown version, 'bad-payload' when it is too short
 */
export function decodeCspadConfig(bytes: Uint8Array, version: number): CspadConfig {
  const at = ASIC_MASK_AT[version];
  if (at === undefined)
    throw new XtcError('unsupported', `CspadConfig version ${version} is not known; versions 1 to 5 are.`);
  const needed = at + (version === 1 ? 8 : 12);
  if (bytes.byteLength < needed) {
    throw new XtcError(
      'bad-payload',
      `The CspadConfig has ${bytes.byteLength} bytes; version ${version} has ${CSPAD_CONFIG_BYTES[version]}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const asicMask = view.getUint32(at, true);
  const quadMask = view.getUint32(at + 4, true) & 0xf;
  const sectionMasksV1 = inQuads(quadMask, (asicMask & 0xf) === 1 ? 0x03 : 0xff);
  const sectionMasks = version === 1 ? sectionMasksV1 : view.getUint32(at + 8, true);
  return { version, asicMask, quadMask, sectionMasks, sectionMasksV1 };
}

/** The same section mask in each quad of `quadMask`. */
function inQuads(quadMask: number, mask: number): number {
  let masks = 0;
  for (let quad = 0; quad < QUADS; ++quad)
    if ((quadMask >>> quad) & 1) masks |= mask << (quad * SECTIONS_PER_QUAD);
  return masks >>> 0;
}

/** Sections of one quad: bit s set, section s is stored. */
export function sectionMask(masks: number, quad: number): number {
  return (masks >>> (quad * SECTIONS_PER_QUAD)) & 0xff;
}

/** Bytes that elements of the given quads take under a rule. */
export function cspadPayloadBytes(quadMask: number, masks: number): number {
  let bytes = 0;
  for (let quad = 0; quad < QUADS; ++quad) {
    if (!((quadMask >>> quad) & 1)) continue;
    const sections = countBits(sectionMask(masks, quad));
    bytes += CSPAD_ELEMENT_HEADER_BYTES + sections * SECTION_PIXELS * 2 + CSPAD_ELEMENT_TRAILER_BYTES;
  }
  return bytes;
}

/**
 * Section masks to unpack a payload with, the likelier first: the rule of the element's version, unless only the other
 * one explains the payload's size. Without a configuration they are guessed, which is safe only for complete quads.
 * @throws {XtcError} 'no-configuration' when sections are missing and nothing says which
 */
export function sectionMasksFor(
  config: CspadConfig | null,
  elementVersion: number,
  byteLength: number,
): readonly number[] {
  if (!config) return [guessSectionMasks(byteLength)];
  const rules =
    elementVersion === 1
      ? [config.sectionMasksV1, config.sectionMasks]
      : [config.sectionMasks, config.sectionMasksV1];
  const fits = (masks: number): boolean => {
    const surplus = byteLength - cspadPayloadBytes(config.quadMask, masks);
    return surplus >= 0 && surplus <= 3;
  };
  if (!fits(rules[0]) && fits(rules[1])) rules.reverse();
  return rules[0] === rules[1] ? [rules[0]] : rules;
}

function guessSectionMasks(byteLength: number): number {
  const quadBytes = cspadPayloadBytes(1, 0xff);
  const quads = Math.floor(byteLength / quadBytes);
  if (quads >= 1 && quads <= QUADS && byteLength - quads * quadBytes <= 3) return 0xffffffff;
  throw new XtcError(
    'no-configuration',
    `The CSPad's configuration is missing, and its ${byteLength} bytes of pixels are not those of complete quads: nothing tells which sections they belong to. Open the chunk that holds the Configure transition (c00) too.`,
  );
}
