import { type } from './payload-type.ts';
import { bits, num, nums, struct, text } from './schema.ts';

/** Decisions of the level-3 trigger. @source psddldata l3t.ddl */

const L3T_CONFIG_V1 = struct('L3T.ConfigV1', [...nums('u32', 'module_id_len', 'desc_len'), text('module_id', 'module_id_len'), text('desc', 'desc_len')]);

const L3T_DATA_V1 = struct('L3T.DataV1', [num('u32', 'accept', [], { names: { 0: 'rejected', 1: 'accepted' } })]);

/** Its results are not numbered as those in the datagram's env word. */
const L3T_DATA_V2 = struct('L3T.DataV2', [
  bits('u32', 'accept', ['result', 0, 1, { names: { 0: 'Fail', 1: 'Pass', 2: 'None' } }], ['bias', 2, 2, { names: { 0: 'Unbiased', 1: 'Biased' } }]),
]);

const [L3T_CONFIG, L3T_DATA] = [70, 71];

export const L3T_TYPES = [type(L3T_CONFIG, 1, L3T_CONFIG_V1), type(L3T_DATA, 1, L3T_DATA_V1), type(L3T_DATA, 2, L3T_DATA_V2)];
