import { BINNED_PIXELS, product } from './ccd.ts';
import { type } from './payload-type.ts';
import { derive, num, nums, numberOf, pad, struct, text, type EnumNames, type Member, type Values } from './schema.ts';

/** Alvium cameras. @source psddldata vimba.ddl */

const choice = (name: string, names: EnumNames): Member => num('u8', name, [], { names });

const BOOL = { 0: 'False', 1: 'True' };
const PIXEL_MODES = { 0: 'Mono8', 1: 'Mono10', 2: 'Mono10p', 3: 'Mono12', 4: 'Mono12p' };
const PIXEL_BITS = [8, 10, 10, 12, 12];
const DESCRIPTIONS = ['manufacturer', 'family', 'model', 'manufacturerId', 'version', 'serialNumber', 'firmwareId', 'firmwareVersion'];

const pixels = (own: Values): number => product(numberOf(own, 'width'), numberOf(own, 'height'));

export const ALVIUM_CONFIG_V1 = struct(
  'Vimba.AlviumConfigV1',
  [
    ...['reverseX', 'reverseY', 'contrastEnable', 'correctionEnable'].map((name) => choice(name, BOOL)),
    choice('roiEnable', { 0: 'Off', 1: 'On', 2: 'Centered' }),
    pad(3),
    choice('correctionType', { 0: 'DefectPixelCorrection', 1: 'FixedPatternNoiseCorrection' }),
    choice('correctionSet', { 0: 'Preset', 1: 'User' }),
    choice('pixelMode', PIXEL_MODES),
    choice('triggerMode', { 0: 'FreeRun', 1: 'External', 2: 'Software' }),
    ...nums('u32', 'width', 'height', 'offsetX', 'offsetY', 'sensorWidth', 'sensorHeight'),
    ...nums('u32', 'contrastDarkLimit', 'contrastBrightLimit', 'contrastShape'),
    ...nums('f64', 'exposureTime', 'blackLevel', 'gain', 'gamma'),
    ...DESCRIPTIONS.map((name) => text(name, 48)),
  ],
  {
    derived: [
      derive('depth', (own) => PIXEL_BITS[numberOf(own, 'pixelMode')] ?? 0, { unit: 'bits' }),
      derive('frameSize', (own) => product(pixels(own), 2), { unit: 'bytes' }),
      derive('numPixelsX', (own) => numberOf(own, 'width')),
      derive('numPixelsY', (own) => numberOf(own, 'height')),
      derive('numPixels', pixels),
    ],
  },
);

export const VIMBA_FRAME_V1 = struct('Vimba.FrameV1', [...nums('u64', 'frameid', 'timestamp'), BINNED_PIXELS]);

const [ALVIUM_CONFIG, VIMBA_FRAME] = [122, 123];

export const VIMBA_TYPES = [type(ALVIUM_CONFIG, 1, ALVIUM_CONFIG_V1), type(VIMBA_FRAME, 1, VIMBA_FRAME_V1, { configurations: [ALVIUM_CONFIG] })];
