import type { NdArray } from '../base/arrays.ts';
import { type } from './payload-type.ts';
import { derive, exact, inner, num, nums, numberOf, pad, struct, type Count, type EnumNames, type Value, type Values } from './schema.ts';

/** Acqiris digitisers. @source psddldata acqiris.ddl */

const TRIGGER_COUPLINGS: EnumNames = { 0: 'DC', 1: 'AC', 2: 'HFreject', 3: 'DC50ohm', 4: 'AC50ohm' };
const TRIGGER_INPUTS: EnumNames = { 1: 'Internal', 0xffffffff: 'External' };
const TRIGGER_SLOPES: EnumNames = { 0: 'Positive', 1: 'Negative', 2: 'OutOfWindow', 3: 'IntoWindow', 4: 'HFDivide', 5: 'SpikeStretcher' };
const COUPLINGS: EnumNames = { 0: 'GND', 1: 'DC', 2: 'AC', 3: 'DC50ohm', 4: 'AC50ohm' };
const BANDWIDTHS: EnumNames = { 0: 'None', 1: 'MHz25', 2: 'MHz700', 3: 'MHz200', 4: 'MHz20', 5: 'MHz35' };

/** Steps of full scale: the ADC's 10 bits stand in the upper bits of 16. @source psddldata acqiris.ddl NumberOfBits, BitShift */
const STEPS = 2 ** (10 + 6);

const TRIG_V1 = struct('Acqiris.TrigV1', [
  num('u32', 'coupling', [], { names: TRIGGER_COUPLINGS }),
  num('u32', 'input', [], { names: TRIGGER_INPUTS }),
  num('u32', 'slope', [], { names: TRIGGER_SLOPES }),
  num('f64', 'level', [], { unit: 'V' }),
]);

const HORIZ_V1 = struct('Acqiris.HorizV1', [
  num('f64', 'sampInterval', [], { unit: 's' }),
  num('f64', 'delayTime', [], { unit: 's' }),
  ...nums('u32', 'nbrSamples', 'nbrSegments'),
]);

const VERT_V1 = struct(
  'Acqiris.VertV1',
  [
    num('f64', 'fullScale', [], { unit: 'V' }),
    num('f64', 'offset', [], { unit: 'V', note: 'subtracted' }),
    num('u32', 'coupling', [], { names: COUPLINGS }),
    num('u32', 'bandwidth', [], { names: BANDWIDTHS }),
  ],
  { derived: [derive('slope', (own) => numberOf(own, 'fullScale') / STEPS, { unit: 'V' })] },
);

const MOST_CHANNELS = 20;

/** Bits that are set in a 32-bit word. */
function bitCount(word: number): number {
  let count = 0;
  for (let left = word >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) ++count;
  return count;
}

export const ACQIRIS_CONFIG_V1 = struct(
  'Acqiris.ConfigV1',
  [
    num('u32', 'nbrConvertersPerChannel'),
    num('u32', 'channelMask', [], { note: 'one bit per channel that is read' }),
    num('u32', 'nbrBanks'),
    inner('trig', TRIG_V1),
    inner('horiz', HORIZ_V1),
    inner('vert', VERT_V1, MOST_CHANNELS, { note: 'in the order of the channels that are read' }),
  ],
  { derived: [derive('nbrChannels', (own) => bitCount(numberOf(own, 'channelMask')))] },
);

const TIMESTAMP_V1 = struct('Acqiris.TimestampV1', [num('f64', 'pos', [], { unit: 's', note: 'first sample after the trigger' }), ...nums('u32', 'timeStampLo', 'timeStampHi')], {
  derived: [derive('value', (own) => exact((BigInt(numberOf(own, 'timeStampHi')) << 32n) + BigInt(numberOf(own, 'timeStampLo'))), { unit: 'ps' })],
});

function horiz(name: string): Count {
  return (_, config) => numberOf((config.horiz ?? {}) as Values, name);
}

const [SEGMENTS, SAMPLES] = [horiz('nbrSegments'), horiz('nbrSamples')];

/** Before and after the samples of a channel lie 32 that mean nothing. */
const SPARE_SAMPLES = 32;

const DATA_DESC_V1_ELEM = struct('Acqiris.DataDescV1Elem', [
  num('u32', 'nbrSamplesInSeg'),
  num('u32', 'indexFirstPoint', [], { note: 'samples to skip' }),
  pad(24),
  num('u32', 'nbrSegments'),
  pad(28),
  inner('timestamp', TIMESTAMP_V1, SEGMENTS),
  pad((own) => 2 * numberOf(own, 'indexFirstPoint')),
  num('i16', 'waveforms', [SEGMENTS, SAMPLES], { unit: 'ADU', note: 'volts = value · slope − offset' }),
  pad((own) => 2 * (SPARE_SAMPLES - numberOf(own, 'indexFirstPoint'))),
]);

const CHANNELS: Count = (_, config) => numberOf(config, 'nbrChannels');

/** Samples of a channel, made of `sample(raw, segment, index)`. */
function perSample(channel: Values, sample: (raw: number, segment: number, index: number) => number): NdArray<'f64'> {
  const { shape, data } = channel.waveforms as NdArray<'i16'>;
  const made = new Float64Array(data.length);
  const samples = shape[1];
  for (let i = 0, segment = 0; i < data.length; ++segment) {
    for (let index = 0; index < samples; ++index, ++i) made[i] = sample(data[i], segment, index);
  }
  return { shape, dtype: 'f64', data: made };
}

function channelsOf(own: Values): readonly Values[] {
  return own.data as readonly Values[];
}

/** Offsets are subtracted. @source psana, AMI: vert of the k-th channel that is read */
function volts(own: Values, config: Values): Value {
  const vert = (config.vert ?? []) as readonly Values[];
  return channelsOf(own).map((channel, k) => {
    const settings = vert.at(k) ?? {};
    const [slope, offset] = [numberOf(settings, 'slope'), numberOf(settings, 'offset')];
    return perSample(channel, (raw) => raw * slope - offset);
  });
}

/** From the trigger; the delay of the configuration is not added. @source psana, pyana timestamps() */
function times(own: Values, config: Values): Value {
  const interval = numberOf((config.horiz ?? {}) as Values, 'sampInterval');
  return channelsOf(own).map((channel) => {
    const starts = (channel.timestamp as readonly Values[]).map((timestamp) => numberOf(timestamp, 'pos'));
    return perSample(channel, (_, segment, index) => index * interval + starts[segment]);
  });
}

export const ACQIRIS_DATA_DESC_V1 = struct('Acqiris.DataDescV1', [inner('data', DATA_DESC_V1_ELEM, CHANNELS)], {
  derived: [
    derive('volts', volts, { unit: 'V', note: 'waveforms of each channel: segments, samples' }),
    derive('times', times, { unit: 's', note: 'of the samples of each channel: segments, samples' }),
  ],
});

const [ACQ_WAVEFORM, ACQ_CONFIG] = [3, 4];

export const ACQIRIS_TYPES = [type(ACQ_WAVEFORM, 1, ACQIRIS_DATA_DESC_V1, { configurations: [ACQ_CONFIG] }), type(ACQ_CONFIG, 1, ACQIRIS_CONFIG_V1)];
