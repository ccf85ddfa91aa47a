/** How values become colours between two limits. */
export type Scale = 'linear' | 'log' | 'sqrt';

/** What sets the limits: a share of the pixels of each event, or fixed values that stay put. */
export type LevelsMode =
  | { readonly mode: 'percentile'; readonly lower: number; readonly upper: number }
  | { readonly mode: 'fixed'; readonly low: number; readonly high: number };

/** Limits in ADU: `low` gets the first colour, `high` the last. */
export type Limits = { readonly low: number; readonly high: number };
