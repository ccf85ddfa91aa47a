import { expect, test } from 'vitest';
import type { Image } from '../../src/base/arrays.ts';
import { thumbnail } from '../../src/image/thumbnail.ts';

const grays = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));

function image(rows: number, columns: number, data: number[]): Image {
  return { shape: [rows, columns], dtype: 'f32', data: Float32Array.from(data) };
}

test('a small image stays as it is, absent pixels are transparent', () => {
  const small = thumbnail(image(1, 3, [0, NaN, 255]), 10, { low: 0, high: 255 }, 'linear', grays);
  expect([small.width, small.height]).toEqual([3, 1]);
  expect([...small.rgba]).toEqual([0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255]);
});

test('a pixel is the mean of the finite ones it covers, also at the odd edge', () => {
  // 3 × 3 in blocks of 2: saturated and absent pixels count in no mean.
  const small = thumbnail(image(3, 3, [10, 20, 50, 30, NaN, 70, 40, Infinity, 90]), 2, { low: 0, high: 255 }, 'linear', grays);
  expect([small.width, small.height]).toEqual([2, 2]);
  expect([0, 4, 8, 12].map((at) => small.rgba[at])).toEqual([20, 60, 40, 90]);
});
