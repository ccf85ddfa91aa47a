import { type } from './payload-type.ts';
import { PGP_HEADER } from './pgp-header.ts';
import { bits, derive, num, nums, numberOf, ofConfig, struct, type Values } from './schema.ts';

/** The digitiser with the electronics of an Epix. @source psddldata epixsampler.ddl */

/** The library adds up the clock's hexadecimal digits. */
function sampleInterval(own: Values): number {
  let clock = 0;
  for (let digits = numberOf(own, 'baseClockFrequency'); digits !== 0; digits >>>= 4) clock += 10 * (digits & 0xf);
  return (numberOf(own, 'adcClkHalfT') * 2e-3) / clock;
}

export const EPIX_SAMPLER_CONFIG_V1 = struct(
  'EpixSampler.ConfigV1',
  [
    ...nums('u32', 'version', 'runTrigDelay', 'daqTrigDelay', 'daqSetting', 'adcClkHalfT', 'adcPipelineDelay', 'digitalCardId0', 'digitalCardId1'),
    ...nums('u32', 'analogCardId0', 'analogCardId1', 'numberOfChannels', 'samplesPerChannel', 'baseClockFrequency'),
    bits('u32', null, ['testPatternEnable', 8]),
  ],
  { derived: [derive('sampleInterval_sec', sampleInterval, { unit: 's' })] },
);

export const EPIX_SAMPLER_ELEMENT_V1 = struct('EpixSampler.ElementV1', [
  ...PGP_HEADER,
  num('u16', 'frame', [ofConfig('numberOfChannels'), ofConfig('samplesPerChannel')], { unit: 'ADU' }),
  num('u16', 'temperatures', ofConfig('numberOfChannels')),
  num('u32', 'lastWord'),
]);

const [EPIX_SAMPLER_CONFIG, EPIX_SAMPLER_ELEMENT] = [76, 77];

export const EPIX_SAMPLER_TYPES = [
  type(EPIX_SAMPLER_CONFIG, 1, EPIX_SAMPLER_CONFIG_V1),
  type(EPIX_SAMPLER_ELEMENT, 1, EPIX_SAMPLER_ELEMENT_V1, { configurations: [EPIX_SAMPLER_CONFIG] }),
];
