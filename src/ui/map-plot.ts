import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ScanMap } from '../analysis/scan.ts';
import { colormapTable, type ColormapName } from '../image/colormap.ts';
import { ResizeController } from './controllers/resize.ts';
import { counted } from './number-text.ts';
import { controlStyles } from './theme.ts';
import { shortNumber, spreadOf } from './value-trace.ts';

const MARGIN = { left: 76, right: 8, top: 20, bottom: 36 };
/** Room that a number needs, CSS pixels. */
const NUMBER = { width: 56, height: 16 };
/** Of the colour scale and the readout. */
const TEXT_HEIGHT = 60;
const COLORS = 256;
const SCALE_STEPS = 32;

/** Means over two controls: a cell for each pair of their values, which stand at the axes; arrow keys or the pointer read one. */
@customElement('xtc-map-plot')
export class XtcMapPlot extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: minmax(0, 1fr) auto auto / minmax(0, 1fr); min-width: 0; min-height: 0; overflow: hidden; }
      .box { min-height: 0; min-width: 0; }
      svg { display: block; }
      text { fill: var(--quiet); font: 11px var(--face); font-variant-numeric: tabular-nums; }
      .frame { fill: none; stroke: var(--edge); }
      .none { fill: var(--raised); }
      .chosen { fill: none; stroke: var(--text); stroke-width: 2; }
      output { height: 36px; padding: 0 var(--space-2); line-height: 18px; font-size: var(--text-small); overflow: hidden; }
      .scale { display: flex; align-items: center; gap: var(--space-2); height: 20px; padding: 0 var(--space-2); font-size: var(--text-small); color: var(--quiet); white-space: nowrap; }
      .scale .name { overflow: hidden; text-overflow: ellipsis; }
      .scale svg { flex: none; }
    `,
  ];

  @property({ attribute: false }) map: ScanMap | null = null;
  @property() xLabel = '';
  @property() yLabel = '';
  /** What is averaged. */
  @property() label = '';
  @property({ attribute: false }) colormap: ColormapName = 'viridis';
  /** The cell that is read, as its place in the arrays of the map. */
  @state() private chosen: number | null = null;
  protected readonly resize = new ResizeController(this);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('map')) this.chosen = null;
  }

  protected override render() {
    const { map } = this;
    if (!map || map.mean.length === 0) return nothing;
    const [rows, columns] = map.shape;
    const width = Math.max(240, this.resize.size?.width ?? 400);
    const height = Math.max(140, (this.resize.size?.height ?? 300) - TEXT_HEIGHT);
    const across = (width - MARGIN.left - MARGIN.right) / columns;
    const up = (height - MARGIN.top - MARGIN.bottom) / rows;
    const { min, max } = spreadOf(map.mean);
    const colorOf = this.#colors(min, max);
    const toX = (column: number): number => MARGIN.left + column * across;
    const toY = (row: number): number => height - MARGIN.bottom - (row + 1) * up;
    const everyX = Math.ceil(NUMBER.width / across);
    const everyY = Math.ceil(NUMBER.height / up);
    return html`
      <div class="box"><svg width=${width} height=${height} role="application" tabindex="0" aria-label="Mean of ${this.label} over ${counted(columns, 'value')} of ${this.xLabel} and ${counted(rows, 'value')} of ${this.yLabel}; arrow keys read a cell"
        @keydown=${this.#onKeyDown} @pointerleave=${() => (this.chosen = null)}>
        ${Array.from(map.mean, (mean, cell) => svg`<rect class=${Number.isNaN(mean) ? 'none' : ''} fill=${Number.isNaN(mean) ? nothing : colorOf(mean)} x=${toX(cell % columns)} y=${toY(Math.floor(cell / columns))} width=${across} height=${up} @pointerenter=${() => (this.chosen = cell)}></rect>`)}
        <rect class="frame" x=${MARGIN.left} y=${MARGIN.top} width=${columns * across} height=${rows * up}></rect>
        ${Array.from(map.x, (value, i) => (i % everyX === 0 ? svg`<text x=${toX(i + 0.5)} y=${height - MARGIN.bottom + 14} text-anchor="middle">${shortNumber(value)}</text>` : nothing))}
        ${Array.from(map.y, (value, i) => (i % everyY === 0 ? svg`<text x=${MARGIN.left - 6} y=${toY(i - 0.5) + 4} text-anchor="end">${shortNumber(value)}</text>` : nothing))}
        ${this.chosen === null ? nothing : svg`<rect class="chosen" x=${toX(this.chosen % columns)} y=${toY(Math.floor(this.chosen / columns))} width=${across} height=${up}></rect>`}
        <text x=${(width + MARGIN.left) / 2} y=${height - 6} text-anchor="middle">${this.xLabel}</text>
        <text x="4" y="13">${this.yLabel}</text>
      </svg></div>
      <div class="scale"><span class="name" title=${this.label}>${this.label}</span><span class="number">${shortNumber(min)}</span>
        <svg width="96" height="10" aria-hidden="true">${Array.from({ length: SCALE_STEPS }, (_, i) => svg`<rect x=${(96 / SCALE_STEPS) * i} y="0" width=${96 / SCALE_STEPS + 0.5} height="10" fill=${colorOf(min + ((max - min) * i) / (SCALE_STEPS - 1))}></rect>`)}</svg>
        <span class="number">${shortNumber(max)}</span></div>
      <output>${this.#readout(map)}</output>
    `;
  }

  #colors(min: number, max: number): (value: number) => string {
    const table = colormapTable(this.colormap);
    return (value) => {
      const shade = 3 * Math.round((COLORS - 1) * (max > min ? (value - min) / (max - min) : 0.5));
      return `rgb(${table[shade]} ${table[shade + 1]} ${table[shade + 2]})`;
    };
  }

  #readout({ x, y, mean, error, counts, shape: [, columns] }: ScanMap): string {
    const cell = this.chosen;
    if (cell === null) return '';
    const where = `${this.xLabel} ${shortNumber(x[cell % columns])}, ${this.yLabel} ${shortNumber(y[Math.floor(cell / columns)])}`;
    return counts[cell] === 0 ? `${where}: no event` : `${where}: ${shortNumber(mean[cell])} ± ${shortNumber(error[cell])}, ${counted(counts[cell], 'event')}`;
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (!this.map || event.altKey || event.ctrlKey || event.metaKey) return;
    const [rows, columns] = this.map.shape;
    const [row, column] = this.chosen === null ? [0, 0] : [Math.floor(this.chosen / columns), this.chosen % columns];
    const steps: Record<string, readonly [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const [down, right] = this.chosen === null ? [0, 0] : step;
    this.chosen = Math.max(0, Math.min(rows - 1, row + down)) * columns + Math.max(0, Math.min(columns - 1, column + right));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-map-plot': XtcMapPlot;
  }
}
