import { AMPLIFICATION, FAN_MODES } from './andor.ts';
import { COOLING, EXPOSURE, frameSizes, product, SHOT } from './ccd.ts';
import { type } from './payload-type.ts';
import { derive, num, nums, numberOf, ofConfig, struct, type Derived, type Values } from './schema.ts';

/** Andors with several sensors. @source psddldata andor3d.ddl */

const ONE_SENSOR = frameSizes(0);

function ofOneSensor(name: string, own: Values): number {
  const value = ONE_SENSOR.find((size) => size.name === name)?.of(own, {});
  return typeof value === 'number' ? value : 0;
}

const pixels = (own: Values): number => product(ofOneSensor('numPixels', own), numberOf(own, 'numSensors'));

const SIZES: readonly Derived[] = [
  derive('frameSize', (own) => (8 + product(numberOf(own, 'numSensors'), 4) + product(pixels(own), 2)) >>> 0, { unit: 'bytes' }),
  ...['numPixelsX', 'numPixelsY'].map((name) => derive(name, (own) => ofOneSensor(name, own))),
  derive('numPixelsPerSensor', (own) => ofOneSensor('numPixels', own)),
  derive('numPixels', pixels),
];

export const ANDOR3D_CONFIG_V1 = struct(
  'Andor3d.ConfigV1',
  [
    ...nums('u32', 'width', 'height', 'numSensors', 'orgX', 'orgY', 'binX', 'binY'),
    EXPOSURE,
    COOLING,
    num('u8', 'fanMode', [], { names: FAN_MODES }),
    ...AMPLIFICATION,
    ...nums('u16', 'readoutSpeedIndex', 'exposureEventCode'),
    ...nums('u32', 'exposureStartDelay', 'numDelayShots'),
  ],
  { derived: SIZES },
);

export const ANDOR3D_FRAME_V1 = struct('Andor3d.FrameV1', [
  ...SHOT,
  num('f32', 'temperature', ofConfig('numSensors'), { unit: '°C' }),
  num('u16', 'data', ['numSensors', 'numPixelsY', 'numPixelsX'].map(ofConfig), { unit: 'ADU' }),
]);

const [ANDOR3D_CONFIG, ANDOR3D_FRAME] = [96, 97];

export const ANDOR3D_TYPES = [type(ANDOR3D_CONFIG, 1, ANDOR3D_CONFIG_V1), type(ANDOR3D_FRAME, 1, ANDOR3D_FRAME_V1, { configurations: [ANDOR3D_CONFIG] })];
