import { nums, struct } from './schema.ts';

/** A pixel of a camera, column first. @source psddldata camera.ddl */
export const FRAME_COORD = struct('Camera.FrameCoord', nums('u16', 'column', 'row'));
