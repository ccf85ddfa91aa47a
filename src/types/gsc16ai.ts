import { type } from './payload-type.ts';
import { derive, num, nums, numberOf, ofConfig, struct, type EnumNames } from './schema.ts';

/** The slow 16-bit ADC of General Standards. @source psddldata gsc16ai.ddl */

const VOLTAGE_RANGES: EnumNames = { 0: 'VoltageRange_10V', 1: 'VoltageRange_5V', 2: 'VoltageRange_2_5V' };
const INPUT_MODES: EnumNames = { 0: 'InputMode_Differential', 1: 'InputMode_Zero', 2: 'InputMode_Vref' };
const TRIGGER_MODES: EnumNames = { 0: 'TriggerMode_ExtPos', 1: 'TriggerMode_ExtNeg', 2: 'TriggerMode_IntClk' };
const DATA_FORMATS: EnumNames = { 0: 'DataFormat_TwosComplement', 1: 'DataFormat_OffsetBinary' };

export const GSC16AI_CONFIG_V1 = struct(
  'Gsc16ai.ConfigV1',
  [
    num('u16', 'voltageRange', [], { names: VOLTAGE_RANGES }),
    ...nums('u16', 'firstChan', 'lastChan'),
    num('u16', 'inputMode', [], { names: INPUT_MODES }),
    num('u16', 'triggerMode', [], { names: TRIGGER_MODES }),
    num('u16', 'dataFormat', [], { names: DATA_FORMATS }),
    num('u16', 'fps', [], { unit: 'Hz' }),
    ...nums('u8', 'autocalibEnable', 'timeTagEnable'),
  ],
  { derived: [derive('numChannels', (own) => (numberOf(own, 'lastChan') - numberOf(own, 'firstChan') + 1) & 0xffff)] },
);

export const GSC16AI_DATA_V1 = struct('Gsc16ai.DataV1', [
  num('u16', 'timestamp', 3),
  num('u16', 'channelValue', ofConfig('numChannels'), { unit: 'ADU', note: 'two’s complement or offset binary, as the configuration says' }),
]);

const [GSC16AI_CONFIG, GSC16AI_DATA] = [46, 47];

export const GSC16AI_TYPES = [type(GSC16AI_CONFIG, 1, GSC16AI_CONFIG_V1), type(GSC16AI_DATA, 1, GSC16AI_DATA_V1, { configurations: [GSC16AI_CONFIG] })];
