import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { XtcError } from '../../src/base/errors.ts';
import { joinParts, writeDatagram, type WritableXtc } from '../../src/format/write-datagram.ts';
import { listEpics } from '../../src/pipeline/list-epics.ts';
import { epicsRows, findEpicsRows, type EpicsRow } from '../../src/ui/epics-rows.ts';
import { alarmSeverityName, alarmStatusName, decodeEpics, type EpicsRecord } from '../../src/types/epics.ts';

type Sample = {
  datagram: number; offset: number; typeid: number; payloadSize: number; class: string;
  fields: {
    _base_: { pvName?: string; _base_: { pvId: number; dbrType: number; numElements: number }; stamp?: { sec: number; nsec: number } };
    dbr: Record<string, number | string | string[]>;
    value: (number | string)[];
  };
};

const folder = new URL('../fixtures/', import.meta.url);
const names = ['delayscan_small/e81-r0098-s00-c00', 'delayscan_small/e81-r0098-s01-c00', 'delayscan_chunks/e81-r0098-s01-c02'];
const LIMITS = {
  upperDisplay: 'upper_disp_limit', lowerDisplay: 'lower_disp_limit', upperAlarm: 'upper_alarm_limit', upperWarning: 'upper_warning_limit',
  lowerWarning: 'lower_warning_limit', lowerAlarm: 'lower_alarm_limit', upperControl: 'upper_ctrl_limit', lowerControl: 'lower_ctrl_limit',
};

function load(name: string): { file: Uint8Array<ArrayBuffer>; samples: Sample[] } {
  const expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as { samples: Sample[] };
  return { file: new Uint8Array(readFileSync(new URL(`${name}.xtc`, folder))), samples: expected.samples.filter((sample) => sample.typeid === 13) };
}

function expectRecord(record: EpicsRecord, { fields, class: name }: Sample): void {
  const { dbr, _base_: base, value } = fields;
  expect(name).toBe(`Epics::EpicsPv${record.type}`);
  expect({ pvId: record.pvId, dbrType: record.dbrType, numElements: record.values.length }).toMatchObject({ pvId: base._base_.pvId, dbrType: base._base_.dbrType, numElements: base._base_.numElements });
  expect(record.name).toBe(base.pvName ?? null);
  expect([record.status, record.severity]).toEqual([dbr.status, dbr.severity]);
  expect(record.units).toBe(dbr.units ?? '');
  expect(record.precision).toBe(dbr.precision ?? null);
  if ('upper_disp_limit' in dbr) {
    for (const [ours, theirs] of Object.entries(LIMITS)) expect(record.limits?.[ours as keyof typeof LIMITS]).toBe(dbr[theirs]);
  } else expect(record.limits).toBeNull();
  expect(record.states).toEqual(Array.isArray(dbr.strings) ? dbr.strings.slice(0, Number(dbr.no_str)) : []);
  const sec = base.stamp?.sec;
  expect(record.stamp?.seconds).toBe(sec === undefined ? undefined : sec + 631152000);
  const isFloat = record.type.endsWith('Float');
  record.values.forEach((found, i) => expect(isFloat ? Number(Number(found).toPrecision(9)) : found).toBe(value[i]));
}

describe.each(names)('EPICS records of %s', (name) => {
  it('hold what the DAQ library reads from them', () => {
    const { file, samples } = load(name);
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      expectRecord(decodeEpics(file.subarray(sample.offset + 20, sample.offset + 20 + sample.payloadSize)), sample);
    }
  });
});

/** A record of every kind, written by hand from the layout of epics.ddl. */
function writeRecord(dbrType: number, values: number[], at: number, byteLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(at + values.length * byteLength);
  const view = new DataView(bytes.buffer);
  [7, dbrType, values.length].forEach((word, i) => view.setInt16(2 * i, word, true));
  if (dbrType >= 28) bytes.set(new TextEncoder().encode('A:PV'), 6);
  const put = (i: number, value: number): void => {
    const place = at + i * byteLength;
    if (byteLength === 40) bytes.set(new TextEncoder().encode(`text ${value}`), place);
    else if (byteLength === 2) view.setInt16(place, value, true);
  };
  values.forEach((value, i) => put(i, value));
  return bytes;
}

