import { explorerPlots } from '../analysis/explorer-quantities.ts';
import { traceSpec, type PlotSpec } from '../analysis/plot-spec.ts';
import { quantityText } from '../analysis/quantity.ts';
import type { Region } from '../base/region.ts';

/** What words of XtcExplorer's pyana_image come to in this window. */
export type PictureWish = {
  /** Of the pictures, in printed form. */
  readonly source: string;
  readonly showsImage: boolean;
  readonly average: boolean;
  /** Sums of regions over the events. */
  readonly plots: readonly PlotSpec[];
  /** Where to find what is no plot of events, a sentence each. */
  readonly notes: readonly string[];
};

const WORDS = /^(?:(?<address>\S+\|\S+)\s+)?(?<words>(?:(?:image|average|maximum|darks?|proj\w+|roi|spectrum)(?::?\([^)]*\))?\s*)+)$/i;

/**
 * Takes `image average roi:(10, 20, 30, 40)` apart, with or without an address before it.
 * @param sources that have pictures  @param chosen the one that is looked at  @param region the one that is drawn
 * @returns null when the text holds other words, or is about a device without pictures
 */
export function pictureWish(text: string, sources: readonly string[], chosen: string | null, region: Region | null): PictureWish | null {
  const groups = WORDS.exec(text.trim())?.groups;
  const source = groups?.address ? sources.find((name) => name === groups.address) : (chosen ?? sources[0]);
  if (!groups || !source) return null;
  const wanted = explorerPlots('image', source, groups.words).plots;
  const has = (kind: PlotSpec['kind']): boolean => wanted.some((plot) => plot.kind === kind);
  const notes: string[] = [];
  const plots = wanted.flatMap(({ kind, range }): PlotSpec[] => {
    if (kind !== 'image-region') return [];
    const corners = range?.length === 4 ? range : region && [region.column0, region.column1, region.row0, region.row1];
    if (corners) return [regionTrace(source, corners)];
    notes.push('Draw a region on the picture first (r in the Image tab), or write roi:(x1, x2, y1, y2): its sum is drawn over the events.');
    return [];
  });
  if (has('image-spectrum')) notes.push('The spectrum, a histogram of pixel values, stands at the colour bar of the Image tab.');
  if (has('image-projections')) notes.push('Projections are not drawn; roi(…).x and .y, the centre of mass of a region, can be plotted.');
  if (has('image-maximum')) notes.push('A picture of the maxima is not made; roi(…).max, the largest pixel of a region, can be plotted.');
  if (has('image-dark')) notes.push('Darks are made in the side pane of the Image tab.');
  const showsImage = has('image') || has('image-spectrum') || has('image-dark');
  return { source, showsImage, average: has('image-average'), plots, notes };
}

function regionTrace(address: string, region: readonly number[]): PlotSpec {
  const sum = quantityText({ kind: 'roi', address, region, measure: 'sum' });
  return traceSpec(`Sum of region ${region.join(', ')}`, [sum], ['sum']);
}
