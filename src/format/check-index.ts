import { DATAGRAM_ROW_BYTES, REMARK_WORDS } from '../../assembly/layout.ts';
import type { Problem } from '../base/errors.ts';
import type { FileKey } from './file-key.ts';
import { rowsOf, type ConfigurationRef, type LeafKind, type RunIndex } from './run-index.ts';
import type { Device, ScanTable } from './scan-table.ts';
import type { SkippedBytes } from './skipped.ts';
import { L1_ACCEPT } from './transition.ts';

/** What a scan found, as an index file keeps it. */
export type StoredScan = { readonly index: RunIndex; readonly table: ScanTable; readonly problems: readonly Problem[] };

/** Says what is wrong with stored data; thrown to its reader only. */
export class IndexFault extends Error {}

type Fields<T> = Partial<Record<keyof T, unknown>>;

/**
 * Believes nothing of what an index file holds: every number that leads anywhere is held against what it leads to.
 * @throws {IndexFault} what does not fit
 */
export function checkStoredScan(value: unknown, keys: readonly FileKey[]): StoredScan {
  const scan = fields<StoredScan>(value, 'scan');
  const index = checkIndex(scan.index, keys);
  const table = checkTable(scan.table, index);
  const problems = list(scan.problems, 'problems').map(checkProblem);
  return { ...(value as StoredScan), index, table, problems };
}

/** @throws {IndexFault} */
export function checkKeys(value: unknown): FileKey[] {
  const keys = list(value, 'files').map((item): FileKey => {
    const key = fields<FileKey>(item, 'file');
    return { name: text(key.name, 'file name'), byteLength: count(key.byteLength, 'file size'), lastModified: number(key.lastModified, 'file time'), digest: text(key.digest, 'file digest') };
  });
  need(keys.length > 0, 'it names no file');
  return keys;
}

function checkIndex(value: unknown, keys: readonly FileKey[]): RunIndex {
  const index = fields<RunIndex>(value, 'index');
  const files = list(index.files, 'files').map((name) => text(name, 'file name'));
  need(files.length === keys.length && files.every((name, i) => name === keys[i].name), 'its file names differ from one another');
  const datagrams = count(index.datagrams, 'number of datagrams');
  need(index.rows instanceof ArrayBuffer && index.rows.byteLength === datagrams * DATAGRAM_ROW_BYTES, 'its table is not as long as it has datagrams');
  const remarks = column(index.remarks, Uint32Array<ArrayBuffer>, 'remarks');
  const fileOf = column(index.fileOf, Uint16Array, 'file column');
  need(fileOf.length === datagrams, 'its file column is not as long as it has datagrams');
  const events = rising(index.events, datagrams, true, 'events');
  const cycles = rising(index.cycles, events.length + 1, false, 'calib cycles');
  const kinds = list(index.kinds, 'kinds').map(checkKind);
  const signatures = list(index.signatures, 'signatures').map((item) => column(item, Uint16Array, 'signature'));
  need(signatures.every((signature) => signature.every((kind) => kind < kinds.length)), 'a datagram holds a kind of data that it does not list');
  const partners = column(index.partners, Uint32Array, 'partners');
  need(partners.length % 2 === 0 && partners.every((at, i) => at < (i % 2 === 0 ? events.length : datagrams)), 'a partner of an event does not exist');
  const kindBytes = column(index.kindBytes, Float64Array, 'bytes by kind');
  const kindDamaged = column(index.kindDamaged, Uint32Array, 'damage by kind');
  need(kindBytes.length === kinds.length && kindDamaged.length === kinds.length, 'its counts are not those of its kinds');
  const configurations = list(index.configurations, 'configurations').map((item) => checkConfiguration(item, keys, datagrams));
  const skipped = list(index.skipped, 'skipped bytes').map((item) => checkSkipped(item, keys));
  const containerBytes = number(index.containerBytes, 'bytes of containers');
  const checked: RunIndex = { ...(value as RunIndex), files, datagrams, rows: index.rows, remarks, fileOf, events, cycles, kinds, signatures, partners, kindBytes, kindDamaged, configurations, containerBytes, skipped };
  checkRows(checked, keys);
  return checked;
}

function checkRows(index: RunIndex, keys: readonly FileKey[]): void {
  const rows = rowsOf(index);
  let remarked = 0;
  for (let i = 0; i < index.datagrams; ++i) {
    const key = keys[index.fileOf[i]] as FileKey | undefined;
    need(key !== undefined, `datagram ${i} lies in a file that it does not name`);
    const offset = rows.offset(i);
    // A datagram whose extent lies is kept up to where the next one begins: only its header must be there.
    need(Number.isSafeInteger(offset) && offset >= 0 && offset < key.byteLength, `datagram ${i} lies outside its file`);
    need(rows.signature(i) < index.signatures.length, `datagram ${i} holds what it does not list`);
    need(rows.transition(i) === L1_ACCEPT || rows.hasRemark(i), `nothing is said of datagram ${i}, which is no event`);
    if (rows.hasRemark(i)) need(index.remarks[REMARK_WORDS * remarked++] === i, `what is said of datagram ${i} is missing`);
  }
  need(index.remarks.length === REMARK_WORDS * remarked, 'it says something of datagrams that have nothing to say');
}

