/** A rectangle of whole pixels, half open: rows row0 … row1-1, columns column0 … column1-1. */
export type Region = {
  readonly row0: number;
  readonly row1: number;
  readonly column0: number;
  readonly column1: number;
};
