import { type } from './payload-type.ts';
import { bits, inner, num, nums, ofConfig, pad, struct } from './schema.ts';

/** The four-channel waveform board Imp. @source psddldata imp.ddl */

export const IMP_CONFIG_V1 = struct(
  'Imp.ConfigV1',
  nums('u32', 'range', 'calRange', 'reset', 'biasData', 'calData', 'biasDacData', 'calStrobe', 'numberOfSamples', 'trigDelay', 'adcDelay'),
);

const LANE_STATUS = struct('Imp.LaneStatus', [
  bits(
    'u32',
    null,
    ['linkErrCount', 0, 3],
    ['linkDownCount', 4, 7],
    ['cellErrCount', 8, 11],
    ['rxCount', 12, 15],
    ['locLinked', 16],
    ['remLinked', 17],
    ['zeros', 18, 27],
    ['powersOkay', 28, 31],
  ),
]);

const SAMPLE = struct('Imp.Sample', [num('u16', 'channels', 4, { unit: 'ADU' })]);

export const IMP_ELEMENT_V1 = struct('Imp.ElementV1', [
  bits('u32', null, ['vc', 0, 1], ['lane', 6, 7]),
  pad(4),
  num('u32', 'frameNumber'),
  pad(8),
  num('u32', 'range'),
  inner('laneStatus', LANE_STATUS),
  pad(4),
  inner('samples', SAMPLE, ofConfig('numberOfSamples')),
]);

const [IMP_DATA, IMP_CONFIG] = [67, 68];

export const IMP_TYPES = [type(IMP_DATA, 1, IMP_ELEMENT_V1, { configurations: [IMP_CONFIG] }), type(IMP_CONFIG, 1, IMP_CONFIG_V1)];
