/** What part of an image a canvas shows: the image point at the canvas' centre and the screen pixels per image pixel. */
export type Viewport = {
  /** Image column and row (pixel centre of pixel i = i) at the centre of the canvas. */
  readonly column: number;
  readonly row: number;
  /** CSS pixels per image pixel. */
  readonly zoom: number;
};
