import { SECTION_PIXELS, SECTIONS_PER_QUAD } from '../../assembly/layout.ts';
import type { WritableXtc } from '../format/write-datagram.ts';
import { CSPAD_CONFIG_V5, CSPAD_ELEMENT_V2, startCspadElement, writeCspadConfig } from './cspad-payloads.ts';
import type { Stamp } from './run-recorder.ts';
import { detectorSource, segmentSource } from './sources.ts';
import { STORED_QUADS } from './truth.ts';

const CSPAD = detectorSource('XppGon-0|Cspad-0', 270);
const NODE = segmentSource(24);
const GAIN_MAP_BYTES = 71780;
const REGISTERS = 25;

/** The settings of the whole CSPad: every section read out, high gain everywhere. */
export function cspadConfiguration(): WritableXtc {
  const gainMap = new Uint8Array(GAIN_MAP_BYTES).fill(0xff);
  const registers = {
    words: new Array<number>(REGISTERS).fill(0),
    pots: new Uint8Array(80).fill(0x80),
    gainMap,
  };
  const payload = writeCspadConfig({
    concentratorVersion: 0xcc000509,
    runDelay: 59_200,
    eventCode: 40,
    protectionThresholds: STORED_QUADS.map(() => ({ adcThreshold: 300, pixelCountThreshold: 1200 })),
    protectionEnable: 1,
    inactiveRunMode: 3,
    activeRunMode: 3,
    internalTriggerDelay: 0,
    tdi: 4,
    payloadSize: 36 + 2 * SECTION_PIXELS * SECTIONS_PER_QUAD,
    badAsicMask0: 0,
    badAsicMask1: 0,
    asicMask: 15,
    quadMask: 15,
    roiMasks: 0xffffffff,
    quads: STORED_QUADS.map(() => registers),
  });
  return inNode({ source: CSPAD, type: CSPAD_CONFIG_V5, payload });
}

/** An event of the whole CSPad. @param raw i16 (4, 8, 185, 388) */
export function cspadEvent(raw: Int16Array, stamp: Stamp): WritableXtc {
  const headers = STORED_QUADS.map((quad, position) => ({
    virtual_channel: position,
    lane: quad,
    tid: 0xabc000 + stamp.vector,
    acq_count: stamp.vector,
    op_code: 16,
    quad,
    seq_count: stamp.vector,
    ticks: stamp.vector * 69_905,
    fiducials: stamp.fiducials,
    sb_temp: [0, 1, 2, 3].map((sensor) => 3000 + 10 * quad + sensor),
    frame_type: 5,
  }));
  const { payload, pixels } = startCspadElement(headers);
  const quadPixels = SECTIONS_PER_QUAD * SECTION_PIXELS;
  STORED_QUADS.forEach((quad, position) =>
    pixels[position].set(raw.subarray(quad * quadPixels, (quad + 1) * quadPixels)),
  );
  return inNode({ source: CSPAD, type: CSPAD_ELEMENT_V2, payload });
}

function inNode(child: WritableXtc): WritableXtc {
  return { source: NODE, type: { typeId: 1 }, children: [child] };
}
