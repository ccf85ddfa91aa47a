import { rgb } from 'd3-color';
import { interpolateInferno, interpolateMagma, interpolateViridis } from 'd3-scale-chromatic';
import { describe, expect, it } from 'vitest';
import { COLORMAPS, COLORS, SATURATED_COLOR, colormapTable } from '../../src/image/colormap.ts';

function baked(interpolate: (t: number) => string): number[] {
  return Array.from({ length: COLORS }, (_, i) => rgb(interpolate(i / (COLORS - 1)))).flatMap(
    ({ r, g, b }) => [r, g, b],
  );
}

function colorAt(name: (typeof COLORMAPS)[number], i: number): number[] {
  return [...colormapTable(name).subarray(3 * i, 3 * i + 3)];
}

describe('colormapTable', () => {
  it.each([
    ['viridis', interpolateViridis],
    ['inferno', interpolateInferno],
    ['magma', interpolateMagma],
  ] as const)('%s is what d3 gives', (name, interpolate) => {
    expect([...colormapTable(name)]).toEqual(baked(interpolate));
  });

  it('gray goes from black to white, and back inverted', () => {
    expect([colorAt('gray', 0), colorAt('gray', 128), colorAt('gray', 255)]).toEqual([
      [0, 0, 0],
      [128, 128, 128],
      [255, 255, 255],
    ]);
    expect([colorAt('gray inverted', 0), colorAt('gray inverted', 255)]).toEqual([
      [255, 255, 255],
      [0, 0, 0],
    ]);
  });

  it('jet goes from dark blue over green to dark red', () => {
    expect(colorAt('jet', 0)).toEqual([0, 0, 128]);
    expect(colorAt('jet', 255)).toEqual([128, 0, 0]);
    const [red, green, blue] = colorAt('jet', 128);
    expect(green).toBe(255);
    expect(Math.abs(red - blue)).toBeLessThan(5);
  });

  it.each(COLORMAPS)('%s has 256 colours and not the one of saturated pixels', (name) => {
    expect(colormapTable(name)).toHaveLength(3 * COLORS);
    for (let i = 0; i < COLORS; ++i) {
      const distance = Math.hypot(...colorAt(name, i).map((channel, c) => channel - SATURATED_COLOR[c]));
      expect(distance).toBeGreaterThan(60);
    }
  });
});
