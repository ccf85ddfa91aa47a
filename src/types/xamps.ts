import { type } from './payload-type.ts';
import { bits, num, nums, struct } from './schema.ts';

/** An element of the XAMPS detector; newer libraries do not know it any more. @source pdsdata xamps/ElementHeader.cc, xamps/ElementV1.hh */
export const XAMPS_ELEMENT_V1 = struct('Xamps.ElementV1', [
  bits('u32', null, ['virtual_channel', 0, 1], ['lane', 6, 7], ['tid', 8, 31]),
  bits('u32', null, ['acq_count', 0, 15], ['op_code', 16, 23], ['elementId', 24, 25]),
  ...nums('u32', 'seq_count', 'ticks', 'fiducials'),
  num('u16', 'sb_temp', 4),
  bits('u32', null, ['frame_type', 0, 7]),
  num('u32', 'pixels', [1024, 256], { unit: 'ADU' }),
  num('u32', 'theLastWord'),
]);

const XAMPS_ELEMENT = 40;

export const XAMPS_TYPES = [type(XAMPS_ELEMENT, 1, XAMPS_ELEMENT_V1)];
