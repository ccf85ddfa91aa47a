import { type } from './payload-type.ts';
import { bits, derive, inner, num, numberOf, nums, pad, struct, text, type BitSpec, type Derived, type EnumNames, type Member, type Schema, type Values } from './schema.ts';

/** Configurations of event receivers and of the stand-alone event generator. @source psddldata evr.ddl */

const CLOCKS = { unit: '1/119 MHz' };
const POLARITY: EnumNames = { 0: 'positive', 1: 'negative' };
const SOURCES: EnumNames = { 0: 'Pulse', 1: 'DBus', 2: 'Prescaler', 3: 'Force_High', 4: 'Force_Low' };

/** Where an output leaves the receiver. */
export const CONNECTORS: EnumNames = { 0: 'FrontPanel', 1: 'UnivIO' };

/** The registers hold the number of the pulse plus one. */
const shifted = (name: string): Derived => derive(name, (own) => numberOf(own, `bf_${name}`) - 1);

const PULSE = struct(
  'EvrData.PulseConfig',
  [
    num('u32', 'pulse', [], { note: 'internal channel' }),
    bits('u32', '_input_control_value', ['bf_trigger', 0, 7, { isPrivate: true }], ['bf_set', 8, 15, { isPrivate: true }], ['bf_clear', 16, 23, { isPrivate: true }]),
    bits('u32', '_output_control_value', ['polarity', 0], ['map_set_enable', 1], ['map_reset_enable', 2], ['map_trigger_enable', 3]),
    num('u32', 'prescale'),
    num('u32', 'delay', [], CLOCKS),
    num('u32', 'width', [], CLOCKS),
  ],
  { derived: ['trigger', 'set', 'clear'].map(shifted) },
);

const PULSE_V3 = struct('EvrData.PulseConfigV3', [
  num('u16', 'pulseId'),
  num('u16', 'polarity', [], { names: POLARITY }),
  num('u32', 'prescale'),
  num('u32', 'delay', [], CLOCKS),
  num('u32', 'width', [], CLOCKS),
]);

const REPORT = [num('u32', 'reportDelay', [], CLOCKS), num('u32', 'reportWidth', [], CLOCKS)];
const MASKS = nums('u32', 'maskTrigger', 'maskSet', 'maskClear');
const LATCH_BITS: readonly BitSpec[] = [['isReadout', 0], ['isCommand', 1], ['isLatch', 2]];
const OLD_BITS: readonly BitSpec[] = [['isReadout', 0], ['isTerminator', 1]];
const releaseCode = derive('releaseCode', (own) => numberOf(own, 'reportWidth'), { note: 'of latch codes' });
const READOUT_GROUP = num('u16', 'readoutGroup');

function eventCode(version: number, flags: readonly BitSpec[], members: readonly Member[], derived: readonly Derived[] = []): Schema {
  return struct(`EvrData.EventCodeV${version}`, [num('u16', 'code'), bits('u16', null, ...flags), ...members], { align: 4, derived });
}

const CODE_V3 = eventCode(3, OLD_BITS, MASKS);
const CODE_V4 = eventCode(4, OLD_BITS, [...REPORT, ...MASKS]);
const CODE_V5 = eventCode(5, LATCH_BITS, [...REPORT, ...MASKS, text('desc', 16)], [releaseCode]);
const CODE_V6 = eventCode(6, LATCH_BITS, [...REPORT, ...MASKS, text('desc', 16), READOUT_GROUP], [releaseCode]);

const SOURCE_CODE = struct(
  'EvrData.SrcEventCode',
  [
    num('u16', 'code'),
    pad(2),
    num('u32', 'period', [], { ...CLOCKS, note: '0 for an external source' }),
    num('u32', 'maskTriggerP', [], { note: 'persistent triggers' }),
    num('u32', 'maskTriggerR', [], { note: 'running triggers' }),
    text('desc', 16),
    READOUT_GROUP,
  ],
  { align: 4 },
);

const [PULSE_OFFSET, DBUS_OFFSET, PRESCALER_OFFSET] = [0, 32, 40];

