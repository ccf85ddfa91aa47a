import { COLORMAP_TABLES } from './colormap-tables.ts';

/** Names of the colour maps, in the order in which they are offered. */
export const COLORMAPS = ['viridis', 'inferno', 'magma', 'gray', 'gray inverted', 'jet'] as const;
export type ColormapName = (typeof COLORMAPS)[number];

/** Colours of a map. */
export const COLORS = 256;

/** Colour of pixels that are left out as saturated (+Infinity), RGB; no map contains it. */
export const SATURATED_COLOR: readonly [number, number, number] = [255, 0, 230];

const tables = new Map<ColormapName, Uint8Array>();

/** RGB bytes (color 256, channel 3) of a map, from the low limit to the high one; shared, not to be written to. */
export function colormapTable(name: ColormapName): Uint8Array {
  let table = tables.get(name);
  if (!table) tables.set(name, (table = makeTable(name)));
  return table;
}

function makeTable(name: ColormapName): Uint8Array {
  switch (name) {
    case 'gray':
      return fromFormula((t) => [t, t, t]);
    case 'gray inverted':
      return fromFormula((t) => [1 - t, 1 - t, 1 - t]);
    case 'jet':
      return fromFormula(jet);
    default:
      return Uint8Array.from(atob(COLORMAP_TABLES[name]), (character) => character.charCodeAt(0));
  }
}

function fromFormula(color: (t: number) => readonly [number, number, number]): Uint8Array {
  const table = new Uint8Array(COLORS * 3);
  for (let i = 0; i < COLORS; ++i) {
    table.set(
      color(i / (COLORS - 1)).map((channel) => Math.round(channel * 255)),
      i * 3,
    );
  }
  return table;
}

/** Three overlapping trapezoids, as MATLAB drew it first. */
function jet(t: number): readonly [number, number, number] {
  const hill = (centre: number) => Math.min(Math.max(1.5 - Math.abs(4 * t - centre), 0), 1);
  return [hill(3), hill(2), hill(1)];
}
