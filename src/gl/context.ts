import type { Regl } from 'regl';
import createRegl from 'regl/dist/regl.min.js';
import { XtcError } from '../base/errors.ts';

/** Longest side of an image, pixels, that every WebGL we meet can hold. */
export const MAX_TEXTURE = 8192;

/**
 * A regl on a canvas, with float textures. Its drawing is premultiplied and transparent where there is nothing.
 * @throws {XtcError} 'unsupported' when the browser gives no WebGL or no float textures
 */
export function createContext(canvas: HTMLCanvasElement): Regl {
  const gl = canvas.getContext('webgl', {
    alpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    premultipliedAlpha: true,
    powerPreference: 'high-performance',
  });
  if (!gl) {
    throw new XtcError(
      'unsupported',
      'This browser gives no WebGL, which the picture is drawn with. Switch hardware acceleration on, or use another browser.',
    );
  }
  if (!gl.getExtension('OES_texture_float')) {
    throw new XtcError(
      'unsupported',
      'This graphics driver has no float textures (OES_texture_float), which the picture needs. Use another browser or driver.',
    );
  }
  return createRegl({ gl, extensions: ['OES_texture_float'] });
}
