import { ASIC_10KA_CONFIG_V1 } from './epix-asics.ts';
import { SHAPES } from './epix-config.ts';
import { bits, derive, inner, num, nums, struct, text, type Derived, type Member, type Schema, type Values } from './schema.ts';

/** Configurations of Epix10ka cameras of four and of sixteen elements. @source psddldata epix.ddl */

/** An element's geometry is fixed: its configuration does not say it. */
const ELEMENT: Values = {
  numberOfAsicsPerRow: 2,
  numberOfAsicsPerColumn: 2,
  numberOfRowsPerAsic: 176,
  numberOfReadableRowsPerAsic: 176,
  numberOfPixelsPerAsicRow: 192,
  calibrationRowCountPerASIC: 2,
  environmentalRowCountPerASIC: 1,
};

const ELEMENT_ASICS = 4;

const fixed: Derived[] = Object.entries(ELEMENT).map(([name, value]) => derive(name, () => value));

export const ELEM_10KA_CONFIG_V1 = struct(
  'Epix.Elem10kaConfigV1',
  [
    ...nums('u32', 'carrierId0', 'carrierId1', 'asicMask'),
    inner('asics', ASIC_10KA_CONFIG_V1, ELEMENT_ASICS),
    num('u16', 'asicPixelConfigArray', [352, 384]),
    num('u8', 'calibPixelConfigArray', [2, 384]),
  ],
  { derived: [...fixed, ...SHAPES] },
);

export const PGP_EVR_CONFIG = struct('Epix.PgpEvrConfig', [num('u16', 'enable'), ...nums('u8', 'runCode', 'daqCode'), num('u32', 'runDelay')]);

export const AD9249_CONFIG = struct('Epix.Ad9249Config', [
  ...nums('u32', 'chipId', 'devIndexMask', 'devIndexMaskDcoFco'),
  bits('u32', null, ['extPwdnMode', 0], ['intPwdnMode', 1, 2], ['chopMode', 3], ['dutyCycleStab', 4], ['outputInvert', 5], ['outputFormat', 6]),
  ...nums('u32', 'clockDivide', 'userTestMode', 'outputTestMode', 'offsetAdjust'),
  num('u32', 'channelDelay', 8),
  num('u32', 'frameDelay'),
]);

const CLOCK = ['baseClockFrequency', 'enableAutomaticRunTrigger', 'numberOf125MhzTicksPerRunTrigger'];

const TIMING: readonly Member[] = [
  ...nums('u32', 'dcdcEn', 'asicAnaEn', 'asicDigEn', 'ddrVttEn', 'trigSrcSel', 'vguardDac', 'acqToAsicR0Delay', 'asicR0Width', 'asicR0ToAsicAcq'),
  ...nums('u32', 'asicAcqWidth', 'asicAcqLToPPmatL', 'asicPPmatToReadout', 'asicRoClkHalfT'),
  bits('u32', null, ['asicAcqForce', 0], ['asicR0Force', 1], ['asicPPmatForce', 2], ['asicSyncForce', 3], ['asicRoClkForce', 4]),
  bits('u32', null, ['asicAcqValue', 0], ['asicR0Value', 1], ['asicPPmatValue', 2], ['asicSyncValue', 3], ['asicRoClkValue', 4]),
];

const SCOPE_AND_ADC: readonly Member[] = [
  bits('u32', null, ['scopeEnable', 0], ['scopeTrigEdge', 1], ['scopeTrigChan', 2, 6], ['scopeTrigMode', 7, 8], ['scopeADCThreshold', 16, 31]),
  bits('u32', null, ['scopeTrigHoldoff', 0, 12], ['scopeTrigOffset', 13, 25]),
  bits('u32', null, ['scopeTraceLength', 0, 12], ['scopeADCsamplesToSkip', 13, 25]),
  bits('u32', null, ['scopeChanAwaveformSelect', 0, 6], ['scopeChanBwaveformSelect', 7, 13]),
  num('u32', 'scopeTrigDelay'),
  inner('adc', AD9249_CONFIG, 10),
  ...nums('u32', 'testChannel', 'testDataMask', 'testPattern', 'testSamples', 'testTimeout', 'testRequest'),
];

export const QUAD_10KA_CONFIG_V1 = struct('Epix.Quad10kaConfigV1', [
  ...nums('u32', ...CLOCK, 'digitalCardId0', 'digitalCardId1'),
  ...TIMING,
  ...nums('u32', 'adcPipelineDelay', 'testData'),
  ...SCOPE_AND_ADC,
]);

export const QUAD_10KA_CONFIG_V2 = struct('Epix.Quad10kaConfigV2', [
  ...nums('u32', ...CLOCK, 'firmwareVersion', 'digitalCardId0', 'digitalCardId1'),
  text('firmwareHash', 64),
  text('firmwareDesc', 256),
  ...TIMING,
  ...nums('u32', 'dummyAcqEn', 'asicSyncInjEn', 'asicSyncInjDly', 'adcPipelineDelay', 'testData', 'overSampleEn', 'overSampleSize'),
  ...SCOPE_AND_ADC,
]);

/** Shapes of one element, and how many there are. */
function shapes(elements: number): Derived[] {
  return [
    derive('numberOfElements', () => elements),
    ...SHAPES.map(({ name, of }) => derive(name, name === 'numberOfAsics' ? () => ELEMENT_ASICS * elements : () => of(ELEMENT, {}))),
  ];
}

function array(name: string, quad: Member, elements: number): Schema {
  return struct(name, [inner('evr', PGP_EVR_CONFIG), quad, inner('elemCfg', ELEM_10KA_CONFIG_V1, elements)], { derived: shapes(elements) });
}

export const EPIX_10KA_QUAD_CONFIG_V1 = array('Epix.Config10kaQuadV1', inner('quad', QUAD_10KA_CONFIG_V1), 4);
export const EPIX_10KA_QUAD_CONFIG_V2 = array('Epix.Config10kaQuadV2', inner('quad', QUAD_10KA_CONFIG_V2), 4);
export const EPIX_10KA_2M_CONFIG_V1 = array('Epix.Config10ka2MV1', inner('quad', QUAD_10KA_CONFIG_V1, 4), 16);
export const EPIX_10KA_2M_CONFIG_V2 = array('Epix.Config10ka2MV2', inner('quad', QUAD_10KA_CONFIG_V2, 4), 16);
