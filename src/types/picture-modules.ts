import { XtcError } from '../base/errors.ts';
import { EPIX_DATA_MASK } from './epix.ts';
import { JUNGFRAU_DATA_MASK } from './jungfrau.ts';
import { configOf, fitting, layout, lengthsOf, type PictureLayout, type PictureLeaf, type PictureType } from './picture-layout.ts';
import { numberOf, nums, struct, type Values } from './schema.ts';
import { readValues } from './read.ts';

/** Counts that a Timepix pixel stops at: the end of its pseudo-random sequence. @source psddl timepix.ddl */
const TIMEPIX_MAX = 11810;
/** What stands in front of the pixels of version 2. @source psddldata timepix.ddl DataV2 */
const TIMEPIX_HEAD = struct('Timepix.DataV2', nums('u16', 'width', 'height'));

const MODULE_SHAPE = [512, 1024] as const;
const MODULE_BYTES = 2 * MODULE_SHAPE[0] * MODULE_SHAPE[1];
const MODULE_INFO_BYTES = 20;
/** Devices JungfrauSegment … M4 hold 1 … 4 modules of a detector. @source pdsdata xtc/SegmentInfo.hh */
const FIRST_SEGMENT = 51;
const LAST_SEGMENT = 54;

/** Detectors of several chips or modules. */
export const MODULE_PICTURES: readonly PictureType[] = [
  { typeId: 75, configurations: [74, 83, 84, 85, 88, 112], layoutOf: epix },
  { typeId: 118, configurations: [117, 120], layoutOf: epixArray },
  { typeId: 108, configurations: [107], layoutOf: jungfrau },
  { typeId: 11, configurations: [12], layoutOf: pnccd },
  { typeId: 50, configurations: [], layoutOf: timepix },
  { typeId: 40, configurations: [], layoutOf: xamps },
];

function epix(leaf: PictureLeaf): PictureLayout | null {
  const config = configOf(leaf);
  return fitting(layout(epixShape(leaf.version, config), 'u16', 32, { valueMask: EPIX_DATA_MASK }), leaf.payload.byteLength);
}

/** Rows of version 1 are counted without the excluded ones; later ones have calibration rows behind the picture. */
function epixShape(version: number, config: Values): number[] {
  const frame = config.frame_dim;
  if (typeof frame === 'object' && !Array.isArray(frame)) return lengthsOf(frame as Values, 'rows', 'columns');
  return lengthsOf(config, version === 1 ? 'numberOfRows' : 'numberOfReadableRows', 'numberOfColumns');
}

function epixArray(leaf: PictureLeaf): PictureLayout | null {
  const shape = lengthsOf(configOf(leaf), 'numberOfElements', 'numberOfReadableRows', 'numberOfColumns');
  return fitting(layout(shape, 'u16', 4, { valueMask: EPIX_DATA_MASK }), leaf.payload.byteLength);
}

function jungfrau(leaf: PictureLeaf): PictureLayout | null {
  const { version, payload, device, config } = leaf;
  const headBytes = version === 1 ? 12 : 16;
  const infoBytes = version === 1 ? 0 : MODULE_INFO_BYTES;
  const guessed = [Math.floor((payload.byteLength - headBytes) / (infoBytes + MODULE_BYTES)), ...MODULE_SHAPE];
  const shape = config ? lengthsOf(config, 'numberOfModules', 'numberOfRowsPerModule', 'numberOfColumnsPerModule') : guessed;
  if (!config && guessed[0] < 1) configOf(leaf);
  if (device >= FIRST_SEGMENT && device <= LAST_SEGMENT) shape[0] = device - FIRST_SEGMENT + 1;
  return fitting(layout(shape, 'u16', headBytes + infoBytes * shape[0], { valueMask: JUNGFRAU_DATA_MASK }), payload.byteLength);
}

const PNCCD_LINKS = 4;
const PNCCD_SIDE = 512;
const LINK_HEAD_BYTES = 16;

function pnccd(leaf: PictureLeaf): PictureLayout | null {
  const [links, partStride] = lengthsOf(configOf(leaf), 'numLinks', 'payloadSizePerLink');
  if (links !== PNCCD_LINKS || partStride !== LINK_HEAD_BYTES + 2 * PNCCD_SIDE * PNCCD_SIDE) {
    throw new XtcError('unsupported', `Its configuration says ${links} links of ${partStride} bytes; four of 512×512 pixels are shown.`);
  }
  const shape = [links, PNCCD_SIDE, PNCCD_SIDE];
  return fitting(layout(shape, 'u16', LINK_HEAD_BYTES, { partStride, arrangement: 'pnccd' }), leaf.payload.byteLength);
}

/** Version 1 has the four chips one behind the other; version 2 is put together. */
function timepix({ version, payload }: PictureLeaf): PictureLayout | null {
  if (version === 1) return fitting(layout([512, 512], 'u16', 8, { saturation: TIMEPIX_MAX, arrangement: 'timepix' }), payload.byteLength);
  const head = readValues(TIMEPIX_HEAD, payload.subarray(0, 12));
  return fitting(layout([numberOf(head, 'height'), numberOf(head, 'width')], 'u16', 12, { saturation: TIMEPIX_MAX }), payload.byteLength);
}

/** Known from old versions of the library only: a head like a CSPad's, then 32-bit pixels. */
function xamps({ payload }: PictureLeaf): PictureLayout | null {
  return fitting(layout([1024, 256], 'u32', 32), payload.byteLength);
}
