import { product } from './ccd.ts';
import { type } from './payload-type.ts';
import { derive, num, nums, numberOf, pad, struct, text, type EnumNames, type Member, type Schema, type Values } from './schema.ts';

/** Rayonix MX170-HS and MX340-HS. @source psddldata rayonix.ddl */

const PIXEL_UM = 44;
const MX170_PIXELS = 3840;
const MX340_PIXELS = 7680;

function config(name: string, third: Member, modes: EnumNames, sensorPixels: (own: Values) => number): Schema {
  const binned = (own: Values, bin: string): number => (numberOf(own, bin) === 0 ? 0 : Math.floor(sensorPixels(own) / numberOf(own, bin)));
  return struct(
    name,
    [
      ...nums('u8', 'binning_f', 'binning_s'),
      third,
      ...nums('u32', 'exposure', 'trigger'),
      ...nums('u16', 'rawMode', 'darkFlag'),
      num('u32', 'readoutMode', [], { names: modes }),
      text('deviceID', 40),
    ],
    {
      derived: [
        derive('pixelWidth', (own) => PIXEL_UM * numberOf(own, 'binning_f'), { unit: 'µm' }),
        derive('pixelHeight', (own) => PIXEL_UM * numberOf(own, 'binning_s'), { unit: 'µm' }),
        derive('maxWidth', sensorPixels, { unit: 'pixels' }),
        derive('maxHeight', sensorPixels, { unit: 'pixels' }),
        derive('width', (own) => binned(own, 'binning_f'), { unit: 'pixels' }),
        derive('height', (own) => binned(own, 'binning_s'), { unit: 'pixels' }),
        derive('numPixels', (own) => product(binned(own, 'binning_f'), binned(own, 'binning_s'))),
      ],
    },
  );
}

const MODES_V1 = { 0: 'Standard', 1: 'HighGain', 2: 'LowNoise', 3: 'EDR' };
const MODES_V2 = { 0: 'Unknown', 1: 'Standard', 2: 'HighGain', 3: 'LowNoise', 4: 'HDR' };
const isMx340 = ({ deviceID }: Values): boolean => typeof deviceID === 'string' && deviceID.startsWith('MX340-HS');

export const RAYONIX_CONFIG_V1 = config('Rayonix.ConfigV1', pad(2), MODES_V1, () => MX170_PIXELS);
export const RAYONIX_CONFIG_V2 = config('Rayonix.ConfigV2', num('i16', 'testPattern'), MODES_V2, (own) => (isMx340(own) ? MX340_PIXELS : MX170_PIXELS));

const RAYONIX_CONFIG = 73;

export const RAYONIX_TYPES = [type(RAYONIX_CONFIG, 1, RAYONIX_CONFIG_V1), type(RAYONIX_CONFIG, 2, RAYONIX_CONFIG_V2)];
