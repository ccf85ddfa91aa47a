import { describe, expect, test } from 'vitest';
import type { NdArray } from '../../src/base/arrays.ts';
import { isConfiguration } from '../../src/format/type-id.ts';
import { decode } from '../../src/types/registry.ts';
import type { Values } from '../../src/types/schema.ts';
import { waveformsOf, type Waveform } from '../../src/types/waveforms.ts';
import { fixtureBytes, fixtureJson, hasFixture } from '../fixtures/fixtures.ts';
import type { LibrarySample } from '../reference/library-values.ts';

type Sample = LibrarySample & { readonly payloadSize: number };
type Channel = { nbrSegments: number; timestamp: { pos: number }[]; waveforms: { shape: [number, number]; first8: number[]; sum: number } };
type Settings = { horiz: { sampInterval: number }; vert: { fullScale: number; offset: number }[] };

const XTC_HEADER = 20;

/** Samples of a run with their values, and the configuration of the same source that was read before. */
function decodedSamples(run: string, type: string): { sample: Sample; settings: Sample; values: Values; config: Values; schema: string }[] {
  const bytes = fixtureBytes(`${run}.xtc`);
  const { samples } = fixtureJson<{ samples: Sample[] }>(`${run}.expected.json`);
  const read = (sample: Sample, config: Values): { values: Values; schema: string } => {
    const start = sample.offset + XTC_HEADER;
    const found = decode({ typeId: sample.typeid, version: sample.version }, bytes.subarray(start, start + sample.payloadSize), () => config);
    if (found.kind === 'opaque') throw new Error(found.reason.message);
    return found;
  };
  return samples
    .filter((sample) => sample.type.startsWith(type))
    .map((sample) => {
      const settings = samples.find(({ src, typeid }) => src === sample.src && isConfiguration(typeid))!;
      const config = read(settings, {}).values;
      return { sample, settings, config, ...read(sample, config) };
    });
}

const first = ({ y }: Waveform, count: number): number[] => [...y.subarray(0, count)];

describe.skipIf(!hasFixture('zoo/zoo_waveforms.xtc'))('traces of recorded values', () => {
  test('Acqiris in volts and seconds', () => {
    const found = decodedSamples('zoo/zoo_waveforms', 'AcqWaveform');
    expect(found.length).toBeGreaterThan(3);
    for (const { sample, settings, values, config, schema } of found) {
      const { horiz, vert } = settings.fields as unknown as Settings;
      const { data: channels } = sample.fields as unknown as { data: Channel[] };
      const traces = waveformsOf(schema, values, config);
      expect(traces.length).toBe(channels.length * channels[0].nbrSegments);
      channels.forEach(({ waveforms, timestamp }, k) => {
        const slope = vert[k].fullScale / 65536;
        const [segments, count] = waveforms.shape;
        const { shape, data } = (values.volts as NdArray<'f64'>[])[k];
        expect(shape).toEqual(waveforms.shape);
        expect([...data.subarray(0, 8)]).toEqual(waveforms.first8.map((raw) => raw * slope - vert[k].offset));
        expect(data.reduce((sum, volts) => sum + volts, 0)).toBeCloseTo(waveforms.sum * slope - vert[k].offset * data.length, 6);
        const times = (values.times as NdArray<'f64'>[])[k];
        timestamp.forEach(({ pos }, segment) => {
          const { x0, dx, y, xUnit, yUnit } = traces[k * segments + segment];
          expect({ x0, dx, xUnit, yUnit, count: y.length }).toEqual({ x0: pos, dx: horiz.sampInterval, xUnit: 's', yUnit: 'V', count });
          expect([...y]).toEqual([...data.subarray(segment * count, (segment + 1) * count)]);
          expect(times.data[segment * count + 7]).toBe(7 * horiz.sampInterval + pos);
        });
      });
    }
    expect(waveformsOf('Acqiris.DataDescV1', found[0].values, found[0].config).map(({ label }) => label)).toEqual(['channel 0', 'channel 2']);
    expect(waveformsOf('Acqiris.DataDescV1', found[1].values, found[1].config)[1].label).toMatch(/^channel \d+ segment 1$/);
  });

  test('Generic1D begins at its offset', () => {
    for (const { sample, settings, values, config, schema } of decodedSamples('zoo/zoo_waveforms', 'Generic1DData')) {
      const { Length, Offset, Period } = settings.fields as unknown as Record<string, { first8: number[] }>;
      const { channels } = sample.fields as unknown as { channels: { first8: number[] }[] };
      const traces = waveformsOf(schema, values, config);
      expect(traces.map(({ y }) => y.length)).toEqual(Length.first8);
      traces.forEach((trace, k) => {
        expect(trace).toMatchObject({ x0: Offset.first8[k] * Period.first8[k], dx: Period.first8[k], xUnit: 's' });
        channels[k].first8.forEach((value, i) => expect(Math.fround(trace.y[i])).toBe(Math.fround(value)));
      });
    }
  });

  test('projections of the time tool begin where their region does', () => {
    const found = decodedSamples('zoo/zoo_waveforms', 'TimeToolData').map(({ values, config, schema }) => waveformsOf(schema, values, config));
    const axes = found.map((traces) => traces.map(({ label, x0, y }) => [label, x0, y.length]));
    expect(axes).toContainEqual([['signal', 10, 200], ['sideband', 10, 200], ['reference', 10, 200]]);
    expect(axes).toContainEqual([['signal', 20, 51]]);
  });

  test('Imp has four channels', () => {
    for (const { sample, values, config, schema } of decodedSamples('zoo/zoo_newdetectors', 'ImpData')) {
      const { samples } = sample.fields as unknown as { samples: { n: number; first8: { channels: { first8: number[] } }[] } };
      const traces = waveformsOf(schema, values, config);
      expect(traces.map(({ y }) => y.length)).toEqual([0, 1, 2, 3].map(() => samples.n));
      traces.forEach((trace, k) => expect(first(trace, 8)).toEqual(samples.first8.map(({ channels }) => channels.first8[k])));
    }
  });
});

