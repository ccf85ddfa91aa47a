import {
  CSPAD_ELEMENT_HEADER_BYTES,
  CSPAD_ELEMENT_TRAILER_BYTES,
  QUADS,
  SECTIONS_PER_QUAD,
  SECTION_PIXELS,
} from '../../assembly/layout.ts';
import { countBits } from '../base/count-bits.ts';
import { XtcError } from '../base/errors.ts';
import { numberOf, type Values } from './schema.ts';

/** What of a CSPad's configuration says how its elements are stored. */
export type CspadConfig = {
  /** Bit q: quad q is read out. */
  readonly quadMask: number;
  /** Sections of each quad under the rule of version 2 elements, 8 bits per quad, quad 0 lowest. */
  readonly sectionMasks: number;
  /** The same under the rule of version 1 elements: 2 or 8 sections in each quad. */
  readonly sectionMasksV1: number;
};

/** Which quads and sections are stored, from the members of a configuration of any version. */
export function cspadConfigOf(config: Values): CspadConfig {
  const quadMask = numberOf(config, 'quadMask') & 0xf;
  const sectionMasksV1 = inQuads(quadMask, (numberOf(config, 'asicMask') & 0xf) === 1 ? 0x03 : 0xff);
  return { quadMask, sectionMasks: 'roiMasks' in config ? numberOf(config, 'roiMasks') : sectionMasksV1, sectionMasksV1 };
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
