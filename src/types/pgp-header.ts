import { bits, nums, pad, type Member } from './schema.ts';

/** How elements begin that a card reads by the Pretty Good Protocol (32 bytes). @source psddldata epix.ddl, epixsampler.ddl */
export const PGP_HEADER: readonly Member[] = [
  bits('u32', null, ['vc', 0, 1], ['lane', 6, 7]),
  bits('u32', null, ['acqCount', 0, 15]),
  ...nums('u32', 'frameNumber', 'ticks', 'fiducials'),
  pad(12),
];
