/** One ASIC in the picture: raw pixel (row r, column c) of it lies at (row + r*rowStep[0] + c*columnStep[0], column + …[1]). */
export type AsicPlacement = {
  readonly section: number;
  /** 0: columns 0…193 of the section, 1: columns 194…387. */
  readonly asic: number;
  /** Image position of the ASIC's pixel (0, 0). */
  readonly row: number;
  readonly column: number;
  /** Image step (rows, columns) of one raw row, one raw column; each is (±1, 0) or (0, ±1). */
  readonly rowStep: readonly [number, number];
  readonly columnStep: readonly [number, number];
};

/** How the sections of a detector become a picture. */
export type PixelMap = {
  readonly layout: 'cspad' | 'cspad2x2' | 'section';
  /** Image (rows, columns). */
  readonly shape: readonly [number, number];
  readonly asics: readonly AsicPlacement[];
};

/** A raw pixel: section = quad*8 + section of the quad. */
export type RawPixel = { readonly section: number; readonly row: number; readonly column: number };
