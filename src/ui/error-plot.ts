import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ResizeController } from './controllers/resize.ts';
import { controlStyles } from './theme.ts';
import { shortNumber } from './value-trace.ts';

/** Points with errors; NaN is left out. */
export type ErrorSeries = { readonly label: string; readonly x: Float64Array; readonly y: Float64Array; readonly error: Float64Array | null };

type Range = { readonly low: number; readonly high: number };
const MARGIN = { left: 64, right: 12, top: 20, bottom: 40 };
/** Height of a line of the legend, and width of a character in it, CSS pixels; a little more than they are. */
const LEGEND = { line: 18, character: 6.6, mark: 26 };
const SHAPES = ['circle', 'square', 'triangle'] as const;

/** A few points with error bars: means per step or bin, several series in shapes and colours of their own. */
@customElement('xtc-error-plot')
export class XtcErrorPlot extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: block; min-height: 180px; min-width: 0; overflow: hidden; }
      svg { display: block; }
      text { fill: var(--quiet); font: 11px var(--face); font-variant-numeric: tabular-nums; }
      .grid { stroke: var(--line); }
      .axis { stroke: var(--edge); fill: none; }
      .s0 { stroke: var(--accent); fill: var(--accent); }
      .s1 { stroke: var(--warn); fill: var(--warn); }
      .s2 { stroke: var(--good); fill: var(--good); }
      .s1 .mark, .s2 .mark { fill: var(--pane); }
      .link { fill: none; opacity: 0.55; }
      .legend { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
      .legend span { display: inline-flex; align-items: center; gap: 4px; height: 18px; font-size: 11px; color: var(--quiet); white-space: nowrap; }
      .none { margin: 0; padding: var(--space-4); color: var(--quiet); font-size: var(--text-small); }
    `,
  ];

  @property({ attribute: false }) series: readonly ErrorSeries[] = [];
  @property() xLabel = '';
  @property() yLabel = '';
  protected readonly resize = new ResizeController(this);

  protected override render() {
    const size = this.resize.size;
    const xs = rangeOf(this.series.map(({ x }) => x), []);
    const ys = rangeOf(this.series.map(({ y }) => y), this.series.map(({ error }) => error));
    if (!xs || !ys) return html`<p class="none">Nothing to draw yet.</p>`;
    const width = Math.max(240, size?.width ?? 400);
    const legendWidth = this.series.reduce((sum, { label }) => sum + label.length * LEGEND.character + LEGEND.mark, 0);
    const height = Math.max(160, (size?.height ?? 240) - LEGEND.line * Math.ceil(legendWidth / width));
    const toX = (value: number): number => MARGIN.left + ((value - xs.low) / (xs.high - xs.low)) * (width - MARGIN.left - MARGIN.right);
    const toY = (value: number): number => height - MARGIN.bottom - ((value - ys.low) / (ys.high - ys.low)) * (height - MARGIN.top - MARGIN.bottom);
    return html`<div class="legend" aria-hidden="true">${this.series.map(({ label }, i) => html`<span><svg width="12" height="12" class="s${i % 3}">${markOf(i, [6, 6])}</svg>${label}</span>`)}</div>
    <svg width=${width} height=${height} role="img" aria-label="${this.yLabel} against ${this.xLabel}: ${this.series.map(({ label, x }) => `${label}, ${x.length} points`).join('; ')}">
      ${ticksOf(xs, Math.max(2, Math.floor(width / 90))).map((tick) => svg`<line class="grid" x1=${toX(tick)} x2=${toX(tick)} y1=${MARGIN.top} y2=${height - MARGIN.bottom} /><text x=${toX(tick)} y=${height - MARGIN.bottom + 14} text-anchor="middle">${shortNumber(tick)}</text>`)}
      ${ticksOf(ys, Math.max(2, Math.floor(height / 50))).map((tick) => svg`<line class="grid" x1=${MARGIN.left} x2=${width - MARGIN.right} y1=${toY(tick)} y2=${toY(tick)} /><text x=${MARGIN.left - 6} y=${toY(tick) + 4} text-anchor="end">${shortNumber(tick)}</text>`)}
      <path class="axis" d="M${MARGIN.left} ${MARGIN.top}V${height - MARGIN.bottom}H${width - MARGIN.right}" />
      ${this.series.map((series, i) => svg`<g class="s${i % 3}">${this.#link(series, toX, toY)}${this.#marks(series, i, toX, toY)}</g>`)}
      <text x=${(width + MARGIN.left) / 2} y=${height - 8} text-anchor="middle">${this.xLabel}</text>
      <text x=${MARGIN.left} y="13">${this.yLabel}</text>
    </svg>`;
  }

  #link({ x, y }: ErrorSeries, toX: (value: number) => number, toY: (value: number) => number) {
    const there = Array.from(x.keys()).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
    return svg`<path class="link" d=${there.map((i, nth) => `${nth === 0 ? 'M' : 'L'}${toX(x[i]).toFixed(1)} ${toY(y[i]).toFixed(1)}`).join('')} />`;
  }

  #marks({ label, x, y, error }: ErrorSeries, nth: number, toX: (value: number) => number, toY: (value: number) => number) {
    return Array.from(x.keys()).map((i) => {
      if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) return nothing;
      const at: readonly [number, number] = [toX(x[i]), toY(y[i])];
      const half = error?.[i];
      const bar = half !== undefined && half > 0 ? svg`<line x1=${at[0]} x2=${at[0]} y1=${toY(y[i] - half)} y2=${toY(y[i] + half)} />` : nothing;
      const value = half === undefined ? shortNumber(y[i]) : `${shortNumber(y[i])} ± ${shortNumber(half)}`;
      return svg`${bar}<g><title>${label} at ${shortNumber(x[i])}: ${value}</title>${markOf(nth, at)}</g>`;
    });
  }
}

function markOf(nth: number, [x, y]: readonly [number, number]) {
  switch (SHAPES[nth % SHAPES.length]) {
    case 'circle':
      return svg`<circle class="mark" cx=${x} cy=${y} r="3" />`;
    case 'square':
      return svg`<rect class="mark" x=${x - 3} y=${y - 3} width="6" height="6" />`;
    case 'triangle':
      return svg`<path class="mark" d="M${x} ${y - 4}L${x + 4} ${y + 3}H${x - 4}Z" />`;
  }
}

/** From the lowest to the highest finite value, errors included, with a margin; null when there is none. */
function rangeOf(values: readonly Float64Array[], errors: readonly (Float64Array | null)[]): Range | null {
  let [low, high] = [Infinity, -Infinity];
  values.forEach((list, nth) =>
    list.forEach((value, i) => {
      if (!Number.isFinite(value)) return;
      const half = errors[nth]?.[i] ?? 0;
      low = Math.min(low, value - (Number.isFinite(half) ? half : 0));
      high = Math.max(high, value + (Number.isFinite(half) ? half : 0));
    }),
  );
  if (low > high) return null;
  const margin = high > low ? (high - low) * 0.05 : Math.abs(low) * 0.05 || 1;
  return { low: low - margin, high: high + margin };
}

/** Round numbers, about `count` of them. */
function ticksOf({ low, high }: Range, count: number): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((nice) => nice * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; ++tick) ticks.push(Number((tick * step).toPrecision(12)));
  return ticks;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-error-plot': XtcErrorPlot;
  }
}
