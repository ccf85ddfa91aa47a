import type { Image } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { colormapTable, type ColormapName } from '../image/colormap.ts';
import { axisTicks, barValue, tickText } from '../image/level-axis.ts';
import { normalise, type Limits, type Scale } from '../image/levels.ts';
import { paintImage } from '../image/paint.ts';

/** A picture to be kept: the whole image with its colour bar and caption. */
export type Picture = {
  readonly image: Image;
  readonly limits: Limits;
  readonly scale: Scale;
  readonly colormap: ColormapName;
  /** One line under the image: run, event, source. */
  readonly caption: string;
};

const MARGIN = 16;
const GAP = 16;
const BAR = 24;
const LABELS = 84;
const CAPTION = 34;
const FONT = '16px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';

/**
 * Draws a picture as PNG on white, each image pixel a whole number of picture pixels: small images are enlarged.
 * @throws {XtcError} 'unsupported' when the browser cannot make it
 */
export async function renderPicture(picture: Picture): Promise<Blob> {
  const [rows, columns] = picture.image.shape;
  const zoom = Math.max(1, Math.floor(800 / Math.max(rows, columns)));
  const [width, height] = [columns * zoom, rows * zoom];
  const canvas = new OffscreenCanvas(
    2 * MARGIN + width + GAP + BAR + LABELS,
    2 * MARGIN + Math.max(height, 120) + CAPTION,
  );
  const context = canvas.getContext('2d');
  if (!context)
    throw new XtcError('unsupported', 'This browser gives no canvas large enough for the picture.');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawPixels(context, picture, width, height);
  drawBar(context, picture, MARGIN + width + GAP, Math.max(height, 120));
  context.fillStyle = '#000000';
  context.font = FONT;
  context.textAlign = 'left';
  context.fillText(picture.caption, MARGIN, canvas.height - MARGIN, canvas.width - 2 * MARGIN);
  return canvas.convertToBlob({ type: 'image/png' });
}

function drawPixels(
  context: OffscreenCanvasRenderingContext2D,
  picture: Picture,
  width: number,
  height: number,
): void {
  const { image, limits, scale, colormap } = picture;
  const [rows, columns] = image.shape;
  const pixels = new OffscreenCanvas(columns, rows);
  pixels
    .getContext('2d')
    ?.putImageData(new ImageData(paintImage(image, limits, scale, colormap), columns, rows), 0, 0);
  context.fillStyle = '#000000';
  context.fillRect(MARGIN, MARGIN, width, height);
  context.imageSmoothingEnabled = false;
  context.drawImage(pixels, MARGIN, MARGIN, width, height);
}

function drawBar(
  context: OffscreenCanvasRenderingContext2D,
  picture: Picture,
  x: number,
  height: number,
): void {
  const { limits, scale } = picture;
  const colors = colormapTable(picture.colormap);
  for (let y = 0; y < height; ++y) {
    const t = normalise(barValue(limits, 1 - (y + 0.5) / height), limits, scale);
    context.fillStyle = `rgb(${colors.subarray(3 * Math.round(255 * t), 3 * Math.round(255 * t) + 3).join()})`;
    context.fillRect(x, MARGIN + y, BAR, 1);
  }
  context.strokeStyle = '#000000';
  context.strokeRect(x - 0.5, MARGIN - 0.5, BAR + 1, height + 1);
  context.fillStyle = '#000000';
  context.font = FONT;
  context.textAlign = 'left';
  for (const tick of axisTicks(limits, Math.max(2, height / 90))) {
    const y = MARGIN + height * (1 - (tick - limits.low) / (limits.high - limits.low));
    context.fillRect(x + BAR, Math.min(y, MARGIN + height - 1), 6, 1);
    context.fillText(tickText(tick, limits), x + BAR + 10, y + 5, LABELS - 10 + MARGIN - 4);
  }
  context.fillText(scale === 'linear' ? 'ADU' : `ADU, ${scale}`, x, MARGIN + height + 22, BAR + LABELS);
}
