import { type, variants } from './payload-type.ts';
import { derive, inner, num, nums, numberOf, ofConfig, struct, text, type Value, type Values } from './schema.ts';

/** The pnCCD, read out by four links. @source psddldata pnccd.ddl */

/** Rows and columns of the quarter that a link reads. */
const LINK_ROWS = 512;

export const PNCCD_CONFIG_V1 = struct('PNCCD.ConfigV1', nums('u32', 'numLinks', 'payloadSizePerLink'));

export const PNCCD_CONFIG_V2 = struct('PNCCD.ConfigV2', [
  ...nums('u32', 'numLinks', 'payloadSizePerLink', 'numChannels', 'numRows', 'numSubmoduleChannels', 'numSubmoduleRows', 'numSubmodules', 'camexMagic'),
  text('info', 256),
  text('timingFName', 256),
]);

const HEAD = nums('u32', 'specialWord', 'frameNumber', 'timeStampHi', 'timeStampLo');

/** The words of a link as a square, where they are one. */
function square(own: Values): Value {
  const words = own._data;
  if (typeof words !== 'object' || !('dtype' in words) || words.dtype !== 'u16') return words;
  const { data } = words as { data: Uint16Array };
  return { shape: data.length === LINK_ROWS ** 2 ? [LINK_ROWS, LINK_ROWS] : [data.length], dtype: 'u16', data };
}

const WORDS = (_: Values, config: Values): number => Math.max(0, Math.floor((numberOf(config, 'payloadSizePerLink') - 16) / 2));

export const PNCCD_FRAME_V1 = struct('PNCCD.FrameV1', [...HEAD, num('u16', '_data', WORDS, { unit: 'ADU' })], { derived: [derive('data', square, { unit: 'ADU' })] });

export const PNCCD_FRAMES_V1 = struct('PNCCD.FramesV1', [inner('frame', PNCCD_FRAME_V1, ofConfig('numLinks'))], {
  derived: [derive('numLinks', (_, config) => numberOf(config, 'numLinks'))],
});

/** What readers make of the four links; files that other programs wrote may hold it. */
export const PNCCD_FULL_FRAME_V1 = struct('PNCCD.FullFrameV1', [...HEAD, num('u16', 'data', [1024, 1024], { unit: 'ADU' })]);

const FULL_FRAME_BYTES = 16 + 2 * 1024 * 1024;

function schemaOf(payload: Uint8Array, config: Values): typeof PNCCD_FRAMES_V1 {
  const byteLength = numberOf(config, 'numLinks') * numberOf(config, 'payloadSizePerLink');
  return payload.byteLength === FULL_FRAME_BYTES && byteLength !== FULL_FRAME_BYTES ? PNCCD_FULL_FRAME_V1 : PNCCD_FRAMES_V1;
}

const [PNCCD_FRAME, PNCCD_CONFIG] = [11, 12];

export const PNCCD_TYPES = [
  variants(PNCCD_FRAME, 1, [PNCCD_FRAMES_V1, PNCCD_FULL_FRAME_V1], schemaOf, { configurations: [PNCCD_CONFIG] }),
  type(PNCCD_CONFIG, 1, PNCCD_CONFIG_V1),
  type(PNCCD_CONFIG, 2, PNCCD_CONFIG_V2),
];
