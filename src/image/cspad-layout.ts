// Where the sections of a CSPad lie, in pixels: the constants of XtcExplorer's calib/CSPad (run range 0-end), an optical
// metrology of 2010. "x" counts rows and "y" columns. Rows are quads 0…3, columns sections 0…7.

/** Centre of each section in its quad, from the corner at the beam: x upwards. */
export const CENTER_X = [
  [199.14, 198.05, 310.67, 98.22, 629.71, 629.68, 711.87, 499.32],
  [198.52, 198.08, 311.5, 98.69, 627.27, 627.27, 712.35, 499.77],
  [198.32, 198.04, 310.53, 97.43, 626.68, 628.45, 710.86, 498.01],
  [198.26, 198.04, 308.7, 96.42, 627.66, 628.04, 711.12, 498.25],
] as const;

/** The same, y to the left. */
export const CENTER_Y = [
  [308.25, 95.11, 625.6, 625.7, 515.02, 727.37, 198.53, 199.3],
  [307.18, 95.08, 622.98, 623.51, 514.99, 727.35, 199.27, 198.94],
  [307.68, 95.09, 623.95, 625.29, 512.32, 724.63, 198.04, 200.35],
  [307.39, 95.12, 627.57, 626.65, 518.03, 730.95, 200.02, 199.7],
] as const;

/** Added to the centres. */
export const CENTER_CORRECTION_X = [
  [0, 0, 0, 1, 1, 0, 1, 0],
  [0, 0, 0, 0, 0, 0, -1, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, -1, 0, 0, 0, 1],
] as const;

/** Added to the centres. */
export const CENTER_CORRECTION_Y = [
  [0, 0, 0, 0, -1, 0, -1, 0],
  [0, 0, 0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0, 0, 0, -1, -2],
  [0, 0, 0, 0, 0, 0, 0, 0],
] as const;

/** Offset of each quad's square in the picture, corrections added. */
export const QUAD_OFFSET_X = [0, 0, 834 - 2, 834] as const;
export const QUAD_OFFSET_Y = [0 + 3, 834 - 1, 834 - 5, 0 + 2] as const;

/** Margin of the sections in a quad's square, margin of the quads in the picture, and how far the quads are shifted. */
export const SECTION_MARGIN = 15;
export const QUAD_MARGIN = 40;
export const QUAD_SHIFT = 38;

/** Side of a quad's square and of the picture. */
export const QUAD_SIDE = 850;
export const IMAGE_SIDE = 1800;

/** Pixels without data between the two ASICs of a section: the columns beside it are 2.5 pixels wide each. */
export const ASIC_GAP = 3;

/** Between the two sections of a CSPad2x2, in the picture of XtcExplorer. */
export const PAIR_GAP = 10;
