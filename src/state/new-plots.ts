import { histogramSpec, traceSpec, type PlotKind, type PlotSpec } from '../analysis/plot-spec.ts';

/** Kinds whose first quantity is x. */
const AGAINST: readonly PlotKind[] = ['scatter', 'density', 'profile'];
const BINS = 100;

/**
 * The plot of chosen quantities: the first is x where one is drawn against another. Of a scatter, density or profile of one
 * quantity, x is the number of the event.
 */
export function specOf(kind: PlotKind, quantities: readonly string[]): PlotSpec {
  if (kind === 'histogram') return { ...histogramSpec('', quantities[0], BINS), y: quantities.slice(1), labels: quantities.slice(1) };
  if (kind === 'trace') return traceSpec('', quantities);
  if (!AGAINST.includes(kind)) return { title: '', kind, x: kind === 'strip' ? 'time' : '', y: quantities, labels: quantities, source: '' };
  const [x, ...y] = quantities.length > 1 ? quantities : ['event', ...quantities];
  return { title: '', kind, x, y, labels: y, source: '' };
}

/**
 * The plot of what is typed: `;` parts several curves; against `x` they are points, without it a trace, or a histogram when
 * that is asked for.
 */
export function specOfTexts(y: string, x: string, kind: PlotKind | 'auto'): PlotSpec | null {
  const curves = y.split(';').map((text) => text.trim()).filter((text) => text !== '');
  if (curves.length === 0) return null;
  const against = x.trim();
  if (kind === 'auto') return against === '' ? specOf('trace', curves) : specOf('scatter', [against, ...curves]);
  if (kind === 'histogram' || against === '') return specOf(kind, curves);
  if (AGAINST.includes(kind)) return specOf(kind, [against, ...curves]);
  return { ...specOf(kind, curves), x: against };
}

/** The same quantities as another kind of plot: histograms count what was drawn, others draw what was counted. */
export function asKind(spec: PlotSpec, kind: PlotKind): Partial<PlotSpec> {
  const { kind: before, x, y } = spec;
  if (kind === before) return {};
  if (kind === 'histogram') return { kind, x: y[0] ?? x, y: y.slice(1), labels: y.slice(1) };
  if (before === 'histogram') {
    const all = [x, ...y];
    const { x: newX, y: newY, labels } = specOf(kind, all);
    return { kind, x: newX, y: newY, labels };
  }
  return { kind, x: x === '' ? (kind === 'strip' ? 'time' : 'event') : x };
}
