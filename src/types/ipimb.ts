import { type } from './payload-type.ts';
import { derive, exact, num, nums, numberOf, numbersOf, pad, struct, type Derived, type EnumNames, type Member, type Schema, type Values } from './schema.ts';

/** Boards that read the diodes of intensity and position monitors. @source psddldata ipimb.ddl */

const CHANNELS = ['channel0', 'channel1', 'channel2', 'channel3'] as const;
const CHANNELS_PS = ['channel0ps', 'channel1ps', 'channel2ps', 'channel3ps'] as const;

/** The library computes in double precision and returns a float. */
function volts(channels: readonly string[], range: number): Derived[] {
  return channels.map((channel) => derive(`${channel}Volts`, (own) => Math.fround((numberOf(own, channel) * range) / 65535), { unit: 'V' }));
}

export const IPIMB_DATA_V1 = struct(
  'Ipimb.DataV1',
  [num('u64', 'triggerCounter'), ...nums('u16', 'config0', 'config1', 'config2', ...CHANNELS, 'checksum')],
  { derived: volts(CHANNELS, 3.3) },
);

/** The counter's four 16-bit words are stored in reversed order. */
const triggerCounter = derive('triggerCounter', (own) => {
  const words = numbersOf(own, '_triggerCounter');
  return exact(words.reduce((counter, word) => (counter << 16n) | BigInt(word), 0n));
});

export const IPIMB_DATA_V2 = struct(
  'Ipimb.DataV2',
  [
    num('u16', '_triggerCounter', 4, { isPrivate: true }),
    ...nums('u16', 'config0', 'config1', 'config2', ...CHANNELS, ...CHANNELS_PS, 'checksum'),
  ],
  { derived: [...volts([...CHANNELS, ...CHANNELS_PS], 5), triggerCounter] },
);

const CAPACITORS_V1: EnumNames = { 0: 'c_1pF', 1: 'c_100pF', 2: 'c_10nF' };
const CAPACITORS_V2: EnumNames = { 0: 'c_1pF', 1: 'c_4p7pF', 2: 'c_24pF', 3: 'c_120pF', 4: 'c_620pF', 5: 'c_3p3nF', 6: 'c_10nF', 7: 'expert' };

function config(name: string, bitsPerChannel: number, names: EnumNames, more: readonly Member[]): Schema {
  const capacitors = (own: Values): number[] => [0, 1, 2, 3].map((channel) => (numberOf(own, 'chargeAmpRange') >> (bitsPerChannel * channel)) & (2 ** bitsPerChannel - 1));
  return struct(
    name,
    [
      ...nums('u64', 'triggerCounter', 'serialID'),
      num('u16', 'chargeAmpRange', [], { note: `${bitsPerChannel} bits per channel` }),
      num('u16', 'calibrationRange'),
      ...nums('u32', 'resetLength', 'resetDelay'),
      ...['chargeAmpRefVoltage', 'calibrationVoltage', 'diodeBias'].map((member) => num('f32', member, [], { unit: 'V' })),
      ...nums('u16', 'status', 'errors', 'calStrobeLength'),
      pad(2),
      num('u32', 'trigDelay'),
      ...more,
    ],
    {
      derived: [
        derive('capacitorValue', capacitors, { names }),
        derive('capacitorValues', (own) => ({ shape: [4], dtype: 'u8', data: Uint8Array.from(capacitors(own)) }), { names }),
      ],
    },
  );
}

export const IPIMB_CONFIG_V1 = config('Ipimb.ConfigV1', 2, CAPACITORS_V1, []);
export const IPIMB_CONFIG_V2 = config('Ipimb.ConfigV2', 4, CAPACITORS_V2, nums('u32', 'trigPsDelay', 'adcDelay'));

const [IPIMB_DATA, IPIMB_CONFIG] = [22, 23];

export const IPIMB_TYPES = [
  type(IPIMB_DATA, 1, IPIMB_DATA_V1),
  type(IPIMB_DATA, 2, IPIMB_DATA_V2),
  type(IPIMB_CONFIG, 1, IPIMB_CONFIG_V1),
  type(IPIMB_CONFIG, 2, IPIMB_CONFIG_V2),
];
