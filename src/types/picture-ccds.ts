import { configOf, fitting, layout, lengthsOf, type PictureLeaf, type PictureLayout, type PictureType } from './picture-layout.ts';
import { numberOf } from './schema.ts';

/** CCDs and sCMOS cameras: 16-bit pixels behind a short head, the shape in the configuration. */
export const CCD_PICTURES: readonly PictureType[] = [
  ccd(17, [18], (version) => (version === 1 ? 8 : 12)), // Princeton
  ccd(56, [55], 12), // Fli
  ccd(61, [60], 12), // Andor
  ccd(81, [80], 12), // Pimax
  ccd(114, [113], 12), // Pixis
  ccd(111, [110, 121], 8), // Zyla, and iStar, whose configurations say a head of 12 bytes
  { typeId: 123, configurations: [122], layoutOf: alvium },
  { typeId: 97, configurations: [96], layoutOf: andor3d },
  { typeId: 116, configurations: [115], layoutOf: uxi },
];

function ccd(typeId: number, configurations: readonly number[], head: number | ((version: number) => number)): PictureType {
  const layoutOf = (leaf: PictureLeaf): PictureLayout | null => {
    const shape = lengthsOf(configOf(leaf), 'numPixelsY', 'numPixelsX');
    return fitting(layout(shape, 'u16', typeof head === 'number' ? head : head(leaf.version)), leaf.payload.byteLength);
  };
  return { typeId, configurations, layoutOf };
}

/** Bits of a pixel by pixelMode: Mono8, 10, 10p, 12, 12p. The packed ones are unpacked by the DAQ. */
const ALVIUM_BITS: readonly number[] = [8, 10, 10, 12, 12];

function alvium(leaf: PictureLeaf): PictureLayout | null {
  const config = configOf(leaf);
  const bits = ALVIUM_BITS[numberOf(config, 'pixelMode')] ?? 16;
  return fitting(layout(lengthsOf(config, 'height', 'width'), 'u16', 16, { saturation: 2 ** bits - 1 }), leaf.payload.byteLength);
}

/** A temperature for each sensor stands in front of the pixels. */
function andor3d(leaf: PictureLeaf): PictureLayout | null {
  const [sensors, rows, columns] = lengthsOf(configOf(leaf), 'numSensors', 'numPixelsY', 'numPixelsX');
  return fitting(layout([sensors, rows, columns], 'u16', 8 + 4 * sensors), leaf.payload.byteLength);
}

/** Several frames of one shot, nanoseconds apart. */
function uxi(leaf: PictureLeaf): PictureLayout | null {
  return fitting(layout(lengthsOf(configOf(leaf), 'numberOfFrames', 'height', 'width'), 'u16', 16), leaf.payload.byteLength);
}
