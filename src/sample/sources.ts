import { BLD_NAMES, DETECTOR_NAMES, DEVICE_NAMES } from '../format/detector.ts';
import type { SourceWords } from '../format/write-datagram.ts';

const CONTROL = 0;
const SOURCE = 1;
const SEGMENT = 2;
const EVENT = 3;
const REPORTER = 6;

/** A made-up network of the DAQ's nodes: 172.21.36.x. */
const NETWORK = 0xac152400;

/** A detector as it is printed: `XppGon-0|Cspad-0`. */
export function detectorSource(printed: string, process: number): SourceWords {
  const [detector, detectorId, device, deviceId] = printed.split(/[-|]/);
  const numbers = [
    DETECTOR_NAMES.indexOf(detector),
    Number(detectorId),
    DEVICE_NAMES.indexOf(device),
    Number(deviceId),
  ];
  return words(
    SOURCE,
    process,
    numbers.reduce((phy, number) => phy * 256 + number, 0),
  );
}

/** Beam-line data as it is printed: `EBeam`. */
export function beamSource(printed: string): SourceWords {
  return words(REPORTER, 5, BLD_NAMES.indexOf(printed));
}

/** The node that builds events: the source of a datagram's root. */
export const EVENT_BUILDER = words(EVENT, 4321, NETWORK + 11);

/** The node that runs the scan. */
export const RUN_CONTROL = words(CONTROL, 1777, NETWORK + 1);

/** A node that reads out detectors. */
export function segmentSource(host: number): SourceWords {
  return words(SEGMENT, 2000 + host, NETWORK + host);
}

function words(level: number, process: number, phy: number): SourceWords {
  return { log: level * 2 ** 24 + process, phy };
}
