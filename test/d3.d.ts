// The parts of d3 that the colour tables are checked with; it ships no types.

declare module 'd3-color' {
  export function rgb(color: string): { r: number; g: number; b: number };
}

declare module 'd3-scale-chromatic' {
  export function interpolateViridis(t: number): string;
  export function interpolateInferno(t: number): string;
  export function interpolateMagma(t: number): string;
}