/** Channels 3 … 6 of the slow ADC, with the words 0, 1, 0x8000 and 0xffff. */
function gsc16ai(config: Values): Waveform {
  const channelValue = { shape: [4], dtype: 'u16', data: Uint16Array.of(0, 1, 0x8000, 0xffff) } as const;
  return waveformsOf('Gsc16ai.DataV1', { channelValue }, { firstChan: 3, ...config })[0];
}

describe('volts of the slow ADC', () => {
  test('two’s complement', () => {
    const { x0, y, yUnit } = gsc16ai({ voltageRange: 1, dataFormat: 0 });
    expect({ x0, yUnit }).toEqual({ x0: 3, yUnit: 'V' });
    expect([...y]).toEqual([0, 10 / 65535, -32768 * (10 / 65535), -(10 / 65535)]);
  });

  test('offset binary', () => {
    const { y } = gsc16ai({ voltageRange: 0, dataFormat: 1 });
    expect(y[0]).toBe(-10);
    expect(y[3]).toBeCloseTo(10, 9);
  });

  test('an unknown range leaves the words', () => {
    expect(gsc16ai({ voltageRange: 7 })).toMatchObject({ yUnit: 'ADU', y: Float64Array.of(0, 1, 0x8000, 0xffff) });
  });
});

function spectrum(version: number, counts: readonly number[], config: Values): Waveform {
  return waveformsOf(`OceanOptics.DataV${version}`, { data: { shape: [counts.length], dtype: 'u16', data: Uint16Array.from(counts) } }, config)[0];
}

const floats = (...numbers: number[]): Values[string] => ({ shape: [numbers.length], dtype: 'f64', data: Float64Array.from(numbers) });

describe('spectra', () => {
  const config = { waveLenCalib: floats(180, 0.5, -1e-3, 1e-6), nonlinCorrect: floats(0.5, 0, 0, 0, 0, 0, 0, 0) };

  test('the axis is a polynomial, counts are made linear', () => {
    const { x, xUnit, y } = spectrum(2, [10, 20, 30], config);
    expect(xUnit).toBe('nm');
    expect([...x!]).toEqual([180, 180 + 0.5 - 1e-3 + 1e-6, 180 + 2 * 0.5 - 4 * 1e-3 + 8 * 1e-6].map((wavelength): unknown => expect.closeTo(wavelength, 9)));
    expect([...y]).toEqual([20, 40, 60]);
  });

  test('the first devices store bit 13 inverted', () => {
    const { y } = spectrum(1, [0x2000, 0, 0x2001], { ...config, nonlinCorrect: floats(0, 0, 0, 0, 0, 0, 0, 0) });
    expect([...y]).toEqual([0, 0x2000, 1]);
  });

  test('without a configuration there are pixels and counts', () => {
    expect(spectrum(3, [5, 6], {})).toMatchObject({ x0: 0, dx: 1, x: null, xUnit: 'pixel', y: Float64Array.of(5, 6) });
  });
});

test('most types hold no trace', () => {
  expect(waveformsOf('Ipimb.DataV1', { channel0: 1 }, {})).toEqual([]);
});
