import { XtcError } from '../base/errors.ts';
import type { Region } from '../base/region.ts';

/**
 * The region that `x1, x2, y1, y2` names: columns x1…x2-1, rows y1…y2-1. Brackets are allowed, fractions are cut off,
 * what lies outside the image too.
 * @param shape image (rows, columns)
 * @throws {XtcError} 'out-of-range' when it is not four numbers, or nothing of the image is left
 */
export function parseRegion(text: string, shape: readonly [number, number]): Region {
  const parts = text
    .replace(/[[\](){}]/g, ' ')
    .trim()
    .split(/\s*[,;]\s*|\s+/);
  const numbers = parts.map((part) => (part === '' ? NaN : Number(part)));
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) {
    throw new XtcError(
      'out-of-range',
      `A region is four numbers, x1, x2, y1, y2 (columns, then rows); "${text.trim()}" is not.`,
    );
  }
  const [x1, x2, y1, y2] = numbers.map(Math.trunc);
  const [rows, columns] = shape;
  const clamp = (position: number, length: number): number => Math.min(length, Math.max(0, position));
  const region = {
    row0: clamp(y1, rows),
    row1: clamp(y2, rows),
    column0: clamp(x1, columns),
    column1: clamp(x2, columns),
  };
  if (region.row1 <= region.row0 || region.column1 <= region.column0) {
    throw new XtcError(
      'out-of-range',
      `The region "${text.trim()}" has no pixels: the image has columns 0 to ${columns - 1} (x) and rows 0 to ${rows - 1} (y), and x2 and y2 lie beyond x1 and y1.`,
    );
  }
  return region;
}

/** `x1, x2, y1, y2`, as `parseRegion` reads it. */
export function formatRegion(region: Region): string {
  return `${region.column0}, ${region.column1}, ${region.row0}, ${region.row1}`;
}
