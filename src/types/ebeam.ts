import { type } from './payload-type.ts';
import { bits, num, struct, type BitSpec, type EnumNames, type Schema } from './schema.ts';

/**
 * What the accelerator measured of the electron bunch. One layout: later versions append.
 * @source psddldata bld.ddl BldDataEBeamV0 … V7
 */

/** In the order of the bits of `damageMask`; those after the last bit are not covered by it. */
// prettier-ignore
const FIELDS: readonly (readonly [name: string, since: number, unit: string, note?: string])[] = [
  ['ebeamCharge', 0, 'nC'],
  ['ebeamL3Energy', 0, 'MeV'],
  ['ebeamLTUPosX', 0, 'mm', 'BPMS:LTU1:720 through 750'],
  ['ebeamLTUPosY', 0, 'mm'],
  ['ebeamLTUAngX', 0, 'mrad'],
  ['ebeamLTUAngY', 0, 'mrad'],
  ['ebeamPkCurrBC2', 1, 'A'],
  ['ebeamEnergyBC2', 2, 'mm', 'position related to the beam energy'],
  ['ebeamPkCurrBC1', 3, 'A'],
  ['ebeamEnergyBC1', 3, 'mm', 'position related to the beam energy'],
  ['ebeamUndPosX', 4, 'mm', 'undulator launch feedback'],
  ['ebeamUndPosY', 4, 'mm', 'undulator launch feedback'],
  ['ebeamUndAngX', 4, 'mrad', 'undulator launch feedback'],
  ['ebeamUndAngY', 4, 'mrad', 'undulator launch feedback'],
  ['ebeamXTCAVAmpl', 5, 'MV'],
  ['ebeamXTCAVPhase', 5, '°'],
  ['ebeamDumpCharge', 5, 'e⁻', 'number of electrons'],
  ['ebeamPhotonEnergy', 6, 'eV', 'computed by the accelerator; its sign error is mended in version 7'],
  ['ebeamLTU250', 6, 'mm', 'BPMS:LTU1:250:X'],
  ['ebeamLTU450', 6, 'mm', 'BPMS:LTU1:450:X'],
];
const DAMAGE_BITS = 18;
const DAMAGE: EnumNames = { 0: 'valid', 1: 'invalid' };

function ebeam(version: number): Schema {
  const fields = FIELDS.filter(([, since]) => since <= version);
  const damage = fields.slice(0, DAMAGE_BITS).map(([name], bit): BitSpec => [damageName(name), bit, bit, { names: DAMAGE, note: `${name} is invalid when set` }]);
  const values = fields.map(([name, , unit, note]) => {
    const isEnergy = name === 'ebeamEnergyBC2' && version === 2;
    return num('f64', name, [], isEnergy ? { unit: 'MeV' } : { unit, note });
  });
  return struct(`Bld.BldDataEBeamV${version}`, [bits('u32', 'damageMask', ...damage), ...values]);
}

/** `EbeamChargeDamage`: the library's name of the bit. */
function damageName(field: string): string {
  return `E${field.slice(1)}Damage`;
}

const EBEAM = 15;

export const EBEAM_TYPES = [0, 1, 2, 3, 4, 5, 6, 7].map((version) => type(EBEAM, version, ebeam(version)));
