import { SECTION_ROWS, ASIC_COLUMNS } from '../../assembly/layout.ts';
import { inner, num, nums, struct, type Count, type EnumNames, type Member, type Schema } from './schema.ts';

/** What the configurations of CSPad and CSPad2x2 have in common: the registers of a quad. @source psddldata cspad.ddl, cspad2x2.ddl */

const RUN_MODES: EnumNames = {
  0: 'NoRunning',
  1: 'RunButDrop',
  2: 'RunAndSendToRCE',
  3: 'RunAndSendTriggeredByTTL',
  4: 'ExternalTriggerSendToRCE',
  5: 'ExternalTriggerDrop',
};
const DATA_MODES: EnumNames = { 0: 'normal', 1: 'shiftTest', 2: 'testData', 3: 'reserved' };

export const RUN_MODE_MEMBERS = ['inactiveRunMode', 'activeRunMode'].map((name) => num('u32', name, [], { names: RUN_MODES }));

export const PROTECTION_THRESHOLD = struct('CsPad.ProtectionSystemThreshold', nums('u32', 'adcThreshold', 'pixelCountThreshold'));

const READ_ONLY = struct('CsPad.CsPadReadOnlyCfg', nums('u32', 'shiftTest', 'version'));
const DIGITAL_POTS = struct('CsPad.CsPadDigitalPotsCfg', [num('u8', 'pots', 80)]);
const GAIN_MAP = struct('CsPad.CsPadGainMapCfg', [num('u16', 'gainMap', [SECTION_ROWS, ASIC_COLUMNS], { note: 'bit k: ASIC k of the quad' })]);

/** Reset and digital period, which came after the first version of the registers. */
export const RESET = nums('u32', 'ampReset', 'digCount', 'digPeriod');
export const BIAS = nums('u32', 'biasTuning', 'pdpmndnmBalance');

/** Registers, pots and gain map of a quad. @param shifts how many shift and edge selections it has @param later registers of later versions */
export function quadRegisters(name: string, shifts: readonly Count[], ...later: readonly Member[]): Schema {
  return struct(name, [
    num('u32', 'shiftSelect', shifts),
    num('u32', 'edgeSelect', shifts),
    ...nums('u32', 'readClkSet', 'readClkHold'),
    num('u32', 'dataMode', [], { names: DATA_MODES }),
    ...nums('u32', 'prstSel', 'acqDelay', 'intTime', 'digDelay', 'ampIdle', 'injTotal', 'rowColShiftPer'),
    ...later,
    inner('ro', READ_ONLY),
    inner('dp', DIGITAL_POTS),
    inner('gm', GAIN_MAP),
  ]);
}
