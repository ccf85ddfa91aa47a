/** Pixels or any other unit; the origin is the top left corner. */
export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * Divides a rectangle into one part per weight, as square as can be, the heaviest at the top left.
 *
 * Areas are proportional to the weights; weights of 0 get rectangles without area. The result is in the order of `weights`.
 * @source Bruls, Huizing, van Wijk, Squarified Treemaps, 2000
 */
export function squarify(weights: readonly number[], into: Rectangle): Rectangle[] {
  const result: Rectangle[] = weights.map(() => ({ x: into.x, y: into.y, width: 0, height: 0 }));
  const order = weights.map((_weight, i) => i).filter((i) => weights[i] > 0).sort((a, b) => weights[b] - weights[a]);
  const total = order.reduce((sum, i) => sum + weights[i], 0);
  const scale = total > 0 ? (into.width * into.height) / total : 0;
  let rest = into;
  for (let from = 0; from < order.length; ) {
    const side = Math.min(rest.width, rest.height);
    let to = from + 1;
    let area = weights[order[from]] * scale;
    // A row grows as long as that makes its worst part squarer.
    for (let worst = worstRatio(area, area, area, side); to < order.length; ++to) {
      const next = weights[order[to]] * scale;
      const ratio = worstRatio(weights[order[from]] * scale, next, area + next, side);
      if (ratio > worst) break;
      worst = ratio;
      area += next;
    }
    const row = order.slice(from, to);
    from = to;
    rest = layRow(row, weights, scale, area, rest, from === order.length, result);
  }
  return result;
}

/** Length by width of the least square part in a row of this area along this side. */
function worstRatio(largest: number, smallest: number, area: number, side: number): number {
  const squared = side * side;
  return Math.max((squared * largest) / (area * area), (area * area) / (squared * smallest));
}

/** Lays a row along the shorter side. @returns what is left */
function layRow(row: readonly number[], weights: readonly number[], scale: number, area: number, rest: Rectangle, isLast: boolean, result: Rectangle[]): Rectangle {
  const isUpright = rest.width >= rest.height;
  const side = isUpright ? rest.height : rest.width;
  // The last row takes all that is left: rounding leaves no seam.
  const depth = isLast ? (isUpright ? rest.width : rest.height) : side > 0 ? area / side : 0;
  let along = 0;
  row.forEach((item, i) => {
    const length = i === row.length - 1 ? side - along : side * ((weights[item] * scale) / area);
    result[item] = isUpright
      ? { x: rest.x, y: rest.y + along, width: depth, height: length }
      : { x: rest.x + along, y: rest.y, width: length, height: depth };
    along += length;
  });
  return isUpright
    ? { x: rest.x + depth, y: rest.y, width: Math.max(0, rest.width - depth), height: rest.height }
    : { x: rest.x, y: rest.y + depth, width: rest.width, height: Math.max(0, rest.height - depth) };
}
