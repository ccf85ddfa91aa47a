import type { Path } from './line-path.ts';

export type Stroke = { readonly color: string; readonly width: number; readonly alpha?: number; readonly dash?: readonly number[] };
export type Fill = { readonly color: string; readonly alpha?: number };

/** What layers are drawn with: a canvas or a drawing in vectors. */
export type Pen = {
  line(path: Path, stroke: Stroke): void;
  area(path: Path, fill: Fill): void;
  dots(places: Path, size: number, fill: Fill): void;
  rectangle(x: number, y: number, width: number, height: number, fill: Fill): void;
};

/** Draws on a canvas. */
export function canvasPen(context: CanvasRenderingContext2D): Pen {
  const trace = (path: Path): void => {
    context.beginPath();
    for (let i = 0; i < path.length; i += 2) context.lineTo(path[i], path[i + 1]);
  };
  const withFill = ({ color, alpha = 1 }: Fill, draw: () => void): void => {
    context.fillStyle = color;
    context.globalAlpha = alpha;
    draw();
    context.globalAlpha = 1;
  };
  return {
    line(path, { color, width, alpha = 1, dash = [] }) {
      trace(path);
      context.strokeStyle = color;
      context.lineWidth = width;
      context.lineJoin = 'round';
      context.globalAlpha = alpha;
      context.setLineDash([...dash]);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    },
    area(path, fill) {
      trace(path);
      withFill(fill, () => context.fill());
    },
    dots(places, size, fill) {
      withFill(fill, () => {
        for (let i = 0; i < places.length; i += 2) {
          context.beginPath();
          context.arc(places[i], places[i + 1], size / 2, 0, 2 * Math.PI);
          context.fill();
        }
      });
    },
    rectangle(x, y, width, height, fill) {
      withFill(fill, () => context.fillRect(x, y, width, height));
    },
  };
}

/** Writes SVG elements into a list. */
export function svgPen(elements: string[]): Pen {
  const text = (value: number): string => String(Math.round(value * 100) / 100);
  const points = (path: Path): string => path.map(text).join(' ');
  const fillOf = ({ color, alpha = 1 }: Fill): string => `fill="${color}"${alpha < 1 ? ` fill-opacity="${alpha}"` : ''}`;
  return {
    line(path, { color, width, alpha = 1, dash = [] }) {
      const extra = `${alpha < 1 ? ` stroke-opacity="${alpha}"` : ''}${dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''}`;
      elements.push(`<polyline points="${points(path)}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"${extra}/>`);
    },
    area(path, fill) {
      elements.push(`<polygon points="${points(path)}" ${fillOf(fill)}/>`);
    },
    dots(places, size, fill) {
      elements.push(`<g ${fillOf(fill)}>`);
      for (let i = 0; i < places.length; i += 2) elements.push(`<circle cx="${text(places[i])}" cy="${text(places[i + 1])}" r="${size / 2}"/>`);
      elements.push('</g>');
    },
    rectangle(x, y, width, height, fill) {
      elements.push(`<rect x="${text(x)}" y="${text(y)}" width="${text(width)}" height="${text(height)}" ${fillOf(fill)}/>`);
    },
  };
}