function checkKind(value: unknown): LeafKind {
  const kind = fields<LeafKind>(value, 'kind');
  need(kind.kind === 'DetInfo' || kind.kind === 'BldInfo' || kind.kind === 'ProcInfo', 'a source is of no known class');
  need(typeof kind.compressed === 'boolean', 'a kind does not say whether it is compressed');
  return {
    kind: kind.kind, source: text(kind.source, 'source'), level: count(kind.level, 'level'), phy: count(kind.phy, 'source number'),
    typeId: count(kind.typeId, 'type'), version: count(kind.version, 'version'), compressed: kind.compressed,
  };
}

function checkSkipped(value: unknown, keys: readonly FileKey[]): SkippedBytes {
  const range = fields<SkippedBytes>(value, 'skipped bytes');
  const [file, offset, byteLength] = [count(range.file, 'file'), count(range.offset, 'offset'), count(range.byteLength, 'size')];
  need(file < keys.length && offset + byteLength <= keys[file].byteLength, 'skipped bytes lie outside their file');
  return { file, offset, byteLength, code: text(range.code, 'reason') as SkippedBytes['code'] };
}

function checkConfiguration(value: unknown, keys: readonly FileKey[], datagrams: number): ConfigurationRef {
  const ref = fields<ConfigurationRef>(value, 'configuration');
  const [file, offset, byteLength] = [count(ref.file, 'file'), count(ref.offset, 'offset'), count(ref.byteLength, 'size')];
  const fromDatagram = count(ref.fromDatagram, 'datagram');
  need(file < keys.length && offset + byteLength <= keys[file].byteLength && fromDatagram < datagrams, 'a configuration lies outside its file');
  const [datagramOffset, datagramBytes] = [count(ref.datagramOffset, 'offset'), count(ref.datagramBytes, 'size')];
  need(datagramOffset + datagramBytes <= keys[file].byteLength, 'a configuration lies outside its file');
  return { kind: checkKind(ref.kind), file, offset, byteLength, datagramOffset, datagramBytes, fromDatagram };
}

function checkTable(value: unknown, index: RunIndex): ScanTable {
  const table = fields<ScanTable>(value, 'table');
  const events = count(table.events, 'number of events');
  need(events === index.events.length, 'its summary is that of another run');
  list(table.devices, 'devices').forEach((item) => {
    const device = fields<Device>(item, 'device');
    text(device.kind, 'class');
    text(device.source, 'source');
    for (const type of list(device.types, 'types')) {
      const { name, version, count: times } = fields<Device['types'][number]>(type, 'type');
      text(name, 'type name');
      count(version, 'version');
      count(times, 'count');
    }
    if (device.columns !== undefined) list(device.columns, 'columns').forEach((entry) => text(entry, 'column'));
  });
  list(table.controls, 'controls').forEach((name) => text(name, 'control'));
  list(table.eventsPerCycle, 'events of cycles').forEach((events) => count(events, 'events of a cycle'));
  count(table.datagrams, 'number of datagrams');
  count(table.calibCycles, 'number of cycles');
  return value as ScanTable;
}

function checkProblem(value: unknown): Problem {
  const { code, file, offset, message } = fields<Problem>(value, 'problem');
  return { code: text(code, 'code') as Problem['code'], file: text(file, 'file'), offset: count(offset, 'offset'), message: text(message, 'message') };
}

function need(isTrue: boolean, fault: string): asserts isTrue {
  if (!isTrue) throw new IndexFault(fault);
}

function fields<T>(value: unknown, what: string): Fields<T> {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), `a ${what} is missing`);
  return value;
}

function list(value: unknown, what: string): unknown[] {
  need(Array.isArray(value), `the list of ${what} is missing`);
  return value as unknown[];
}

function text(value: unknown, what: string): string {
  need(typeof value === 'string', `a ${what} is missing`);
  return value;
}

function number(value: unknown, what: string): number {
  need(typeof value === 'number' && Number.isFinite(value), `a ${what} is missing`);
  return value;
}

function count(value: unknown, what: string): number {
  need(Number.isSafeInteger(value) && (value as number) >= 0, `a ${what} is missing`);
  return value as number;
}

function column<T>(value: unknown, type: abstract new (...args: never[]) => T, what: string): T {
  need(value instanceof type, `the ${what} is missing`);
  return value;
}

function rising(value: unknown, end: number, isStrict: boolean, what: string): Uint32Array {
  const places = column(value, Uint32Array, what);
  for (let i = 0; i < places.length; ++i) {
    const before = i === 0 ? -1 : places[i - 1];
    need(places[i] < end && (isStrict ? places[i] > before : places[i] >= before), `its ${what} are not in order`);
  }
  return places;
}
