import { ASIC_100A_CONFIG_V1, ASIC_10KA_CONFIG_V1, ASIC_10K_CONFIG_V1, ASIC_CONFIG_V1, ASIC_S_CONFIG_V1 } from './epix-asics.ts';
import { bits, derive, inner, num, nums, numberOf, struct, text, type BitSpec, type Derived, type Member, type Schema, type Values } from './schema.ts';

/** Configurations of Epix cameras of one element. @source psddldata epix.ddl */

const PINS = bits('u32', null, ['asicGR', 0], ['asicAcq', 1], ['asicR0', 2], ['asicPpmat', 3], ['asicPpbe', 4], ['asicRoClk', 5]);

const CONTROLS: readonly BitSpec[] = [
  ...['asicGR', 'asicAcq', 'asicR0', 'asicPpmat', 'asicPpbe', 'asicR0Clk'].map((pin, bit): BitSpec => [`${pin}Control`, bit]),
  ['prepulseR0En', 6],
  ['adcStreamMode', 7],
  ['testPatternEnable', 8],
];
const PLAIN_CONTROLS = bits('u32', null, ...CONTROLS);
const SYNC_CONTROLS = bits('u32', null, ...CONTROLS, ['SyncMode', 9, 10], ['R0Mode', 11]);

const SYNC = bits('u32', null, ['SyncWidth', 0, 15], ['SyncDelay', 16, 31]);

const SCOPE: readonly Member[] = [
  bits('u32', null, ['scopeEnable', 0], ['scopeTrigEdge', 1], ['scopeTrigChan', 2, 5], ['scopeArmMode', 6, 7], ['scopeADCThreshold', 16, 31]),
  bits('u32', null, ['scopeTrigHoldoff', 0, 12], ['scopeTrigOffset', 13, 25]),
  bits('u32', null, ['scopeTraceLength', 0, 12], ['scopeADCsameplesToSkip', 13, 25]),
  bits('u32', null, ['scopeChanAwaveformSelect', 0, 4], ['scopeChanBwaveformSelect', 5, 9]),
];

const TRIGGERS = ['version', 'runTrigDelay', 'daqTrigDelay'];
const EVR_TRIGGERS = ['version', 'usePgpEvr', 'evrRunCode', 'evrDaqCode', 'evrRunTrigDelay', 'epixRunTrigDelay'];
const ACQUIRE = ['acqToAsicR0Delay', 'asicR0ToAsicAcq', 'asicAcqWidth', 'asicAcqLToPPmatL'];
const CLOCKS = ['asicRoClkHalfT', 'adcReadsPerPixel', 'adcClkHalfT', 'asicR0Width', 'adcPipelineDelay'];
const PIPELINES = ['adcPipelineDelay0', 'adcPipelineDelay1', 'adcPipelineDelay2', 'adcPipelineDelay3'];
const CARDS = ['prepulseR0Width', 'prepulseR0Delay', 'digitalCardId0', 'digitalCardId1', 'analogCardId0', 'analogCardId1'];
const CARRIERS = ['carrierId0', 'carrierId1'];
const ASICS = ['numberOfAsicsPerRow', 'numberOfAsicsPerColumn', 'numberOfRowsPerAsic', 'numberOfPixelsPerAsicRow', 'baseClockFrequency', 'asicMask'];
const READABLE_ASICS = [
  ...['numberOfAsicsPerRow', 'numberOfAsicsPerColumn', 'numberOfRowsPerAsic', 'numberOfReadableRowsPerAsic', 'numberOfPixelsPerAsicRow'],
  ...['calibrationRowCountPerASIC', 'environmentalRowCountPerASIC', 'baseClockFrequency', 'asicMask'],
];
const RUN_TRIGGER = ['enableAutomaticRunTrigger', 'numberOf125MhzTicksPerRunTrigger'];

type Number32 = (own: Values) => number;

/** Products of 32-bit numbers, as the library multiplies them. */
function product(one: string, other: string): Number32 {
  return (own) => Math.imul(numberOf(own, one), numberOf(own, other)) >>> 0;
}

const asics = product('numberOfAsicsPerRow', 'numberOfAsicsPerColumn');
const columns = product('numberOfAsicsPerRow', 'numberOfPixelsPerAsicRow');
const rows = product('numberOfAsicsPerColumn', 'numberOfRowsPerAsic');
const calibrationRows = product('numberOfAsicsPerColumn', 'calibrationRowCountPerASIC');

/** The library's first cameras leave out the last rows. */
const WITH_EXCLUSIONS: readonly Derived[] = [
  derive('numberOfRows', (own) => (rows(own) - numberOf(own, 'lastRowExclusions')) >>> 0),
  derive('numberOfColumns', columns),
  derive('numberOfAsics', asics),
];

