import { drawLayer, colorOf, type DrawOptions } from './draw-layer.ts';
import type { Ticks } from './frame.ts';
import type { PlotLayer, PointsLayer } from './layer.ts';
import { svgPen, type Pen } from './pen.ts';
import { toX, toY } from './plot-map.ts';

/** What a drawing in vectors is made of; the map is in its units. */
export type SvgPlot = DrawOptions & {
  readonly title: string;
  /** Lines below the title. */
  readonly captions: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly layers: readonly PlotLayer[];
  readonly ticks: { readonly x: Ticks; readonly y: Ticks };
  /** Data address of a picture of the points, for when they are too many to be drawn one by one. */
  readonly pointsPicture: () => string;
};

/** More points than that are a picture inside the drawing. */
const MOST_POINTS = 20_000;
const TITLE = 22;
const LEGEND = 18;

/** A plot with axes, title and legend as the text of an SVG file. */
export function plotSvg(plot: SvgPlot): string {
  const { width, height, map, colors, layers, title, captions } = plot;
  const elements: string[] = [];
  const pen = svgPen(elements);
  drawAxes(plot, elements);
  elements.push(`<g clip-path="url(#area)">`);
  for (const layer of layers) {
    if (layer.kind !== 'points') drawLayer(pen, layer, plot);
    else if (!drawPoints(pen, layer, plot)) {
      elements.push(`<image x="${map.left}" y="${map.top}" width="${map.width}" height="${map.height}" href="${plot.pointsPicture()}"/>`);
      break; // The picture has all of them.
    }
  }
  elements.push('</g>');
  const labelled = layers.filter(({ label }) => label !== '');
  const legend = labelled.length > 1 ? labelled.map((layer, i) => `<text x="${map.left + 14}" y="${-8 - LEGEND * (labelled.length - 1 - i)}"><tspan fill="${layer.kind === 'line' && layer.isFit ? colors.text : colorOf(colors, layer.color)}">■ </tspan>${escaped(layer.label)}</text>`) : [];
  const top = TITLE + (legend.length + captions.length) * LEGEND;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + top}" viewBox="0 ${-top} ${width} ${height + top}" font-family="sans-serif" font-size="11">
<defs><clipPath id="area"><rect x="${map.left}" y="${map.top}" width="${map.width}" height="${map.height}"/></clipPath></defs>
<rect x="0" y="${-top}" width="${width}" height="${height + top}" fill="${colors.ground}"/>
<g fill="${colors.text}"><text x="${map.left}" y="${15 - top}" font-size="13" font-weight="600">${escaped(title)}</text>${captions.map((caption, i) => `<text x="${map.left}" y="${TITLE + 10 + i * LEGEND - top}">${escaped(caption)}</text>`).join('')}${legend.join('')}</g>
${elements.join('\n')}
</svg>
`;
}

function drawAxes({ map, colors, ticks }: SvgPlot, elements: string[]): void {
  const [left, right, top, bottom] = [map.left, map.left + map.width, map.top, map.top + map.height];
  const grid = `stroke="${colors.grid}" stroke-width="1"`;
  for (const { value, text } of ticks.x.marks) {
    const x = toX(map, value).toFixed(2);
    elements.push(`<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom + 4}" ${grid}/>`, `<text x="${x}" y="${bottom + 16}" text-anchor="middle" fill="${colors.quiet}">${escaped(text)}</text>`);
  }
  for (const { value, text } of ticks.y.marks) {
    const y = toY(map, value);
    elements.push(`<line x1="${left - 4}" x2="${right}" y1="${y.toFixed(2)}" y2="${y.toFixed(2)}" ${grid}/>`, `<text x="${left - 7}" y="${(y + 4).toFixed(2)}" text-anchor="end" fill="${colors.quiet}">${escaped(text)}</text>`);
  }
  elements.push(`<rect x="${left}" y="${top}" width="${map.width}" height="${map.height}" fill="none" ${grid}/>`);
  elements.push(`<text x="${(left + right) / 2}" y="${bottom + 32}" text-anchor="middle" fill="${colors.quiet}">${escaped(ticks.x.label)}</text>`);
  elements.push(`<text transform="translate(12 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle" fill="${colors.quiet}">${escaped(ticks.y.label)}</text>`);
}

/** @returns false when there are too many */
function drawPoints(pen: Pen, { x, y, rows, color }: PointsLayer, { map, colors, selection }: SvgPlot): boolean {
  const [plain, bright]: [number[], number[]] = [[], []];
  for (let i = 0; i < x.length; ++i) {
    if (rows && rows[i] === 0) continue;
    const [px, py] = [toX(map, x[i]), toY(map, y[i])];
    if (!(px >= map.left && px <= map.left + map.width && py >= map.top && py <= map.top + map.height)) continue;
    (selection?.[i] === 1 ? bright : plain).push(px, py);
    if (plain.length + bright.length > 2 * MOST_POINTS) return false;
  }
  pen.dots(plain, 3.5, { color: selection ? colors.dim : colorOf(colors, color), alpha: selection ? 0.35 : 0.7 });
  pen.dots(bright, 4, { color: colors.selected });
  return true;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
