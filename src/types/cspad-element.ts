import { CSPAD_ELEMENT_TRAILER_BYTES, SECTION_COLUMNS, SECTION_ROWS } from '../../assembly/layout.ts';
import { countBits } from '../base/count-bits.ts';
import { CSPAD_CONFIGS } from './cspad-config.ts';
import { cspadConfigOf, sectionMask, sectionMasksFor, type CspadConfig } from './cspad.ts';
import { type, variants, type PayloadType } from './payload-type.ts';
import { bits, derive, num, nums, numberOf, pad, rest, struct, type Member, type Schema, type Values } from './schema.ts';

/** What the readout of a quad begins with, of the CSPad2x2 too. @source psddldata cspad.ddl */
export const ELEMENT_HEAD: readonly Member[] = [
  bits('u32', null, ['virtual_channel', 0, 1], ['lane', 6, 7], ['tid', 8, 31]),
  bits('u32', null, ['acq_count', 0, 15], ['op_code', 16, 23], ['quad', 24, 25]),
  ...nums('u32', 'seq_count', 'ticks', 'fiducials'),
  num('u16', 'sb_temp', 4, { unit: 'ADU', note: 'sensors of temperature' }),
  num('u32', 'frame_type'),
];

/** An event of the CSPad: its quads in any order, each with the sections that `masksOf` tells; there may be fewer than configured. */
function data(version: number, masksOf: (config: CspadConfig) => number): Schema {
  const mask = (own: Values, config: Values): number => sectionMask(masksOf(cspadConfigOf(config)), numberOf(own, 'quad'));
  const sections = (own: Values, config: Values): number => countBits(mask(own, config));
  const element = struct(
    `CsPad.ElementV${version}`,
    [...ELEMENT_HEAD, num('i16', 'data', [sections, SECTION_ROWS, SECTION_COLUMNS], { unit: 'ADU' }), pad(CSPAD_ELEMENT_TRAILER_BYTES)],
    { derived: [derive('sectionMask', mask, { note: 'bit s: section s is stored' })] },
  );
  return struct(`CsPad.DataV${version}`, [rest('quads', element)]);
}

export const CSPAD_DATA_V1 = data(1, ({ sectionMasksV1 }) => sectionMasksV1);
export const CSPAD_DATA_V2 = data(2, ({ sectionMasks }) => sectionMasks);

const [CSPAD_ELEMENT, CSPAD_CONFIG] = [28, 29];

/** The rule of the version, unless only the other one explains the payload's size. */
function elements(version: 1 | 2): PayloadType {
  const schemaOf = ({ byteLength }: Uint8Array, config: Values): Schema => {
    const masks = cspadConfigOf(config);
    const [likelier] = sectionMasksFor(masks, version, byteLength);
    const own = version === 1 ? masks.sectionMasksV1 : masks.sectionMasks;
    return (version === 1) === (likelier === own) ? CSPAD_DATA_V1 : CSPAD_DATA_V2;
  };
  return variants(CSPAD_ELEMENT, version, [CSPAD_DATA_V1, CSPAD_DATA_V2], schemaOf, { configurations: [CSPAD_CONFIG] });
}

export const CSPAD_TYPES = [elements(1), elements(2), ...CSPAD_CONFIGS.map((schema, i) => type(CSPAD_CONFIG, i + 1, schema))];