function encodedSource(own: Values): number {
  const id = numberOf(own, 'source_id');
  return [PULSE_OFFSET + id, DBUS_OFFSET + id, PRESCALER_OFFSET + id, 62, 63][numberOf(own, 'source')] ?? 0;
}

const MAP = { derived: [derive('map', encodedSource, { note: 'encoded source' })] };

const OUTPUT_MAP = struct('EvrData.OutputMap', [
  bits('u32', 'value', ['source', 0, 7, { names: SOURCES }], ['source_id', 8, 15], ['conn', 16, 23, { names: CONNECTORS }], ['conn_id', 24, 31]),
], MAP);

/** What drives an output, and where it leaves the receiver. */
export const OUTPUT_MAP_V2 = struct('EvrData.OutputMapV2', [
  bits('u32', 'value', ['source', 0, 3, { names: SOURCES }], ['source_id', 4, 11], ['conn', 12, 15, { names: CONNECTORS }], ['conn_id', 16, 23], ['module', 24, 31]),
], MAP);

const RATES: EnumNames = { 0: 'r120Hz', 1: 'r60Hz', 2: 'r30Hz', 3: 'r10Hz', 4: 'r5Hz', 5: 'r1Hz', 6: 'r0_5Hz' };
const SEQUENCER_RATES: EnumNames = { ...RATES, 7: 'Disable' };

const SEQUENCER = struct('EvrData.SequencerConfigV1', [
  bits('u32', null, ['sync_source', 0, 7, { names: SEQUENCER_RATES }], ['beam_source', 8, 15, { names: SEQUENCER_RATES }]),
  ...nums('u32', 'length', 'cycles'),
  inner('entries', struct('EvrData.SequencerEntry', [bits('u32', null, ['delay', 0, 23], ['eventcode', 24, 31])]), 'length'),
]);

const SINGLE = 7;

function rate(own: Values): number {
  const opcode = numberOf(own, 'opcode');
  if (opcode < 100) return opcode - 40;
  return opcode < 150 ? opcode - 140 : SINGLE;
}

const BEAM_AND_RATE = [
  derive('beam', (own) => (numberOf(own, 'opcode') > 100 ? 1 : 0), { names: { 0: 'Off', 1: 'On' } }),
  derive('rate', rate, { names: { ...RATES, [SINGLE]: 'Single' } }),
];

function oldConfig(version: number, first: readonly Member[], derived: readonly Derived[]): Schema {
  const lists = [inner('pulses', PULSE, 'npulses'), inner('output_maps', OUTPUT_MAP, 'noutputs')];
  return struct(`EvrData.ConfigV${version}`, [...first, ...nums('u32', 'npulses', 'noutputs'), ...lists], { derived });
}

function config(name: string, code: Schema, output: Schema, more: readonly Member[] = []): Schema {
  return struct(`EvrData.${name}`, [
    ...nums('u32', 'neventcodes', 'npulses', 'noutputs'),
    inner('eventcodes', code, 'neventcodes'),
    inner('pulses', PULSE_V3, 'npulses'),
    inner('output_maps', output, 'noutputs'),
    ...more,
  ]);
}

const SEQUENCED = [inner('seq_config', SEQUENCER)];
const [EVR_CONFIG, EVS_CONFIG] = [8, 78];

export const EVR_CONFIG_TYPES = [
  type(EVR_CONFIG, 1, oldConfig(1, [], [])),
  type(EVR_CONFIG, 2, oldConfig(2, nums('u32', 'opcode'), BEAM_AND_RATE)),
  type(EVR_CONFIG, 3, config('ConfigV3', CODE_V3, OUTPUT_MAP)),
  type(EVR_CONFIG, 4, config('ConfigV4', CODE_V4, OUTPUT_MAP)),
  type(EVR_CONFIG, 5, config('ConfigV5', CODE_V5, OUTPUT_MAP, SEQUENCED)),
  type(EVR_CONFIG, 6, config('ConfigV6', CODE_V5, OUTPUT_MAP_V2, SEQUENCED)),
  type(EVR_CONFIG, 7, config('ConfigV7', CODE_V6, OUTPUT_MAP_V2, SEQUENCED)),
  type(EVS_CONFIG, 1, config('SrcConfigV1', SOURCE_CODE, OUTPUT_MAP_V2)),
];
