import type { Image } from '../base/arrays.ts';
import { COLORS, SATURATED_COLOR, colormapTable, type ColormapName } from './colormap.ts';
import { normalise, type Limits, type Scale } from './levels.ts';

/** Colours of an image: RGBA bytes (row, column, channel 4), transparent where there is no pixel. */
export function paintImage(
  image: Image,
  limits: Limits,
  scale: Scale,
  colormap: ColormapName,
): Uint8ClampedArray<ArrayBuffer> {
  const colors = colormapTable(colormap);
  const rgba = new Uint8ClampedArray(image.data.length * 4);
  for (let i = 0; i < image.data.length; ++i) {
    const value = image.data[i];
    if (Number.isNaN(value)) continue;
    const at = 4 * i;
    if (value === Infinity) rgba.set(SATURATED_COLOR, at);
    else {
      const color = 3 * Math.round((COLORS - 1) * normalise(value, limits, scale));
      rgba[at] = colors[color];
      rgba[at + 1] = colors[color + 1];
      rgba[at + 2] = colors[color + 2];
    }
    rgba[at + 3] = 255;
  }
  return rgba;
}
