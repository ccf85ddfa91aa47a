import { printSource } from '../format/source.ts';
import { derive, numberOf, nums, struct } from './schema.ts';

/** Where data come from, as configurations name it. @source pdsdata xtc/Src.hh, xtc/DetInfo.hh (same layout) */
export const SRC = struct('Pds.Src', nums('u32', 'log', 'phy'), {
  derived: [derive('name', (own) => printSource(numberOf(own, 'log'), numberOf(own, 'phy')).source)],
});
