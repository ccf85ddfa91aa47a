import { type } from './payload-type.ts';
import { bits, inner, num, rest, struct, type EnumNames } from './schema.ts';

/** Acqiris time-to-digital converters. @source psddldata acqiris.ddl */

const CHANNELS: EnumNames = { [-2]: 'Veto', [-1]: 'Common', 1: 'Input1', 2: 'Input2', 3: 'Input3', 4: 'Input4', 5: 'Input5', 6: 'Input6' };
const SLOPES: EnumNames = { 0: 'Positive', 1: 'Negative' };
const MODES: EnumNames = { 0: 'Active', 1: 'Inactive' };
const TERMINATIONS: EnumNames = { 0: 'ZHigh', 1: 'Z50' };
const AUX_CHANNELS: EnumNames = { 1: 'IOAux1', 2: 'IOAux2' };
const AUX_MODES: EnumNames = { 1: 'BankSwitch', 2: 'Marker', 32: 'OutputLo', 33: 'OutputHi' };
const VETO_CHANNELS: EnumNames = { 13: 'ChVeto' };
const VETO_MODES: EnumNames = { 1: 'Veto', 2: 'SwitchVeto', 3: 'InvertedVeto', 4: 'InvertedSwitchVeto' };
const SOURCES: EnumNames = { 0: 'Comm', 1: 'Chan1', 2: 'Chan2', 3: 'Chan3', 4: 'Chan4', 5: 'Chan5', 6: 'Chan6', 7: 'AuxIO' };

const TDC_CHANNEL = struct('Acqiris.TdcChannel', [
  num('i32', 'channel', [], { names: CHANNELS }),
  bits('u32', '_mode_int', ['slope', 0, 0, { names: SLOPES }], ['mode', 31, 31, { names: MODES }]),
  num('f64', 'level', [], { unit: 'V' }),
]);

function inOut(name: string, channels: EnumNames, modes: EnumNames): ReturnType<typeof struct> {
  return struct(name, [num('u32', 'channel', [], { names: channels }), num('u32', 'mode', [], { names: modes }), num('u32', 'term', [], { names: TERMINATIONS })]);
}

export const TDC_CONFIG_V1 = struct('Acqiris.TdcConfigV1', [
  inner('channels', TDC_CHANNEL, 8),
  inner('auxio', inOut('Acqiris.TdcAuxIO', AUX_CHANNELS, AUX_MODES), 2),
  inner('veto', inOut('Acqiris.TdcVetoIO', VETO_CHANNELS, VETO_MODES)),
]);

const TDC_ITEM = struct('Acqiris.TdcDataV1_Item', [
  bits(
    'u32',
    'value',
    ['bf_val_', 0, 27, { note: 'Comm: hits; Chan1-6: ticks of 50 ps; AuxIO: kind of marker' }],
    ['source', 28, 30, { names: SOURCES }],
    ['bf_ofv_', 31, 31, { note: 'overflow' }],
  ),
]);

export const TDC_DATA_V1 = struct('Acqiris.TdcDataV1', [rest('items', TDC_ITEM)]);

const [ACQ_TDC_CONFIG, ACQ_TDC_DATA] = [36, 37];

export const ACQIRIS_TDC_TYPES = [type(ACQ_TDC_CONFIG, 1, TDC_CONFIG_V1), type(ACQ_TDC_DATA, 1, TDC_DATA_V1)];
