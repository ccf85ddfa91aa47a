import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { byteShares, type ByteShares } from '../format/byte-shares.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { ScanTable } from '../format/scan-table.ts';
import { byteCells, type ByteCell, type SourceCell } from './byte-cells.ts';
import { ResizeController } from './controllers/resize.ts';
import { byteText } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** Headers, then sources in turn. @source Paul Tol, "light" scheme: for cells with dark text, safe for colour-blind eyes */
const COLORS = ['#dddddd', '#77aadd', '#ee8866', '#eedd88', '#ffaabb', '#99ddff', '#44bb99', '#bbcc33', '#aaaa00'];
const HEADER_HEIGHT = 33;

/** What fills the files, by source and type, as areas. A chosen cell asks for its lines of the device table or for its datagrams. */
@customElement('xtc-byte-map')
export class XtcByteMap extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: block; min-height: 0; background: var(--pane); border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
      header { display: flex; align-items: center; gap: var(--space-4); height: ${HEADER_HEIGHT - 1}px; padding: 0 var(--space-3); border-bottom: 1px solid var(--line); white-space: nowrap; }
      .says { margin-inline-start: auto; overflow: hidden; text-overflow: ellipsis; color: var(--quiet); }
      svg { display: block; overflow: hidden; }
      .cell { cursor: pointer; }
      .cell:focus-visible { outline: none; }
      .cell:focus-visible rect, .cell:hover rect { stroke: var(--text); stroke-width: 2px; }
      .cell text { font: var(--text-small) / 1 var(--face); fill: #10161d; pointer-events: none; }
      .cell .size { font-family: var(--mono); }
      .title { font: 600 var(--text-small) / 1 var(--face); fill: var(--text); }
    `,
  ];

  @property({ attribute: false }) index: RunIndex | null = null;
  @property({ attribute: false }) table: ScanTable | null = null;
  @state() private hovered: ByteCell | null = null;
  /** The cell that Tab reaches. */
  @state() private focused = 0;
  readonly #size = new ResizeController(this);
  #shares: ByteShares | null = null;
  #cells: readonly ByteCell[] = [];
  #sources: readonly SourceCell[] = [];
  #laidOut = '';

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('index') || changed.has('table')) {
      this.#shares = this.index && this.table ? byteShares(this.index, this.table) : null;
      this.#laidOut = '';
    }
    const { width = 0, height = 0 } = this.#size.size ?? {};
    const wanted = `${width} ${height}`;
    if (!this.#shares || width === 0 || wanted === this.#laidOut) return;
    this.#laidOut = wanted;
    ({ cells: this.#cells, sources: this.#sources } = byteCells(this.#shares, width, Math.max(0, height - HEADER_HEIGHT), COLORS.length));
    this.focused = Math.min(this.focused, this.#cells.length - 1);
    this.hovered = null;
  }

  protected override render() {
    const { width = 0, height = 0 } = this.#size.size ?? {};
    const total = this.#shares ? byteText(this.#shares.total) : '';
    return html`
      <header>
        <h2>Bytes</h2><span class="number">${total}</span>
        <output class="says" for="map">${this.hovered?.says ?? 'Choose one to see its lines in the table, with Ctrl to see its datagrams.'}</output>
      </header>
      ${this.#shares
        ? html`<svg id="map" role="group" aria-label="Bytes by source and type" width=${width} height=${Math.max(0, height - HEADER_HEIGHT)} @keydown=${this.#onKeyDown}>
            ${this.#sources.map((source) => this.#title(source))} ${this.#cells.map((cell, i) => this.#cell(cell, i))}
          </svg>`
        : nothing}
    `;
  }

  #title({ place, source, hasTitle }: SourceCell) {
    if (!hasTitle) return nothing;
    return svg`<svg x=${place.x} y=${place.y} width=${place.width} height="18" aria-hidden="true"><text class="title" x="4" y="13">${source}</text></svg>`;
  }

  #cell(cell: ByteCell, i: number) {
    const { place, color, type, bytes, says } = cell;
    const hasText = place.width >= 48 && place.height >= 18;
    const hasSize = hasText && place.height >= 36;
    return svg`<g class="cell" role="button" tabindex=${i === this.focused ? 0 : -1} aria-label=${says}
      @click=${(event: MouseEvent) => this.#choose(cell, event)} @focus=${() => this.#show(cell, i)} @pointerenter=${() => this.#show(cell, i)}>
      <rect x=${place.x} y=${place.y} width=${place.width} height=${place.height} fill=${COLORS[color]}></rect>
      ${hasText
        ? svg`<svg x=${place.x} y=${place.y} width=${place.width} height=${place.height}>
            <text x="5" y="14">${type}</text> ${hasSize ? svg`<text class="size" x="5" y="30">${byteText(bytes)}</text>` : nothing}
          </svg>`
        : nothing}
    </g>`;
  }

  #show(cell: ByteCell, i: number): void {
    this.hovered = cell;
    this.focused = i;
  }

  /** Asks for the lines of the cell in the device table, with Ctrl for its datagrams. */
  #choose(cell: ByteCell, event: MouseEvent | KeyboardEvent): void {
    if (cell.search === '') return;
    const what = event.ctrlKey || event.metaKey ? 'xtc-choose-datagrams' : 'xtc-choose-device';
    this.dispatchEvent(new CustomEvent(what, { detail: cell }));
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const last = this.#cells.length - 1;
    const steps: Record<string, number> = { ArrowRight: this.focused + 1, ArrowDown: this.focused + 1, ArrowLeft: this.focused - 1, ArrowUp: this.focused - 1, Home: 0, End: last };
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(this.#cells[this.focused], event);
    } else if (event.key in steps) {
      event.preventDefault();
      this.focused = Math.max(0, Math.min(last, steps[event.key]));
      this.renderRoot.querySelectorAll<SVGElement>('.cell')[this.focused]?.focus();
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-byte-map': XtcByteMap;
  }
}
