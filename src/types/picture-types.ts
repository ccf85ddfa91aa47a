import { TYPE_CSPAD2X2_CONFIG, TYPE_CSPAD2X2_ELEMENT, TYPE_CSPAD_CONFIG, TYPE_CSPAD_ELEMENT } from '../format/type-id.ts';
import { CAMERA_PICTURES } from './picture-cameras.ts';
import { CCD_PICTURES } from './picture-ccds.ts';
import type { PictureType } from './picture-layout.ts';
import { MODULE_PICTURES } from './picture-modules.ts';

const TYPES = new Map([...CAMERA_PICTURES, ...CCD_PICTURES, ...MODULE_PICTURES].map((type) => [type.typeId, type]));

/** How pictures of a type lie in its payload; null for CSPads, which have their own way, and for what is no picture. */
export function pictureType(typeId: number): PictureType | null {
  return TYPES.get(typeId) ?? null;
}

/** Types of the configurations that may describe the pictures of a type. */
export function pictureConfigurations(typeId: number): readonly number[] {
  if (typeId === TYPE_CSPAD_ELEMENT) return [TYPE_CSPAD_CONFIG];
  if (typeId === TYPE_CSPAD2X2_ELEMENT) return [TYPE_CSPAD2X2_CONFIG];
  return TYPES.get(typeId)?.configurations ?? [];
}
