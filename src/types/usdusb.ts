import { signed24 } from './encoder.ts';
import { type } from './payload-type.ts';
import { derive, num, numbersOf, pad, struct, text, type EnumNames } from './schema.ts';

/** USB encoder boxes of US Digital, four channels. @source psddldata usdusb.ddl */

const COUNT_MODES: EnumNames = { 0: 'WRAP_FULL', 1: 'LIMIT', 2: 'HALT', 3: 'WRAP_PRESET' };
const QUADRATURE_MODES: EnumNames = { 0: 'CLOCK_DIR', 1: 'X1', 2: 'X2', 3: 'X4' };

export const USDUSB_CONFIG_V1 = struct('UsdUsb.ConfigV1', [
  num('u32', 'counting_mode', 4, { names: COUNT_MODES }),
  num('u32', 'quadrature_mode', 4, { names: QUADRATURE_MODES }),
]);

export const USDUSB_FEX_CONFIG_V1 = struct('UsdUsb.FexConfigV1', [
  num('i32', 'offset', 4, { unit: 'counts' }),
  num('f64', 'scale', 4, { note: 'units per count' }),
  text('name', 48, 4),
]);

export const USDUSB_DATA_V1 = struct(
  'UsdUsb.DataV1',
  [
    pad(6),
    num('u8', 'digital_in', [], { note: 'one bit per input' }),
    pad(1),
    num('u32', 'timestamp'),
    num('u32', '_count', 4, { isPrivate: true }),
    num('u8', 'status', 4),
    num('u16', 'analog_in', 4),
  ],
  { derived: [derive('encoder_count', (own) => ({ shape: [4], dtype: 'i32', data: Int32Array.from(numbersOf(own, '_count'), signed24) }), { unit: 'counts' })] },
);

export const USDUSB_FEX_DATA_V1 = struct('UsdUsb.FexDataV1', [num('f64', 'encoder_values', 4)]);

const [USDUSB_DATA, USDUSB_CONFIG, USDUSB_FEX_CONFIG, USDUSB_FEX_DATA] = [62, 63, 101, 102];

export const USDUSB_TYPES = [
  type(USDUSB_DATA, 1, USDUSB_DATA_V1),
  type(USDUSB_CONFIG, 1, USDUSB_CONFIG_V1),
  type(USDUSB_FEX_CONFIG, 1, USDUSB_FEX_CONFIG_V1),
  type(USDUSB_FEX_DATA, 1, USDUSB_FEX_DATA_V1),
];
