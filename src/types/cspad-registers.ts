import { ASIC_COLUMNS, SECTION_ROWS } from '../../assembly/layout.ts';
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

/** The library has a copy of each structure for either detector. */
type Detector = 'CsPad' | 'CsPad2x2';

export function protectionThreshold(detector: Detector): Schema {
  return struct(`${detector}.ProtectionSystemThreshold`, nums('u32', 'adcThreshold', 'pixelCountThreshold'));
}

/** Reset and digital period, which came after the first version of the registers. */
export const RESET = nums('u32', 'ampReset', 'digCount', 'digPeriod');
export const BIAS = nums('u32', 'biasTuning', 'pdpmndnmBalance');

/** Registers, pots and gain map of a quad. @param shifts how many shift and edge selections it has @param later registers of later versions */
export function quadRegisters(detector: Detector, version: number, shifts: readonly Count[], ...later: readonly Member[]): Schema {
  const gainMap = num('u16', 'gainMap', [SECTION_ROWS, ASIC_COLUMNS], { note: 'bit k: ASIC k of the quad' });
  return struct(`${detector}.ConfigV${version}QuadReg`, [
    num('u32', 'shiftSelect', shifts),
    num('u32', 'edgeSelect', shifts),
    ...nums('u32', 'readClkSet', 'readClkHold'),
    num('u32', 'dataMode', [], { names: DATA_MODES }),
    ...nums('u32', 'prstSel', 'acqDelay', 'intTime', 'digDelay', 'ampIdle', 'injTotal', 'rowColShiftPer'),
    ...later,
    inner('ro', struct(`${detector}.${detector}ReadOnlyCfg`, nums('u32', 'shiftTest', 'version'))),
    inner('dp', struct(`${detector}.${detector}DigitalPotsCfg`, [num('u8', 'pots', 80)])),
    inner('gm', struct(`${detector}.${detector}GainMapCfg`, [gainMap])),
  ]);
}
