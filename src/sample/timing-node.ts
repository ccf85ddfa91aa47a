import type { WritableXtc } from '../format/write-datagram.ts';
import type { Stamp } from './run-recorder.ts';
import { detectorSource, RUN_CONTROL, segmentSource } from './sources.ts';
import {
  CONTROL_CONFIG_V1,
  EVR_CONFIG_V4,
  EVR_DATA_V3,
  NOT_AN_ARRAY,
  writeControlConfig,
  writeEvrConfig,
  writeEvrData,
} from './timing-payloads.ts';
import { CONTROL_PV } from './truth.ts';

const EVR = detectorSource('NoDetector-0|Evr-0', 300);
const NODE = segmentSource(20);
const BEAM = 140;
const READOUT = 40;

/** Settings of the event receiver: one readout at every pulse of the beam. */
export function evrConfiguration(): WritableXtc {
  const untriggered = { isTerminator: 0, reportDelay: 0, reportWidth: 1, maskSet: 0, maskClear: 0 };
  const payload = writeEvrConfig({
    eventcodes: [
      { ...untriggered, code: BEAM, isReadout: 1, maskTrigger: 3 },
      { ...untriggered, code: READOUT, isReadout: 0, maskTrigger: 0 },
    ],
    pulses: [{ pulseId: 0, polarity: 0, prescale: 1, delay: 93_000, width: 119_000 }],
    output_maps: [{ value: 0x10000 }],
  });
  return inNode({ source: EVR, type: EVR_CONFIG_V4, payload });
}

/** Event codes of one event. */
export function evrData({ fiducials }: Stamp): WritableXtc {
  const payload = writeEvrData([
    { timestampHigh: fiducials, timestampLow: 11_850, eventCode: BEAM },
    { timestampHigh: fiducials, timestampLow: 12_900, eventCode: READOUT },
  ]);
  return inNode({ source: EVR, type: EVR_DATA_V3, payload });
}

/** A step of the scan; without `delayFs` nothing is scanned. */
export function scanStep(events: number, delayFs?: number): WritableXtc {
  const pvControls = delayFs === undefined ? [] : [{ name: CONTROL_PV, index: NOT_AN_ARRAY, value: delayFs }];
  return {
    source: RUN_CONTROL,
    type: CONTROL_CONFIG_V1,
    payload: writeControlConfig({ events, pvControls }),
  };
}

function inNode(child: WritableXtc): WritableXtc {
  return { source: NODE, type: { typeId: 1 }, children: [child] };
}
