import type { Bytes, TypeWords } from '../format/write-datagram.ts';
import { PayloadWriter } from './payload-writer.ts';

// Beam-line data: payloads of pdsdata psddl/bld.ddl.h. Field names are the accessors'.

export const EBEAM_V1: TypeWords = { typeId: 15, version: 1 };
export const PHASE_CAVITY: TypeWords = { typeId: 16 };
export const GAS_DETECTOR: TypeWords = { typeId: 14 };
/** What stands in the place of a contribution that did not come. */
export const MISSING: TypeWords = { typeId: 0 };

/** Bld::BldDataEBeamV1. Charge nC, energy MeV, positions mm, angles mrad, current A. */
export type EBeam = {
  readonly damageMask: number;
  readonly ebeamCharge: number;
  readonly ebeamL3Energy: number;
  readonly ebeamLTUPosX: number;
  readonly ebeamLTUPosY: number;
  readonly ebeamLTUAngX: number;
  readonly ebeamLTUAngY: number;
  readonly ebeamPkCurrBC2: number;
};

export function writeEBeam(beam: EBeam): Bytes {
  return new PayloadWriter(60)
    .u32(beam.damageMask)
    .f64(beam.ebeamCharge, beam.ebeamL3Energy, beam.ebeamLTUPosX, beam.ebeamLTUPosY)
    .f64(beam.ebeamLTUAngX, beam.ebeamLTUAngY, beam.ebeamPkCurrBC2).bytes;
}

/** Bld::BldDataPhaseCavity. Times ps, charges pC. */
export type PhaseCavity = {
  readonly fitTime1: number;
  readonly fitTime2: number;
  readonly charge1: number;
  readonly charge2: number;
};

export function writePhaseCavity(cavity: PhaseCavity): Bytes {
  return new PayloadWriter(32).f64(cavity.fitTime1, cavity.fitTime2, cavity.charge1, cavity.charge2).bytes;
}

/** Bld::BldDataFEEGasDetEnergy, mJ: two before the attenuator, two after. */
export type GasDetector = {
  readonly f_11_ENRC: number;
  readonly f_12_ENRC: number;
  readonly f_21_ENRC: number;
  readonly f_22_ENRC: number;
};

export function writeGasDetector(energy: GasDetector): Bytes {
  return new PayloadWriter(32).f64(energy.f_11_ENRC, energy.f_12_ENRC, energy.f_21_ENRC, energy.f_22_ENRC)
    .bytes;
}
