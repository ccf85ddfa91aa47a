/** Names of the colour maps, in the order in which they are offered. */
export const COLORMAPS = ['viridis', 'inferno', 'magma', 'gray', 'gray inverted', 'jet'] as const;
export type ColormapName = (typeof COLORMAPS)[number];
