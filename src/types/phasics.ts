import { type } from './payload-type.ts';
import { nums, struct } from './schema.ts';

/** The Phasics wavefront camera; its pictures are camera frames. @source pdsdata phasics/ConfigV1.hh */
export const PHASICS_CONFIG_V1 = struct('Phasics.ConfigV1', nums('u32', 'brightness', 'exposure', 'sharpness', 'gamma', 'shutter', 'gain', 'pan', 'tilt'));

const PHASICS_CONFIG = 48;

export const PHASICS_TYPES = [type(PHASICS_CONFIG, 1, PHASICS_CONFIG_V1)];
