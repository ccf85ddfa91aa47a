import {
  CSPAD_ELEMENT_HEADER_BYTES,
  CSPAD_ELEMENT_TRAILER_BYTES,
  SECTION_PIXELS,
  SECTIONS_PER_QUAD,
} from '../../assembly/layout.ts';
import type { Bytes, TypeWords } from '../format/write-datagram.ts';
import { PayloadWriter } from './payload-writer.ts';

// CSPad: payloads of pdsdata psddl/cspad.ddl.h. Field names are the accessors'.

export const CSPAD_CONFIG_V5: TypeWords = { typeId: 29, version: 5 };
export const CSPAD_ELEMENT_V2: TypeWords = { typeId: 28, version: 2 };

const CONFIG_BYTES = 287928;
const QUAD_ELEMENT_BYTES =
  CSPAD_ELEMENT_HEADER_BYTES + 2 * SECTIONS_PER_QUAD * SECTION_PIXELS + CSPAD_ELEMENT_TRAILER_BYTES;

/** Marks the end of a quad; readers skip it. */
const TRAILER = 0xfeed;

/** CsPad::ConfigV5. */
export type CspadConfig = {
  readonly concentratorVersion: number;
  readonly runDelay: number;
  readonly eventCode: number;
  readonly protectionThresholds: readonly {
    readonly adcThreshold: number;
    readonly pixelCountThreshold: number;
  }[];
  readonly protectionEnable: number;
  readonly inactiveRunMode: number;
  readonly activeRunMode: number;
  readonly internalTriggerDelay: number;
  readonly tdi: number;
  readonly payloadSize: number;
  readonly badAsicMask0: number;
  readonly badAsicMask1: number;
  readonly asicMask: number;
  readonly quadMask: number;
  /** Section mask of quad q in bits 8q … 8q+7. */
  readonly roiMasks: number;
  readonly quads: readonly CspadQuadRegisters[];
};

/** CsPad::ConfigV3QuadReg. */
export type CspadQuadRegisters = {
  /** shiftSelect[4], edgeSelect[4], readClkSet … pdpmndnmBalance, ro.shiftTest, ro.version: 25 words in file order. */
  readonly words: readonly number[];
  /** dp.pots, 80 bytes. */
  readonly pots: Uint8Array;
  /** gm.gainMap, u16 (185, 194); bit k is the gain of ASIC k. */
  readonly gainMap: Uint8Array;
};

export function writeCspadConfig(config: CspadConfig): Bytes {
  const writer = new PayloadWriter(CONFIG_BYTES).u32(
    config.concentratorVersion,
    config.runDelay,
    config.eventCode,
  );
  for (const { adcThreshold, pixelCountThreshold } of config.protectionThresholds)
    writer.u32(adcThreshold, pixelCountThreshold);
  writer.u32(
    config.protectionEnable,
    config.inactiveRunMode,
    config.activeRunMode,
    config.internalTriggerDelay,
  );
  writer.u32(config.tdi, config.payloadSize, config.badAsicMask0, config.badAsicMask1);
  writer.u32(config.asicMask, config.quadMask, config.roiMasks);
  for (const { words, pots, gainMap } of config.quads)
    writer
      .u32(...words)
      .raw(pots)
      .raw(gainMap);
  return writer.bytes;
}

/** The header of one quad in a CsPad::DataV2. */
export type CspadQuadHeader = {
  readonly virtual_channel: number;
  readonly lane: number;
  readonly tid: number;
  readonly acq_count: number;
  readonly op_code: number;
  readonly quad: number;
  readonly seq_count: number;
  readonly ticks: number;
  readonly fiducials: number;
  readonly sb_temp: readonly number[];
  readonly frame_type: number;
};

/** The 32 bytes before the pixels of a quad. */
export function writeQuadHeader(header: CspadQuadHeader): Bytes {
  return new PayloadWriter(CSPAD_ELEMENT_HEADER_BYTES)
    .u32(header.virtual_channel | (header.lane << 6) | (header.tid << 8))
    .u32(header.acq_count | (header.op_code << 16) | (header.quad << 24))
    .u32(header.seq_count, header.ticks, header.fiducials)
    .u16(...header.sb_temp)
    .u32(header.frame_type).bytes;
}

/** A payload of complete quads, in the order of their headers, whose pixels are still to be filled in. */
export type CspadElement = {
  readonly payload: Bytes;
  /** Pixels of each quad, i16 (section 8, row 185, column 388), in the order of the headers. */
  readonly pixels: readonly Int16Array[];
};

export function startCspadElement(headers: readonly CspadQuadHeader[]): CspadElement {
  const payload = new Uint8Array(headers.length * QUAD_ELEMENT_BYTES);
  const pixels = headers.map((header, index) => {
    const offset = index * QUAD_ELEMENT_BYTES;
    payload.set(writeQuadHeader(header), offset);
    const trailer = new PayloadWriter(CSPAD_ELEMENT_TRAILER_BYTES).u16(TRAILER, header.quad).bytes;
    payload.set(trailer, offset + QUAD_ELEMENT_BYTES - trailer.byteLength);
    return new Int16Array(
      payload.buffer,
      offset + CSPAD_ELEMENT_HEADER_BYTES,
      SECTIONS_PER_QUAD * SECTION_PIXELS,
    );
  });
  return { payload, pixels };
}
