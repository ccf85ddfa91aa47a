import { XtcError } from '../base/errors.ts';

// The DAQ's index of one chunk, `.xtc.idx`, packed, little-endian. Source: pdsdata index/IndexFileStruct.hh

const TYPE_INDEX = 38;
const HEADER_BYTES: Readonly<Record<number, number>> = { 1: 44, 2: 60 };
const EVENT_BYTES = 36;
const CYCLE_BYTES = 20;
const SOURCE_BYTES = 8;

/** One event as the DAQ's index lists it. */
export type IndexedEvent = {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly fiducials: number;
  /** Of the datagram, in the chunk. */
  readonly offset: number;
  readonly damage: number;
  /** Bit k: segment k is damaged; came without data. Event code k was there. All bits are set when there are more than 32. */
  readonly damagedSegments: number;
  readonly emptySegments: number;
  readonly eventCodes: number;
};

export type IndexedCycle = {
  /** Of the BeginCalibCycle, in the chunk. */
  readonly offset: number;
  readonly firstEvent: number;
  readonly seconds: number;
  readonly nanoseconds: number;
};

/** A DAQ node and the leaves it writes. */
export type IndexedSegment = {
  readonly log: number;
  readonly phy: number;
  readonly leaves: readonly { readonly log: number; readonly phy: number; readonly contains: number }[];
};

export type DaqIndex = {
  readonly version: number;
  /** Name of the chunk, cut to 31 letters. */
  readonly file: string;
  readonly events: readonly IndexedEvent[];
  readonly cycles: readonly IndexedCycle[];
  readonly eventCodes: readonly number[];
  readonly segments: readonly IndexedSegment[];
  /** 0 in version 1. */
  readonly outOfOrder: number;
  readonly overlapPrevious: number;
  readonly overlapNext: number;
};

/**
 * Reads a `.xtc.idx` of either version.
 * @param name of the file, for messages
 * @throws {XtcError} 'bad-index' saying where it cannot be right
 */
export function readDaqIndex(bytes: Uint8Array, name: string): DaqIndex {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (what: string, offset: number): XtcError => new XtcError('bad-index', `${name} cannot be used as an index: ${what}.`, { file: name, offset });
  const type = bytes.byteLength < 4 ? 0 : view.getUint32(0, true);
  const version = type >>> 16;
  const headerBytes = HEADER_BYTES[version];
  if ((type & 0xffff) !== TYPE_INDEX || !headerBytes) throw refuse(`it begins with the word 0x${type.toString(16)}, and an index with 0x10026 or 0x20026`, 0);
  if (bytes.byteLength < headerBytes) throw refuse(`it has ${bytes.byteLength} bytes and its header takes ${headerBytes}`, 0);
  const isFirst = version === 1;
  const cycles = isFirst ? view.getInt16(36, true) : view.getInt32(36, true);
  const codes = isFirst ? view.getInt8(38) : view.getInt16(40, true);
  const segments = isFirst ? view.getInt8(39) : view.getInt16(42, true);
  const events = view.getInt32(isFirst ? 40 : 44, true);
  const cyclesAt = headerBytes + events * EVENT_BYTES;
  const codesAt = cyclesAt + cycles * CYCLE_BYTES;
  if (Math.min(cycles, codes, segments, events) < 0 || codesAt + codes > bytes.byteLength) {
    throw refuse(`it announces ${events} events, ${cycles} calib cycles and ${codes} event codes, more than its ${bytes.byteLength} bytes can hold`, 36);
  }
  return {
    version,
    file: readText(bytes.subarray(4, 36)),
    events: Array.from({ length: events }, (_, i) => readEvent(view, headerBytes + i * EVENT_BYTES, refuse)),
    cycles: Array.from({ length: cycles }, (_, i) => readCycle(view, cyclesAt + i * CYCLE_BYTES, refuse)),
    eventCodes: Array.from(bytes.subarray(codesAt, codesAt + codes)),
    segments: readSegments(view, codesAt + codes, segments, refuse),
    outOfOrder: isFirst ? 0 : view.getInt32(48, true),
    overlapPrevious: isFirst ? 0 : view.getInt32(52, true),
    overlapNext: isFirst ? 0 : view.getInt32(56, true),
  };
}

type Refuse = (what: string, offset: number) => XtcError;

function readEvent(view: DataView, at: number, refuse: Refuse): IndexedEvent {
  const word = (offset: number): number => view.getUint32(at + offset, true);
  return {
    seconds: word(0), nanoseconds: word(4), fiducials: word(8), offset: readOffset(view, at + 12, refuse),
    damage: word(20), damagedSegments: word(24), emptySegments: word(28), eventCodes: word(32),
  };
}

function readCycle(view: DataView, at: number, refuse: Refuse): IndexedCycle {
  return { offset: readOffset(view, at, refuse), firstEvent: view.getInt32(at + 8, true), seconds: view.getUint32(at + 12, true), nanoseconds: view.getUint32(at + 16, true) };
}

function readSegments(view: DataView, from: number, count: number, refuse: Refuse): IndexedSegment[] {
  const segments: IndexedSegment[] = [];
  let at = from;
  for (let segment = 0; segment < count; ++segment) {
    const leaves = at + SOURCE_BYTES < view.byteLength ? view.getUint8(at + SOURCE_BYTES) : 0;
    const sourcesAt = at + SOURCE_BYTES + 1;
    const typesAt = sourcesAt + leaves * SOURCE_BYTES;
    if (typesAt + leaves * 4 > view.byteLength) throw refuse(`segment ${segment} goes past its end`, at);
    segments.push({
      log: view.getUint32(at, true),
      phy: view.getUint32(at + 4, true),
      leaves: Array.from({ length: leaves }, (_, leaf) => ({
        log: view.getUint32(sourcesAt + leaf * SOURCE_BYTES, true),
        phy: view.getUint32(sourcesAt + leaf * SOURCE_BYTES + 4, true),
        contains: view.getUint32(typesAt + leaf * 4, true),
      })),
    });
    at = typesAt + leaves * 4;
  }
  return segments;
}

function readOffset(view: DataView, at: number, refuse: Refuse): number {
  const offset = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(offset) || offset < 0) throw refuse(`${offset} is no place in a file`, at);
  return offset;
}

function readText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : end));
}
