import { type } from './payload-type.ts';
import { num, nums, struct } from './schema.ts';

/** The quad ADC; its waveforms are Generic1D data. @source psddldata quadadc.ddl, which calls version 0 ConfigV1 */
export const QUAD_ADC_CONFIG_V1 = struct('QuadAdc.ConfigV1', [
  num('u32', 'chanMask'),
  num('f64', 'delayTime', [], { unit: 's' }),
  ...nums('u32', 'interleaveMode', 'nbrSamples', 'evtCode'),
  num('f64', 'sampleRate', [], { unit: 'Hz' }),
]);

const QUAD_ADC_CONFIG = 109;

export const QUAD_ADC_TYPES = [type(QUAD_ADC_CONFIG, 0, QUAD_ADC_CONFIG_V1)];
