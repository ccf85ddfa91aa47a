import { describe, expect, test } from 'vitest';
import { resolveAddress, resolveSource, type Alias } from '../../src/format/address.ts';
import { DETECTOR_NAMES, DEVICE_NAMES } from '../../src/format/detector.ts';
import type { LeafKind } from '../../src/format/run-index.ts';
import { printSource } from '../../src/format/source.ts';
import { parseTypeName } from '../../src/format/type-name.ts';

function kindOf(level: number, phy: number, pid = 1): LeafKind {
  const { kind, source } = printSource(level * 2 ** 24 + pid, phy);
  return { kind, source, level, phy, typeId: 1, version: 1, compressed: false };
}
const detector = (name: string, detId: number, device: string, devId: number): LeafKind =>
  kindOf(1, ((DETECTOR_NAMES.indexOf(name) << 24) | (detId << 16) | (DEVICE_NAMES.indexOf(device) << 8) | devId) >>> 0);

const ETOF = detector('AmoETOF', 0, 'Acqiris', 0);
const ITOF = detector('AmoITOF', 0, 'Acqiris', 0);
const IPM = detector('XppSb3Ipm', 1, 'Ipimb', 1);
const GAS = detector('AmoGD', 0, 'Tm6740', 1);
const EBEAM = kindOf(6, 0);
const BLD_IPM = kindOf(6, 3);
const CONTROL = kindOf(0, 0xac152401, 1777);
const ALL = [ETOF, ITOF, IPM, GAS, EBEAM, BLD_IPM, CONTROL];
const ALIASES: Alias[] = [{ level: 1, phy: ITOF.phy, alias: 'itof' }];
const found = (address: string): string[] => resolveAddress(ALL, address, ALIASES).map(({ source }) => source);

describe('an address', () => {
  test.each<[string, LeafKind[]]>([
    ['', ALL],
    ['AmoETOF-0|Acqiris-0', [ETOF]],
    ['AmoETof-0|Acqiris-0', [ETOF]],
    ['AmoETof|Acqiris', [ETOF]],
    ['AmoETof-0', [ETOF]],
    ['AmoETof-0|', [ETOF]],
    ['|Acqiris-0', [ETOF, ITOF]],
    ['*-*|Acqiris-0', [ETOF, ITOF]],
    ['*|Acqiris-*', [ETOF, ITOF]],
    ['Acqiris', [ETOF, ITOF]],
    ['AmoGasdet|TM6740', [GAS]],
    ['AmoGD|tm6740-1', [GAS]],
    ['DetInfo(XppSb3Ipm.1:Ipimb.1)', [IPM]],
    ['DetInfo(:Ipimb)', [IPM]],
    ['DetInfo(*.*:Acqiris.0)', [ETOF, ITOF]],
    ['DetInfo(AmoETof-0|Acqiris-0)', [ETOF]],
    ['DetInfo()', [ETOF, ITOF, IPM, GAS]],
    ['XppSb3Ipm.1:Ipimb.1', [IPM]],
    ['EBeam', [EBEAM]],
    ['BldInfo(ebeam)', [EBEAM]],
    ['NH2-SB1-IPM-01', [BLD_IPM]],
    ['BldInfo(NH2-SB1-IPM-01)', [BLD_IPM]],
    ['BldInfo(*)', [EBEAM, BLD_IPM]],
    ['ProcInfo(172.21.36.1)', [CONTROL]],
    ['172.21.36.1, pid=1777', [CONTROL]],
    ['itof', [ITOF]],
  ])('%s', (address, kinds) => expect(found(address)).toEqual(kinds.map(({ source }) => source)));

  test.each(['AmoETOF-1', 'DetInfo(EBeam)', 'BldInfo(AmoETOF-0|Acqiris-0)', 'a|b|c', 'XppSb3Ipm.1:Ipimb.2', 'AmoETOF|Ipimb', '172.21.36.2'])('%s is of no source here', (address) => {
    expect(() => found(address)).toThrow('There are 172.21.36.1, pid=1777; AmoETOF-0|Acqiris-0; AmoGD-0|Tm6740-1; AmoITOF-0|Acqiris-0 (itof); EBeam; NH2-SB1-IPM-01; XppSb3Ipm-1|Ipimb-1.');
  });

  test('of one source says which when there are several', () => {
    expect(() => resolveSource(ALL, '|Acqiris-0', ALIASES)).toThrow('|Acqiris-0 means several sources. Name one of AmoETOF-0|Acqiris-0; AmoITOF-0|Acqiris-0 (itof).');
    expect(() => resolveSource(ALL, '')).toThrow(/No source was named/);
    expect(resolveSource([CONTROL, kindOf(0, CONTROL.phy, 99)], '').length).toBe(2);
    expect(() => resolveSource([], '')).toThrow(/There are none/);
  });
});

test('a type is named as printed or as in the enum, with its version or without', () => {
  const ipmFex = { typeId: 31, version: null };
  expect(['IpmFex', 'Id_IpmFex', 'ipmfex'].map(parseTypeName)).toEqual([ipmFex, ipmFex, ipmFex]);
  expect(['IpmFex_V1', 'Id_IpmFex_V1'].map(parseTypeName)).toEqual([{ ...ipmFex, version: 1 }, { ...ipmFex, version: 1 }]);
  expect(['RunControlConfig', 'Id_ControlConfig', 'ControlConfig_V3'].map((name) => parseTypeName(name).typeId)).toEqual([10, 10, 10]);
  expect(['Id_EBeam', 'EBeamBld', 'EBeam', 'Id_SharedPim', 'Id_AcqTdcData', 'VimbaFrame'].map((name) => parseTypeName(name).typeId)).toEqual([15, 15, 15, 42, 37, 123]);
  for (const name of ['', 'Nothing', '-Invalid-', 'Id_', 'IpmFex V1']) expect(() => parseTypeName(name)).toThrow(/There is no type/);
});
