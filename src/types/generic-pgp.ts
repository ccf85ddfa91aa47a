import { type } from './payload-type.ts';
import { bits, derive, inner, num, nums, numberOf, struct, type Count, type EnumNames, type Values } from './schema.ts';

/** The description of a camera read by the Pretty Good Protocol. @source psddldata genericpgp.ddl */

const DIMENSION = struct('GenericPgp.CDimension', nums('u32', 'rows', 'columns'));

const ACTIONS: EnumNames = { 0: 'RegisterRead', 1: 'RegisterWrite', 2: 'RegisterWriteA', 3: 'RegisterVerify', 4: 'Spin', 5: 'Usleep', 6: 'Flush' };

const REGISTER = struct('GenericPgp.CRegister', [bits('u32', null, ['action', 0, 7, { names: ACTIONS }], ['datasize', 8, 31]), ...nums('u32', 'address', 'offset', 'mask')]);

const STREAM = struct('GenericPgp.CStream', nums('u32', 'pgp_channel', 'data_type', 'config_type', 'config_offset'));

function dimension(own: Values, name: string, axis: string): number {
  return numberOf(own[name] as Values, axis);
}

const rows: Count = (own) => dimension(own, 'frame_dim', 'rows');
const columns: Count = (own) => dimension(own, 'frame_dim', 'columns');

export const GENERIC_PGP_CONFIG_V1 = struct(
  'GenericPgp.ConfigV1',
  [
    num('u32', 'id'),
    ...['frame_dim', 'aux_dim', 'env_dim'].map((name) => inner(name, DIMENSION)),
    ...nums('u32', 'number_of_registers', 'number_of_sequences', 'number_of_streams', 'payload_size'),
    num('u32', 'pixel_settings', [rows, columns]),
    num('u32', 'sequence_length', 'number_of_sequences'),
    inner('sequence', REGISTER, 'number_of_registers'),
    inner('stream', STREAM, 'number_of_streams'),
    num('u32', 'payload', 'payload_size'),
  ],
  {
    derived: [
      derive('numberOfRows', (own) => dimension(own, 'frame_dim', 'rows')),
      derive('numberOfColumns', (own) => dimension(own, 'frame_dim', 'columns')),
      derive('lastRowExclusions', (own) => dimension(own, 'aux_dim', 'rows')),
      derive('numberOfAsics', (own) => dimension(own, 'env_dim', 'columns')),
    ],
  },
);

const GENERIC_PGP_CONFIG = 85;

export const GENERIC_PGP_TYPES = [type(GENERIC_PGP_CONFIG, 1, GENERIC_PGP_CONFIG_V1)];
