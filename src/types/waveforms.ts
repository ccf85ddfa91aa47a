import type { DType, NdArray } from '../base/arrays.ts';
import { OCEAN_OPTICS_V1_FLIP } from './ocean-optics.ts';
import { numberOf, numbersOf, type Value, type Values } from './schema.ts';

/** A trace to be plotted: sample i lies at `x0 + i · dx`, and at `x[i]` where the axis is not even. */
export type Waveform = {
  readonly label: string;
  readonly x0: number;
  readonly dx: number;
  readonly x: Float64Array | null;
  /** Empty for plain numbers. */
  readonly xUnit: string;
  readonly y: Float64Array;
  readonly yUnit: string;
};

/**
 * The traces that a value holds, none for most types.
 * @param schema name of its layout, `Acqiris.DataDescV1`
 * @param config of its source; where one is not needed to read the value, a trace without it is in raw units
 */
export function waveformsOf(schema: string, values: Values, config: Values): Waveform[] {
  return TRACES[schema]?.(values, config) ?? [];
}

/** Whether values of a layout hold traces. */
export function hasWaveforms(schema: string): boolean {
  return schema in TRACES;
}

type Traces = (values: Values, config: Values) => Waveform[];

const TRACES: Readonly<Partial<Record<string, Traces>>> = {
  'Acqiris.DataDescV1': acqiris,
  'Bld.BldDataAcqADCV1': ({ data, config }) => acqiris(data as Values, config as Values),
  'Bld.BldDataEOrbitsV0': (values) => [
    ...['fBPM_X', 'fBPM_Y'].map((name) => trace(name, values[name], { xUnit: 'BPM', yUnit: 'mm' })),
    trace('fBPM_TMIT', values.fBPM_TMIT, { xUnit: 'BPM', yUnit: 'electrons' }),
  ],
  'Bld.BldDataSpectrometerV0': (values) => ['hproj', 'vproj'].map((name) => trace(name, values[name], PIXELS)),
  'Bld.BldDataSpectrometerV1': (values) => [trace('hproj', values.hproj, PIXELS)],
  'EpixSampler.ElementV1': epixSampler,
  'Generic1D.DataV0': generic1d,
  'Gsc16ai.DataV1': gsc16ai,
  'Imp.ElementV1': imp,
  'OceanOptics.DataV1': (values, config) => oceanOptics(values, config, OCEAN_OPTICS_V1_FLIP),
  'OceanOptics.DataV2': (values, config) => oceanOptics(values, config, 0),
  'OceanOptics.DataV3': (values, config) => oceanOptics(values, config, 0),
  'TimeTool.DataV1': timeTool,
  'TimeTool.DataV2': timeTool,
  'TimeTool.DataV3': timeTool,
};

type Axes = Partial<Omit<Waveform, 'label' | 'y'>>;

const PIXELS: Axes = { xUnit: 'pixel', yUnit: 'counts' };

function trace(label: string, value: Value | undefined, { x0 = 0, dx = 1, x = null, xUnit = '', yUnit = '' }: Axes): Waveform {
  return { label, x0, dx, x, xUnit, y: floats(value), yUnit };
}

function floats(value: Value | undefined): Float64Array {
  return value === undefined ? new Float64Array(0) : Float64Array.from(numbersOf({ value }, 'value'));
}

/** Numbers of the bits that are set, which are those of the channels that are read. */
function bitsOf(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (mask >>> bit) & 1);
}

/** What the digitiser has not filled of a segment is left out. */
function acqiris(values: Values, config: Values): Waveform[] {
  const numbers = bitsOf(numberOf(config, 'channelMask'));
  const dx = numberOf((config.horiz ?? {}) as Values, 'sampInterval');
  const volts = values.volts as readonly NdArray<'f64'>[];
  return (values.data as readonly Values[]).flatMap((channel, k) => {
    const { shape, data } = volts[k];
    const [segments, samples] = shape;
    const filled = Math.min(numberOf(channel, 'nbrSamplesInSeg') || samples, samples);
    const timestamps = channel.timestamp as readonly Values[];
    return Array.from({ length: Math.min(segments, numberOf(channel, 'nbrSegments') || segments, timestamps.length) }, (_, segment) => {
      const label = `channel ${numbers[k] ?? k}${segments > 1 ? ` segment ${segment}` : ''}`;
      const y = data.slice(segment * samples, segment * samples + filled);
      return { label, x0: numberOf(timestamps[segment], 'pos'), dx, x: null, xUnit: 's', y, yUnit: 'V' };
    });
  });
}

