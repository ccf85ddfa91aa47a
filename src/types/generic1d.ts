import { ELEMENT_BYTES, typedArray, type DType } from '../base/arrays.ts';
import { type } from './payload-type.ts';
import { derive, num, numbersOf, struct, type EnumNames, type Value, type Values } from './schema.ts';

/** Waveforms of any digitiser. @source psddldata generic1d.ddl */

const SAMPLE_TYPES: EnumNames = { 0: 'UINT8', 1: 'UINT16', 2: 'UINT32', 3: 'FLOAT32', 4: 'FLOAT64' };
const DTYPES: readonly DType[] = ['u8', 'u16', 'u32', 'f32', 'f64'];

export const GENERIC1D_CONFIG_V0 = struct('Generic1D.ConfigV0', [
  num('u32', 'NChannels'),
  num('u32', 'Length', 'NChannels', { unit: 'samples' }),
  num('u32', 'SampleType', 'NChannels', { names: SAMPLE_TYPES }),
  num('i32', 'Offset', 'NChannels', { unit: 'samples' }),
  num('f64', 'Period', 'NChannels', { unit: 's' }),
]);

/** The channels lie back to back; one that does not fit, or of unknown type, is empty. */
function channels(own: Values, config: Values): Value {
  const words = own._int_data as { data: Uint8Array<ArrayBuffer> };
  const types = numbersOf(config, 'SampleType');
  let start = 0;
  return numbersOf(config, 'Length').map((length, channel): Value => {
    const dtype = DTYPES[types[channel]] ?? 'u8';
    const end = start + length * (types[channel] in DTYPES ? ELEMENT_BYTES[dtype] : 0);
    const bytes = end <= words.data.length ? words.data.slice(start, end) : new Uint8Array(0);
    start = end;
    const data = typedArray(dtype, bytes.buffer);
    return { shape: [data.length], dtype, data };
  });
}

export const GENERIC1D_DATA_V0 = struct('Generic1D.DataV0', [num('u32', 'data_size', [], { unit: 'bytes' }), num('u8', '_int_data', 'data_size')], {
  derived: [derive('channels', channels)],
});

const [GENERIC1D_CONFIG, GENERIC1D_DATA] = [99, 100];

export const GENERIC1D_TYPES = [type(GENERIC1D_CONFIG, 0, GENERIC1D_CONFIG_V0), type(GENERIC1D_DATA, 0, GENERIC1D_DATA_V0, { configurations: [GENERIC1D_CONFIG] })];
