import { XtcError } from '../base/errors.ts';
import type { ModulePlot } from '../modules/outputs.ts';
import { paintModulePlot } from '../plot/paint-module-plot.ts';
import { plotColors } from './plot-colors.ts';

const [WIDTH, HEIGHT, PIXEL_RATIO] = [1280, 840, 2];

/** A plot of a module as PNG, in the window's colours but without being on it. @throws {XtcError} 'unsupported' when the browser cannot make it */
export async function drawPlot(plot: ModulePlot): Promise<Blob> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  if (!context) throw new XtcError('unsupported', 'This browser gives no canvas to draw plots on.');
  const colors = plotColors(getComputedStyle(document.documentElement));
  paintModulePlot(context, plot, { width: WIDTH, height: HEIGHT, pixelRatio: PIXEL_RATIO, colors, face: 'system-ui, sans-serif' });
  return canvas.convertToBlob({ type: 'image/png' });
}