function generic1d(values: Values, config: Values): Waveform[] {
  const [offsets, periods] = [numbersOf(config, 'Offset'), numbersOf(config, 'Period')];
  return (values.channels as readonly NdArray<DType>[]).map((channel, k) => {
    const dx = periods[k] ?? 1;
    return trace(`channel ${k}`, channel, { x0: (offsets[k] ?? 0) * dx, dx, xUnit: 's', yUnit: channel.dtype.startsWith('f') ? '' : 'counts' });
  });
}

function epixSampler(values: Values, config: Values): Waveform[] {
  const interval = numberOf(config, 'sampleInterval_sec');
  const axes: Axes = interval > 0 && Number.isFinite(interval) ? { dx: interval, xUnit: 's', yUnit: 'ADU' } : { xUnit: 'sample', yUnit: 'ADU' };
  const { shape, data } = values.frame as NdArray<'u16'>;
  const [channels, samples] = shape;
  return Array.from({ length: channels }, (_, k) => ({ ...trace(`channel ${k}`, undefined, axes), y: Float64Array.from(data.subarray(k * samples, (k + 1) * samples)) }));
}

/** Volts from end to end, by `voltageRange`. @source lcls-daq/ami event/Gsc16aiHandler.cc */
const SPANS: readonly number[] = [20, 10, 5];
const OFFSET_BINARY = 1;

function gsc16ai(values: Values, config: Values): Waveform[] {
  const span = SPANS[numberOf(config, 'voltageRange')];
  const axes: Axes = { x0: numberOf(config, 'firstChan'), xUnit: 'channel', yUnit: span ? 'V' : 'ADU' };
  const raw = trace('channels', values.channelValue, axes);
  if (!span) return [raw];
  const isOffset = numberOf(config, 'dataFormat') === OFFSET_BINARY;
  const step = span / 65535;
  return [{ ...raw, y: raw.y.map((word) => (isOffset ? word * step - span / 2 : ((word << 16) >> 16) * step)) }];
}

const IMP_CHANNELS = 4;

function imp(values: Values): Waveform[] {
  const samples = values.samples as readonly Values[];
  const channels = samples.map((sample) => (sample.channels as NdArray<'u16'>).data);
  return Array.from({ length: IMP_CHANNELS }, (_, k) => ({
    ...trace(`channel ${k}`, undefined, { xUnit: 'sample', yUnit: 'ADU' }),
    y: Float64Array.from(channels, (sample) => sample[k]),
  }));
}

/** Of a polynomial with rising powers. */
function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);
}

/** The file does not say the unit of wavelengths: makers’ polynomials give nm, and numbers this small are metres. */
const LONGEST_METRES = 1e-3;

/** Counts are made linear unless the polynomial for it starts with 0, as AMI does. */
function oceanOptics(values: Values, config: Values, flip: number): Waveform[] {
  const [wavelengths, nonlinear] = [numbersOf(config, 'waveLenCalib'), numbersOf(config, 'nonlinCorrect')];
  const raw = floats(values.data).map((counts) => counts ^ flip);
  const isLinear = (nonlinear[0] ?? 0) === 0;
  const y = isLinear ? raw : raw.map((counts) => counts / polynomial(nonlinear, counts));
  if (wavelengths.length === 0) return [{ ...trace('spectrum', undefined, PIXELS), y }];
  const x = Float64Array.from(y, (_, pixel) => polynomial(wavelengths, pixel));
  const [x0, dx] = wavelengths;
  return [{ label: 'spectrum', x0, dx, x, xUnit: Math.abs(x0) < LONGEST_METRES ? 'm' : 'nm', y, yUnit: 'counts' }];
}

const REGIONS = [
  ['signal', 'sig'],
  ['sideband', 'sb'],
  ['reference', 'ref'],
] as const;

function timeTool(values: Values, config: Values): Waveform[] {
  const axis = numberOf(config, 'project_axis') === 0 ? 'column' : 'row';
  return REGIONS.flatMap(([name, roi]) => {
    const start = (config[`${roi}_roi_lo`] ?? {}) as Values;
    const found = trace(name, values[`projected_${name}`], { ...PIXELS, x0: numberOf(start, axis) });
    return found.y.length > 0 ? [found] : [];
  });
}
