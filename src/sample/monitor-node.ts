import type { WritableXtc } from '../format/write-datagram.ts';
import {
  IPIMB_CONFIG_V1,
  IPIMB_COUNTS,
  IPIMB_DATA_V1,
  IPIMB_VOLTS,
  IPM_FEX_CONFIG_V1,
  IPM_FEX_V1,
  writeIpimbConfig,
  writeIpimbData,
  writeIpmFex,
  writeIpmFexConfig,
} from './ipimb-payloads.ts';
import type { Stamp } from './run-recorder.ts';
import { detectorSource, segmentSource } from './sources.ts';

/** The intensity monitors, in the order of their channels below. */
export const MONITORS = ['XppSb2Ipm-1|Ipimb-0', 'XppSb3Ipm-1|Ipimb-0', 'XppSb3Pim-1|Ipimb-0'] as const;

const SOURCES = MONITORS.map((printed) => detectorSource(printed, 101));
const NODE = segmentSource(21);
const POSITION_SCALES = [3.5, -2.25] as const;

/** Settings of the boards and of their feature extraction: channel = 3.3 V - volts. */
export function monitorConfigurations(): WritableXtc {
  const config = writeIpimbConfig({
    triggerCounter: 0,
    serialID: 386_547_056_640,
    chargeAmpRange: 0x55, // 100 pF in all four channels
    calibrationRange: 0,
    resetLength: 1_000_000,
    resetDelay: 4095,
    chargeAmpRefVoltage: IPIMB_VOLTS,
    calibrationVoltage: 1.2,
    diodeBias: 0,
    status: 0,
    errors: 0,
    calStrobeLength: 2000,
    trigDelay: 89_000,
  });
  const diode = { base: [IPIMB_VOLTS, IPIMB_VOLTS, IPIMB_VOLTS], scale: [1, 10, 100] };
  const fex = writeIpmFexConfig({
    diode: [diode, diode, diode, diode],
    xscale: POSITION_SCALES[0],
    yscale: POSITION_SCALES[1],
  });
  return inNode([
    [IPIMB_CONFIG_V1, config],
    [IPM_FEX_CONFIG_V1, fex],
  ]);

  function inNode(payloads: [WritableXtc['type'], WritableXtc['payload']][]): WritableXtc {
    const children = SOURCES.flatMap((source) =>
      payloads.map(([type, payload]) => ({ source, type, payload })),
    );
    return { source: NODE, type: { typeId: 1 }, children };
  }
}

/** One event of all monitors. @param channels the four channels of each monitor, volts below the base, 0 … 3.3 */
export function monitorData(channels: readonly (readonly number[])[], stamp: Stamp): WritableXtc {
  const children = channels.flatMap((wanted, monitor): WritableXtc[] => {
    const counts = wanted.map((volts) => Math.round(((IPIMB_VOLTS - volts) * IPIMB_COUNTS) / IPIMB_VOLTS));
    const [channel0, channel1, channel2, channel3] = counts.map((count) =>
      Math.max(0, Math.min(IPIMB_COUNTS, count)),
    );
    const data = { triggerCounter: stamp.vector, config0: 0x1234, config1: 7, config2: 0x8001, checksum: 0 };
    const raw = writeIpimbData({ ...data, channel0, channel1, channel2, channel3 });
    const source = SOURCES[monitor];
    return [
      { source, type: IPIMB_DATA_V1, payload: raw },
      { source, type: IPM_FEX_V1, payload: writeIpmFex(extract([channel0, channel1, channel2, channel3])) },
    ];
  });
  return { source: NODE, type: { typeId: 1 }, children };
}

/** What the DAQ computes from the counts. */
function extract(counts: readonly number[]) {
  const channel = counts.map((count) => IPIMB_VOLTS - (count * IPIMB_VOLTS) / IPIMB_COUNTS);
  const [left, up, right, down] = channel;
  const sum = channel.reduce((total, value) => total + value, 0);
  const asymmetry = (a: number, b: number) => (a + b === 0 ? 0 : (a - b) / (a + b));
  return {
    channel,
    sum,
    xpos: POSITION_SCALES[0] * asymmetry(right, left),
    ypos: POSITION_SCALES[1] * asymmetry(down, up),
  };
}