describe('EPICS records without a fixture', () => {
  it.each([[28, 74], [14, 20]])('texts of DBR type %i', (dbrType, at) => {
    const record = decodeEpics(writeRecord(dbrType, [1, 22], at, 40));
    expect(record).toMatchObject({ pvId: 7, values: ['text 1', 'text 22'], units: '', limits: null });
  });

  it.each([[29, 98], [15, 22]])('shorts of DBR type %i', (dbrType, at) => {
    expect(decodeEpics(writeRecord(dbrType, [-3, 1200], at, 2)).values).toEqual([-3, 1200]);
  });

  it('refuses what is too short or of another kind, and never anything worse', () => {
    expect(() => decodeEpics(writeRecord(33, [], 100, 4))).toThrow(/Epics.dbr_ctrl_long needs 4 bytes for lower_warning_limit at byte 100 /);
    expect(() => decodeEpics(writeRecord(21, [], 100, 4))).toThrow(/DBR type 21/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.uint8Array({ maxLength: 600 }), (dbrType, bytes) => {
        if (bytes.length >= 4) new DataView(bytes.buffer, bytes.byteOffset).setInt16(2, dbrType, true);
        try {
          decodeEpics(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(XtcError);
        }
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  it('names alarms as EPICS does', () => {
    expect([0, 3, 9, 21, 22, -1].map(alarmStatusName)).toEqual(['NO_ALARM', 'HIHI', 'COMM', 'WRITE_ACCESS', '22', '-1']);
    expect([0, 1, 2, 3, 4].map(alarmSeverityName)).toEqual(['NO_ALARM', 'MINOR', 'MAJOR', 'INVALID', '4']);
  });
});

describe('the list of PVs', () => {
  const source = { log: 0x0100_0001, phy: 0x1f00_0000 };
  const xtc = (payload?: Uint8Array<ArrayBuffer>): WritableXtc => ({ source, type: { typeId: 13, version: 1 }, payload });
  const configure = (children: WritableXtc[], transition = 4): File => {
    const root: WritableXtc = { source: { log: 0x0300_0001, phy: 1 }, type: { typeId: 1, version: 1 }, children };
    return new File([joinParts(writeDatagram({ transition, seconds: 1, nanoseconds: 2, fiducials: 3, root }))], 'made.xtc');
  };

  it('of two streams with the same Configure has each PV once', async () => {
    const places = names.slice(0, 2).map((name) => ({ file: new File([load(name).file], name), offset: 0 }));
    const { pvs, problems } = await listEpics(places);
    expect(problems).toEqual([]);
    expect(pvs.length).toBe(40);
    expect(new Set(pvs.map((pv) => pv.name)).size).toBe(40);
    const samples = load(names[0]).samples.filter((sample) => sample.fields._base_.pvName);
    for (const sample of samples) {
      const pv = pvs.find(({ name }) => name === sample.fields._base_.pvName);
      expect(pv?.source).toBe('EpicsArch-0|NoDevice-0');
      if (pv) expectRecord(pv, sample);
    }
  });

  it('keeps duplicates of one datagram, passes over empty payloads and other transitions, and says what it cannot read', async () => {
    const record = writeRecord(29, [5], 98, 2);
    const file = configure([xtc(record), xtc(), xtc(record), xtc(record.slice(0, 90)), xtc(writeRecord(15, [5], 22, 2))]);
    const { pvs, problems } = await listEpics([{ file, offset: 0 }, { file: configure([xtc(record)], 12), offset: 0 }, { file: new File([], 'empty'), offset: 0 }]);
    expect(pvs.map((pv) => pv.name)).toEqual(['A:PV', 'A:PV']);
    expect(problems).toMatchObject([{ code: 'bad-payload', file: 'made.xtc', offset: 40 + 120 + 20 + 120 }]);
  });
});

describe('the lines of the PV table', () => {
  it('show values as stored, states by name, and find words in all columns', async () => {
    const { pvs } = await listEpics([{ file: new File([load(names[0]).file], 'a.xtc'), offset: 0 }]);
    const rows = epicsRows(pvs);
    const row = (name: string): EpicsRow | undefined => rows.find((other) => other.name === name);
    expect(row('XPP:MMS:00.RBV')).toMatchObject({ value: '-13.05842448376881', units: 'mm', alarm: 'NO_ALARM', display: '-100 … 100', type: 'CtrlDouble', pvId: 0 });
    expect(row('XPP:ATT:STATE:17')?.value).toBe('2 MOVING');
    expect(row('XPP:VAC:PIRG:31:PRESSMON')?.value).toMatch(/^18\.781\d+$/);
    expect(Math.fround(Number(row('XPP:VAC:PIRG:31:PRESSMON')?.value.split(' ')[0]))).toBe(pvs.find((pv) => pv.pvId === 31)?.values[0]);
    expect(row('XPP:VAC:PIRG:07:PRESSMON')?.value).toMatch(/^\[23\.37.*\]$/);
    expect(findEpicsRows(rows, 'pirg ctrlfloat').length).toBe(pvs.filter((pv) => pv.type === 'CtrlFloat' && pv.name.includes('PIRG')).length);
    expect(findEpicsRows(rows, 'nothing of that kind')).toEqual([]);
    expect(findEpicsRows(rows, ' ')).toBe(rows);
    expect(epicsRows([{ ...pvs[0], severity: 2, status: 3 }])[0]).toMatchObject({ alarm: 'MAJOR HIHI', isAlarmed: true });
  });
});
