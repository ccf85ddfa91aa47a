import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squarify, type Rectangle } from '../../src/image/treemap.ts';

const weightList = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e12, noNaN: true })), { maxLength: 40 });
const area = ({ width, height }: Rectangle): number => width * height;

describe('squarify', () => {
  it('makes areas proportional to weights, inside the rectangle', () => {
    fc.assert(fc.property(weightList, fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2000 }), (weights, width, height) => {
      const parts = squarify(weights, { x: 3, y: 5, width, height });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      expect(parts.length).toBe(weights.length);
      parts.forEach((part, i) => {
        expect(area(part)).toBeCloseTo(total > 0 ? (weights[i] / total) * width * height : 0, 3);
        expect(part.width).toBeGreaterThanOrEqual(0);
        expect(part.height).toBeGreaterThanOrEqual(0);
        expect(part.x).toBeGreaterThanOrEqual(3 - 1e-6);
        expect(part.y).toBeGreaterThanOrEqual(5 - 1e-6);
        expect(part.x + part.width).toBeLessThanOrEqual(3 + width + 1e-6);
        expect(part.y + part.height).toBeLessThanOrEqual(5 + height + 1e-6);
      });
    }), { seed: 7, numRuns: 500 });
  });

  it('never lets two parts overlap', () => {
    fc.assert(fc.property(weightList, (weights) => {
      const parts = squarify(weights, { x: 0, y: 0, width: 300, height: 200 });
      for (const [i, a] of parts.entries()) {
        for (const b of parts.slice(i + 1)) {
          const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
          const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
          expect(Math.max(0, across) * Math.max(0, down)).toBeLessThan(1e-3);
        }
      }
    }), { seed: 8, numRuns: 300 });
  });

  it('gives the parts of the paper for its example', () => {
    // Example of Bruls et al.: 6, 6, 4, 3, 2, 2, 1 in 6 x 4.
    const parts = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
    const expected: [number, number, number, number][] = [
      [0, 0, 3, 2], [0, 2, 3, 2], [3, 0, 12 / 7, 7 / 3], [3 + 12 / 7, 0, 9 / 7, 7 / 3],
      [3, 7 / 3, 1.2, 5 / 3], [4.2, 7 / 3, 1.2, 5 / 3], [5.4, 7 / 3, 0.6, 5 / 3],
    ];
    parts.forEach(({ x, y, width, height }, i) => [x, y, width, height].forEach((value, at) => expect(value).toBeCloseTo(expected[i][at], 9)));
  });
});
