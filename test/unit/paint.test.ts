import { describe, expect, it } from 'vitest';
import { SATURATED_COLOR } from '../../src/image/colormap.ts';
import { paintImage } from '../../src/image/paint.ts';

describe('paintImage', () => {
  const data = Float32Array.of(NaN, Infinity, -5, 0, 5, 10, 99, 10 / 999 / 2);
  const image = { shape: [2, 4], dtype: 'f32', data } as const;

  it('is transparent without a pixel, clamps to the limits and marks saturated pixels', () => {
    const rgba = paintImage(image, { low: 0, high: 10 }, 'linear', 'gray');
    const color = (i: number) => [...rgba.subarray(4 * i, 4 * i + 4)];
    expect(color(0)).toEqual([0, 0, 0, 0]);
    expect(color(1)).toEqual([...SATURATED_COLOR, 255]);
    expect([2, 3, 4, 5, 6].map((i) => color(i)[0])).toEqual([0, 0, 128, 255, 255]);
  });

  it('follows the scale', () => {
    expect(paintImage(image, { low: 0, high: 20 }, 'sqrt', 'gray')[4 * 4]).toBe(128);
    // 1/2 of a 999th: log(1.5) / log(1000) of the way
    expect(paintImage(image, { low: 0, high: 10 }, 'log', 'gray')[4 * 7]).toBe(
      Math.round((255 * Math.log(1.5)) / Math.log(1000)),
    );
  });
});