/** Shapes of a camera whose configuration says rows and columns of its ASICs. */
export const SHAPES: readonly Derived[] = [
  derive('numberOfRows', rows),
  derive('numberOfReadableRows', product('numberOfAsicsPerColumn', 'numberOfReadableRowsPerAsic')),
  derive('numberOfColumns', columns),
  derive('numberOfCalibrationRows', calibrationRows),
  derive('numberOfEnvironmentalRows', product('numberOfAsicsPerColumn', 'environmentalRowCountPerASIC')),
  derive('numberOfAsics', asics),
];

function pixelConfig(asic: Schema): Member[] {
  return [inner('asics', asic, asics), num('u16', 'asicPixelConfigArray', [rows, columns]), num('u8', 'calibPixelConfigArray', [(own) => calibrationRows(own) >>> 1, columns])];
}

/** Rows of an ASIC in words of a bit per pixel. */
const maskDims = [asics, 'numberOfRowsPerAsic', (own: Values) => ((numberOf(own, 'numberOfPixelsPerAsicRow') + 31) >>> 0) >>> 5];

export const EPIX_CONFIG_V1 = struct(
  'Epix.ConfigV1',
  [
    ...nums('u32', ...TRIGGERS, 'dacSetting'),
    PINS,
    PLAIN_CONTROLS,
    ...nums('u32', ...ACQUIRE, ...CLOCKS, ...CARDS, 'lastRowExclusions', ...ASICS),
    inner('asics', ASIC_CONFIG_V1, asics),
    num('u32', 'asicPixelTestArray', maskDims),
    num('u32', 'asicPixelMaskArray', maskDims),
  ],
  { derived: WITH_EXCLUSIONS },
);

export const EPIX_10K_CONFIG_V1 = struct(
  'Epix.Config10KV1',
  [
    ...nums('u32', ...TRIGGERS, 'dacSetting'),
    PINS,
    SYNC_CONTROLS,
    ...nums('u32', 'DoutPipelineDelay', ...ACQUIRE, ...CLOCKS),
    SYNC,
    ...nums('u32', ...CARDS, 'lastRowExclusions', ...ASICS),
    ...SCOPE,
    inner('asics', ASIC_10K_CONFIG_V1, asics),
    num('u16', 'asicPixelConfigArray', [asics, 'numberOfRowsPerAsic', 'numberOfPixelsPerAsicRow']),
  ],
  { derived: WITH_EXCLUSIONS },
);

/** Cameras that are triggered through the readout card. */
function plain(name: string, carriers: readonly string[], asic: Schema): Schema {
  return struct(
    name,
    [
      ...nums('u32', ...TRIGGERS, 'dacSetting'),
      PINS,
      SYNC_CONTROLS,
      ...nums('u32', ...ACQUIRE, 'asicPPmatToReadout', ...CLOCKS),
      SYNC,
      ...nums('u32', ...CARDS, ...carriers, ...READABLE_ASICS),
      ...SCOPE,
      ...pixelConfig(asic),
    ],
    { derived: SHAPES },
  );
}

/** Cameras that see event codes themselves. */
function withEvr(name: string, asic: Schema): Schema {
  return struct(
    name,
    [
      ...nums('u32', ...EVR_TRIGGERS, 'dacSetting'),
      PINS,
      SYNC_CONTROLS,
      ...nums('u32', ...ACQUIRE, 'asicPPmatToReadout', ...CLOCKS, ...PIPELINES),
      SYNC,
      ...nums('u32', ...CARDS, ...CARRIERS, ...READABLE_ASICS, ...RUN_TRIGGER),
      ...SCOPE,
      ...pixelConfig(asic),
    ],
    { derived: SHAPES },
  );
}

export const EPIX_100A_CONFIG_V1 = plain('Epix.Config100aV1', [], ASIC_100A_CONFIG_V1);
export const EPIX_100A_CONFIG_V2 = withEvr('Epix.Config100aV2', ASIC_100A_CONFIG_V1);
export const EPIX_S_CONFIG_V1 = plain('Epix.ConfigSV1', CARRIERS, ASIC_S_CONFIG_V1);
export const EPIX_10KA_CONFIG_V1 = withEvr('Epix.Config10kaV1', ASIC_10KA_CONFIG_V1);

export const EPIX_10KA_CONFIG_V2 = struct(
  'Epix.Config10kaV2',
  [
    ...nums('u32', ...EVR_TRIGGERS, 'epixDaqTrigDelay', 'dacSetting'),
    PINS,
    PLAIN_CONTROLS,
    ...nums('u32', ...ACQUIRE, 'asicPPmatToReadout', 'asicRoClkHalfT', 'adcClkHalfT', 'asicR0Width', 'adcPipelineDelay', ...PIPELINES),
    SYNC,
    ...nums('u32', ...CARDS, ...CARRIERS, ...READABLE_ASICS, ...RUN_TRIGGER, 'ghostCorrEn', 'oversampleEn', 'oversampleSize'),
    ...SCOPE,
    text('firmwareHash', 64),
    text('firmwareDesc', 256),
    ...pixelConfig(ASIC_10KA_CONFIG_V1),
  ],
  { derived: SHAPES },
);
