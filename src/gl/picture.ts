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

const FONT = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** Measures of the page, picture pixels; they grow with the image so that a print of it can be read. */
function measuresFor(width: number, height: number) {
  const unit = Math.max(1, Math.max(width, height) / 900);
  return {
    margin: Math.round(16 * unit),
    bar: Math.round(22 * unit),
    labels: Math.round(76 * unit),
    caption: Math.round(30 * unit),
    type: Math.round(14 * unit),
    unit,
  };
}
type Measures = ReturnType<typeof measuresFor>;

/**
 * Draws a picture as PNG on white, each image pixel a whole number of picture pixels: small images are enlarged.
 * @throws {XtcError} 'unsupported' when the browser cannot make it
 */
export async function renderPicture(picture: Picture): Promise<Blob> {
  const [rows, columns] = picture.image.shape;
  const zoom = Math.max(1, Math.floor(800 / Math.max(rows, columns)));
  const [width, height] = [columns * zoom, rows * zoom];
  const measures = measuresFor(width, height);
  const { margin, bar, labels, caption, type } = measures;
  const canvas = new OffscreenCanvas(3 * margin + width + bar + labels, 2 * margin + height + caption);
  const context = canvas.getContext('2d');
  if (!context)
    throw new XtcError('unsupported', 'This browser gives no canvas large enough for the picture.');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = `${type}px ${FONT}`;
  drawPixels(context, picture, margin, [width, height]);
  drawBar(context, picture, measures, [2 * margin + width, margin, height]);
  context.fillText(picture.caption, margin, canvas.height - margin, width);
  return canvas.convertToBlob({ type: 'image/png' });
}

function drawPixels(
  context: OffscreenCanvasRenderingContext2D,
  { image, limits, scale, colormap }: Picture,
  margin: number,
  [width, height]: readonly [number, number],
): void {
  const [rows, columns] = image.shape;
  const pixels = new OffscreenCanvas(columns, rows);
  const colors = new ImageData(paintImage(image, limits, scale, colormap), columns, rows);
  pixels.getContext('2d')?.putImageData(colors, 0, 0);
  context.fillStyle = '#000000';
  context.fillRect(margin, margin, width, height);
  context.imageSmoothingEnabled = false;
  context.drawImage(pixels, margin, margin, width, height);
}

function drawBar(
  context: OffscreenCanvasRenderingContext2D,
  { limits, scale, colormap }: Picture,
  { bar, labels, type, unit, margin }: Measures,
  [left, top, height]: readonly [number, number, number],
): void {
  const colors = colormapTable(colormap);
  for (let y = 0; y < height; ++y) {
    const color = 3 * Math.round(255 * normalise(barValue(limits, 1 - (y + 0.5) / height), limits, scale));
    context.fillStyle = `rgb(${colors.subarray(color, color + 3).join()})`;
    context.fillRect(left, top + y, bar, 1);
  }
  context.strokeRect(left - 0.5, top - 0.5, bar + 1, height + 1);
  context.fillStyle = '#000000';
  for (const tick of axisTicks(limits, Math.max(2, height / (60 * unit)))) {
    const y = top + height * (1 - (tick - limits.low) / (limits.high - limits.low));
    context.fillRect(left + bar, Math.min(y, top + height - 1), 5 * unit, unit);
    context.fillText(
      tickText(tick, limits),
      left + bar + 9 * unit,
      y + 0.35 * type,
      labels - 9 * unit + margin / 2,
    );
  }
  context.fillText(
    scale === 'linear' ? 'ADU' : `ADU, ${scale}`,
    left,
    top + height + 1.5 * type,
    bar + labels,
  );
}
