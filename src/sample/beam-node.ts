import type { WritableXtc } from '../format/write-datagram.ts';
import {
  EBEAM_V1,
  GAS_DETECTOR,
  MISSING,
  PHASE_CAVITY,
  writeEBeam,
  writeGasDetector,
  writePhaseCavity,
} from './beam-payloads.ts';
import type { Random } from './random.ts';
import { beamSource, segmentSource } from './sources.ts';

const EBEAM = beamSource('EBeam');
const CAVITY = beamSource('PhaseCavity');
const GAS = beamSource('FEEGasDetEnergy');
const NODE = segmentSource(5);

/** Damage of a container that lacks what a node should have sent. @source pdsdata xtc/Damage.hh */
export const DROPPED = 0x2;

/** What the accelerator tells of a shot. */
export type Beam = {
  /** 1 is the usual pulse. */
  readonly intensity: number;
  /** PhaseCavity.fitTime1, ps. */
  readonly fitTime1: number;
  /** False when the gas detector's packet did not come. */
  readonly hasGasDetector: boolean;
};

/** Beam-line data of a shot, as the node that collects them adds them. */
export function beamData({ intensity, fitTime1, hasGasDetector }: Beam, random: Random): WritableXtc {
  const ebeam = writeEBeam({
    damageMask: 0,
    ebeamCharge: random.gaussian(0.25, 0.002),
    ebeamL3Energy: random.gaussian(13640, 6),
    ebeamLTUPosX: random.gaussian(0, 0.02),
    ebeamLTUPosY: random.gaussian(-0.2, 0.02),
    ebeamLTUAngX: random.gaussian(0, 0.001),
    ebeamLTUAngY: random.gaussian(0, 0.001),
    ebeamPkCurrBC2: random.gaussian(2950, 60),
  });
  const energy = () => intensity * random.gaussian(1.5, 0.015);
  const transmission = 0.8;
  const gas = writeGasDetector({
    f_11_ENRC: energy(),
    f_12_ENRC: energy(),
    f_21_ENRC: transmission * energy(),
    f_22_ENRC: transmission * energy(),
  });
  const cavity = writePhaseCavity({
    fitTime1,
    fitTime2: fitTime1 + random.gaussian(0, 0.015),
    charge1: random.gaussian(0.25, 0.002),
    charge2: random.gaussian(0.25, 0.002),
  });
  return {
    source: NODE,
    type: { typeId: 1 },
    damage: hasGasDetector ? 0 : DROPPED,
    children: [
      { source: EBEAM, type: EBEAM_V1, payload: ebeam },
      hasGasDetector
        ? { source: GAS, type: GAS_DETECTOR, payload: gas }
        : { source: GAS, type: MISSING, damage: DROPPED },
      { source: CAVITY, type: PHASE_CAVITY, payload: cavity },
    ],
  };
}
