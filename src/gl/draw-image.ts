import type { DefaultContext, DrawCommand, Framebuffer, Regl, Texture2D } from 'regl';
import type { Scale } from '../image/levels.ts';

/** Values that stand for "no pixel" and "saturated" in the texture: drivers may compile tests for NaN and Infinity away. */
export const ABSENT = -3e38;
export const SATURATED = 3e38;

/** Numbers of the scales in the shader. */
const SCALES: Readonly<Record<Scale, number>> = { linear: 0, log: 1, sqrt: 2 };

const vertex = `
precision highp float;
attribute vec2 corner;
uniform vec2 canvas;      // CSS pixels
uniform vec3 viewport;    // column, row, zoom
varying vec2 position;    // image column, row; pixel i from i to i + 1
void main() {
  vec2 fromCentre = vec2(corner.x, -corner.y) * canvas * 0.5;
  position = viewport.xy + 0.5 + fromCentre / viewport.z;
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

const fragment = `
precision highp float;
precision highp sampler2D;
uniform sampler2D image, colormap;
uniform vec2 size;        // columns, rows
uniform vec2 limits;      // low, high, ADU
uniform float scale;
uniform float span;       // image pixels per device pixel
uniform vec3 saturatedColor;
varying vec2 position;
const float MAX_TAPS = 17.0;

float value(vec2 pixel) {
  return texture2D(image, (pixel + 0.5) / size).r;
}

void main() {
  if (position.x < 0.0 || position.y < 0.0 || position.x >= size.x || position.y >= size.y) discard;
  float sum = 0.0, weights = 0.0, saturated = 0.0;
  if (span <= 1.0) {
    float v = value(floor(position));
    if (v > 2e38) saturated = 1.0;
    else if (v > -2e38) { sum = v; weights = 1.0; }
  } else {
    // Mean over the pixels that this device pixel covers, each by the area it covers of it.
    vec2 low = max(position - 0.5 * span, 0.0), high = min(position + 0.5 * span, size);
    vec2 first = floor(low);
    for (float j = 0.0; j < MAX_TAPS; ++j) {
      float row = first.y + j;
      if (row >= high.y) break;
      float height = min(row + 1.0, high.y) - max(row, low.y);
      for (float i = 0.0; i < MAX_TAPS; ++i) {
        float column = first.x + i;
        if (column >= high.x) break;
        float area = height * (min(column + 1.0, high.x) - max(column, low.x));
        float v = value(vec2(column, row));
        if (v > 2e38) saturated += area;
        else if (v > -2e38) { sum += area * v; weights += area; }
      }
    }
    vec2 covered = min(high - low, MAX_TAPS);
    if (weights + saturated < 0.5 * covered.x * covered.y) discard;
  }
  if (saturated > weights) { gl_FragColor = vec4(saturatedColor, 1.0); return; }
  if (weights == 0.0) discard;
  float t = clamp((sum / weights - limits.x) / (limits.y - limits.x), 0.0, 1.0);
  if (scale == 1.0) t = log(1.0 + 999.0 * t) / log(1000.0); // as src/image/levels.ts normalise
  else if (scale == 2.0) t = sqrt(t);
  gl_FragColor = vec4(texture2D(colormap, vec2((t * 255.0 + 0.5) / 256.0, 0.5)).rgb, 1.0);
}`;

/** What one drawing of the image needs. */
export type DrawImageProps = {
  /** f32 luminance (rows, columns) with ABSENT and SATURATED. */
  readonly image: Texture2D;
  /** RGB (1, 256). */
  readonly colormap: Texture2D;
  /** Columns, rows. */
  readonly size: readonly [number, number];
  /** Width, height, CSS pixels. */
  readonly canvas: readonly [number, number];
  /** Column, row, zoom. */
  readonly viewport: readonly [number, number, number];
  readonly limits: readonly [number, number];
  readonly scale: Scale;
  /** Image pixels per device pixel. */
  readonly span: number;
  /** RGB, 0 … 1. */
  readonly saturatedColor: readonly [number, number, number];
  /** null draws to the canvas. */
  readonly target: Framebuffer | null;
};

/** The command that draws an image into the whole target: nearest above 1:1, averaged below, nothing where there is no pixel. */
export function createDrawImage(regl: Regl): DrawCommand<DefaultContext, DrawImageProps> {
  const prop = <K extends keyof DrawImageProps>(name: K) => regl.prop<DrawImageProps, K>(name);
  return regl<object, object, DrawImageProps>({
    vert: vertex,
    frag: fragment,
    attributes: {
      corner: [
        [-1, -1],
        [3, -1],
        [-1, 3],
      ],
    },
    uniforms: {
      image: prop('image'),
      colormap: prop('colormap'),
      size: prop('size'),
      canvas: prop('canvas'),
      viewport: prop('viewport'),
      limits: prop('limits'),
      scale: (_: DefaultContext, props: DrawImageProps) => SCALES[props.scale],
      span: prop('span'),
      saturatedColor: prop('saturatedColor'),
    },
    framebuffer: prop('target'),
    count: 3,
    depth: { enable: false },
  });
}
