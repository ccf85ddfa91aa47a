import { XtcError } from '../base/errors.ts';
import { fitting, layout, type PictureLayout, type PictureLeaf, type PictureType } from './picture-layout.ts';
import { numberOf, nums, struct } from './schema.ts';
import { readValues } from './read.ts';

/** What stands in front of a frame's pixels. @source psddldata camera.ddl FrameV1 */
const FRAME_HEAD = struct('Camera.FrameV1', nums('u32', 'width', 'height', 'depth', 'offset'));
const FRAME_HEAD_BYTES = 16;

/** The shared frame lies behind the configurations of its camera and of its screen. @source psddldata bld.ddl BldDataPimV1 */
const SHARED_FRAME_AT = 20;

const FCCD = 7;
const FCCD960 = 33;
/** The FCCD counts its 576 columns of 16 bits as 1152 of 8. @source lcls-daq/ami event/FccdHandler.cc */
const FCCD_SHAPE = [500, 576] as const;

/** Cameras whose frames tell their own shape. */
export const CAMERA_PICTURES: readonly PictureType[] = [
  { typeId: 2, configurations: [], layoutOf: (leaf) => frameLayout(leaf, 0) },
  { typeId: 42, configurations: [], layoutOf: (leaf) => frameLayout(leaf, SHARED_FRAME_AT) },
];

function frameLayout({ payload, device }: PictureLeaf, at: number): PictureLayout | null {
  const head = readValues(FRAME_HEAD, payload.subarray(at, at + FRAME_HEAD_BYTES));
  const [width, height, depth] = ['width', 'height', 'depth'].map((name) => numberOf(head, name));
  const byteOffset = at + FRAME_HEAD_BYTES;
  if (width === 0 || height === 0 || depth === 0) return null;
  if (device === FCCD && height === FCCD_SHAPE[0] && (width === FCCD_SHAPE[1] || width === 2 * FCCD_SHAPE[1])) {
    return fitting(layout(FCCD_SHAPE, 'u16', byteOffset, { arrangement: 'fccd' }), payload.byteLength);
  }
  if (device === FCCD960 && depth > 8 && depth <= 16) {
    return fitting(layout([height, width], 'u16', byteOffset, { rule: 'fccd960', valueMask: 0x3fff, saturation: 0x1fff << 3 }), payload.byteLength);
  }
  const dtype = ({ 1: 'u8', 2: 'u16', 4: 'u32' } as const)[Math.ceil(depth / 8)];
  if (!dtype) throw new XtcError('unsupported', `Its frames have ${depth} bits per pixel; those of 1 to 16 and of 32 are shown.`);
  return fitting(layout([height, width], dtype, byteOffset, { saturation: 2 ** depth - 1 }), payload.byteLength);
}
