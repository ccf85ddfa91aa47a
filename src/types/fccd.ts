import { type } from './payload-type.ts';
import { derive, num, struct, type Derived } from './schema.ts';

/** Fast CCDs; what is computed here are the constants of the library. @source psddldata fccd.ddl */

function sizes(width: number): Derived[] {
  const constants = { width, height: 500, trimmedWidth: 480, trimmedHeight: 480 };
  return Object.entries(constants).map(([name, value]) => derive(name, () => value, { unit: 'pixels' }));
}

export const FCCD_CONFIG_V1 = struct('FCCD.FccdConfigV1', [num('u16', 'outputMode', [], { names: { 0: 'Output_FIFO', 4: 'Output_Pattern4' } })], {
  derived: sizes(576),
});

const OUTPUTS = { 0: 'Output_FIFO', 1: 'Test_Pattern1', 2: 'Test_Pattern2', 3: 'Test_Pattern3', 4: 'Test_Pattern4' };

export const FCCD_CONFIG_V2 = struct(
  'FCCD.FccdConfigV2',
  [
    num('u16', 'outputMode', [], { names: OUTPUTS }),
    num('u8', 'ccdEnable'),
    num('u8', 'focusMode'),
    num('u32', 'exposureTime'),
    num('f32', 'dacVoltages', 17, { unit: 'V' }),
    num('u16', 'waveforms', 15),
  ],
  { derived: sizes(1152), align: 4 },
);

const FCCD_CONFIG = 21;

export const FCCD_TYPES = [type(FCCD_CONFIG, 1, FCCD_CONFIG_V1), type(FCCD_CONFIG, 2, FCCD_CONFIG_V2)];
