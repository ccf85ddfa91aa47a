import { MAX_FIDUCIALS, XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { damageText } from './damage.ts';
import { DETECTOR_NAMES, DEVICE_NAMES } from './detector.ts';
import { levelName, printAddress, sourceKind } from './source.ts';
import { L1_ACCEPT, BEGIN_RUN, transitionName } from './transition.ts';
import { isConfiguration, typeName, TYPE_ANY, TYPE_XTC } from './type-id.ts';

/** A part of a file with a name: some bits of a header word, or a field of a payload. */
export type Field = {
  /** In the words of the DAQ's library: `clock.seconds`, `src.log.level`. */
  readonly name: string;
  /** File offsets of its bytes, half open. Fields that are bits of one word share bytes. */
  readonly start: number;
  readonly end: number;
  /** The number or text that stands there. */
  readonly value: string;
  /** What that says; empty when the value says it all. */
  readonly meaning: string;
};

/** The words in front of a datagram's root, in file order. */
export type DatagramWords = {
  readonly nanoseconds: number;
  readonly seconds: number;
  readonly stampLow: number;
  readonly stampHigh: number;
  readonly env: number;
};

/** The words of an Xtc header, in file order. */
export type XtcWords = {
  readonly damage: number;
  readonly log: number;
  readonly phy: number;
  readonly contains: number;
  readonly extent: number;
};

const SEQUENCE_TYPES = ['Event', 'Occurrence', 'Marker'] as const;
const L3_RESULTS = ['no L3 trigger result', 'L3 trigger passed', 'L3 trigger failed', 'L3 trigger result 3'] as const;
const ERROR_FIDUCIAL = 0x1ffff;

/**
 * The fields in front of a datagram's root Xtc.
 * @param offset of the datagram in its file
 * @source pdsdata xtc/Dgram.hh, Sequence.hh, ClockTime.hh, TimeStamp.hh
 */
export function datagramFields(words: DatagramWords, offset: number): Field[] {
  const { nanoseconds, seconds, stampLow, stampHigh, env } = words;
  const control = stampLow >>> 24;
  const transition = control & 15;
  const fiducials = stampHigh & 0x1ffff;
  const field = fieldsAt(offset);
  return [
    field('clock.nanoseconds', 0, 4, String(nanoseconds), nanoseconds >= 1e9 ? 'not below 1 000 000 000: not a clock' : ''),
    field('clock.seconds', 4, 8, String(seconds), new Date(seconds * 1000).toISOString().replace('T', ' ').replace('.000Z', ' UTC')),
    field('stamp.ticks', 8, 11, hex(stampLow & 0xffffff), 'of 119 MHz since the fiducial'),
    field('stamp.service', 11, 12, String(transition), transitionName(transition)),
    field('stamp.type', 11, 12, String((control >>> 4) & 3), SEQUENCE_TYPES[(control >>> 4) & 3] ?? 'not in use'),
    field('stamp.extended', 11, 12, String(control >>> 7), ''),
    field('stamp.fiducials', 12, 15, hex(fiducials), fiducialMeaning(fiducials)),
    field('stamp.vector', 14, 16, String(stampHigh >>> 17), 'events since Configure'),
    field('env', 16, 20, hex(env), envMeaning(transition, env)),
  ];
}

/**
 * The fields of an Xtc header.
 * @param offset of the header in its file
 * @source pdsdata xtc/Xtc.hh, Damage.hh, Src.hh, DetInfo.hh, BldInfo.hh, ProcInfo.hh, TypeId.hh
 */
export function xtcFields(words: XtcWords, offset: number): Field[] {
  const { damage, log, phy, contains, extent } = words;
  const typeId = contains & 0xffff;
  const isCompressed = contains >>> 31 === 1;
  const level = log >>> 24;
  const field = fieldsAt(offset);
  return [
    field('damage', 0, 4, hex(damage), damage === 0 ? 'none' : damageText(damage)),
    field('src.log.processId', 4, 7, String(log & 0xffffff), ''),
    field('src.log.level', 7, 8, String(level), levelName(level)),
    ...addressFields(level, phy, field),
    field('contains.type', 12, 14, String(typeId), `${typeName(typeId)}${typeClass(typeId)}`),
    field('contains.version', 14, 16, String((contains >>> 16) & 0x7fff), ''),
    field('contains.compressed', 15, 16, isCompressed ? '1' : '0', isCompressed ? 'the payload is compressed' : ''),
    field('extent', 16, 20, String(extent), extentMeaning(extent)),
  ];
}

/** The field that a byte belongs to: the one with the fewest bytes when several share it; null when none does. */
export function fieldAt(fields: readonly Field[], offset: number): Field | null {
  let found: Field | null = null;
  for (const field of fields) {
    if (offset < field.start || offset >= field.end) continue;
    if (!found || field.end - field.start < found.end - found.start) found = field;
  }
  return found;
}

type FieldMaker = (name: string, start: number, end: number, value: string, meaning: string) => Field;

function fieldsAt(offset: number): FieldMaker {
  return (name, start, end, value, meaning) => ({ name, start: offset + start, end: offset + end, value, meaning });
}

/** The physical address: of a detector, of a beam-line datum, or of a machine. */
function addressFields(level: number, phy: number, field: FieldMaker): Field[] {
  const kind = sourceKind(level, phy);
  if (kind === 'BldInfo') return [field('src.phy', 8, 12, String(phy), 'number of the beam-line datum')];
  if (kind === 'ProcInfo') return [field('src.phy', 8, 12, hex(phy), `address ${printAddress(phy)}`)];
  const byte = (index: number): number => (phy >>> (8 * index)) & 255;
  return [
    field('src.phy.devId', 8, 9, String(byte(0)), ''),
    field('src.phy.device', 9, 10, String(byte(1)), DEVICE_NAMES[byte(1)] ?? 'not known'),
    field('src.phy.detId', 10, 11, String(byte(2)), ''),
    field('src.phy.detector', 11, 12, String(byte(3)), DETECTOR_NAMES[byte(3)] ?? 'not known'),
  ];
}

function typeClass(typeId: number): string {
  if (typeId === TYPE_XTC) return ', a container';
  if (typeId === TYPE_ANY) return ', placeholder of a contribution that did not come';
  return isConfiguration(typeId) ? ', a configuration' : '';
}

function extentMeaning(extent: number): string {
  if (extent < XTC_HEADER_BYTES) return 'shorter than its own header: impossible';
  const payload = extent - XTC_HEADER_BYTES;
  return payload === 0 ? 'header only, no payload' : `header ${XTC_HEADER_BYTES} + payload ${payload} bytes`;
}

function fiducialMeaning(fiducials: number): string {
  if (fiducials === ERROR_FIDUCIAL) return 'not valid';
  return fiducials >= MAX_FIDUCIALS ? `${fiducials}, beyond the last one` : `${fiducials}, of 360 Hz`;
}

/** @source pdsdata xtc/L1AcceptEnv.hh */
function envMeaning(transition: number, env: number): string {
  if (transition === BEGIN_RUN) return env === 0 ? 'run number not given' : `run number ${env}`;
  if (transition !== L1_ACCEPT) return '';
  return [
    `readout groups ${hex(env & 0xff)}`,
    L3_RESULTS[(env >>> 8) & 3],
    (env >>> 30) & 1 ? 'biased' : 'unbiased',
    ...(env >>> 31 ? ['trimmed'] : []),
  ].join(', ');
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
