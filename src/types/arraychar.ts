import { type } from './payload-type.ts';
import { num, struct } from './schema.ts';

/** Bytes of no known meaning. @source psddldata arraychar.ddl */
export const ARRAYCHAR_DATA_V1 = struct('Arraychar.DataV1', [num('u64', 'numChars'), num('u8', 'data', 'numChars')]);

const ARRAYCHAR = 82;

export const ARRAYCHAR_TYPES = [type(ARRAYCHAR, 1, ARRAYCHAR_DATA_V1)];
