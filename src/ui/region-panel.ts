import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { toProblem } from '../base/errors.ts';
import { formatRegion, parseRegion } from '../image/region-text.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { fixed, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** The region, typed or drawn, and its numbers in the current picture. */
@customElement('xtc-region-panel')
export class XtcRegionPanel extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; gap: var(--space-2); }
      .row { display: flex; gap: var(--space-2); flex-wrap: wrap; }
      .field { display: grid; gap: 2px; }
      .message { margin: 0; color: var(--bad); font-size: var(--text-small); }
      dl { display: grid; grid-template-columns: max-content 1fr max-content; gap: 2px var(--space-2); margin: 0; font-size: var(--text-small); }
      dt { color: var(--quiet); }
      dd { margin: 0; text-align: end; font-family: var(--mono); font-variant-numeric: tabular-nums; user-select: text; }
      dd.unit { text-align: start; color: var(--quiet); min-width: 5ch; font-family: inherit; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private message = '';
  protected readonly store = new StoreController(this, () => [
    this.session.view.region,
    this.session.view.isDrawingRegion,
    this.session.view.omitSaturated,
    this.session.regionStats,
    this.session.frame,
  ]);

  protected override render() {
    const { session } = this;
    const region = session.view.region.value;
    const hasFrame = session.frame.value !== null;
    const isDrawing = session.view.isDrawingRegion.value;
    return html`
      <h3>Region</h3>
      <label class="field">x1, x2, y1, y2
        <input type="text" aria-label="Region" aria-invalid=${this.message !== ''} placeholder="none" spellcheck="false" ?disabled=${!hasFrame}
          .value=${region ? formatRegion(region) : ''} @change=${this.#onTyped} />
      </label>
      <p class="message" role="alert" ?hidden=${this.message === ''}>${this.message}</p>
      <div class="row">
        <button aria-pressed=${isDrawing} ?disabled=${!hasFrame} title="Draw on the image (r, or Shift and drag)" @click=${this.#toggleDrawing}>Draw</button>
        <button ?disabled=${!hasFrame} @click=${this.#wholeImage}>Whole image</button>
        <button ?disabled=${!region} @click=${() => this.#set(null)}>Clear</button>
      </div>
      ${this.#numbers()}
      <label><input type="checkbox" .checked=${session.view.omitSaturated.value} @change=${this.#onSaturated} />leave out saturated (≥ ${session.frame.value?.saturation ?? 16383})</label>
    `;
  }

  #numbers() {
    const stats = this.session.view.region.value ? this.session.regionStats.value : null;
    const text = (value: number | undefined, decimals: number) => (value === undefined ? '–' : fixed(value, decimals));
    return html`<dl aria-label="Numbers of the region">
      <dt>centre x</dt><dd data-testid="region-x">${text(stats?.x, 3)}</dd><dd class="unit">px</dd>
      <dt>centre y</dt><dd data-testid="region-y">${text(stats?.y, 3)}</dd><dd class="unit">px</dd>
      <dt>sum</dt><dd data-testid="region-sum">${text(stats?.sum, 1)}</dd><dd class="unit">ADU</dd>
      <dt>mean</dt><dd data-testid="region-mean">${text(stats?.mean, 3)}</dd><dd class="unit">ADU</dd>
      <dt>min</dt><dd data-testid="region-min">${text(stats?.min, 1)}</dd><dd class="unit">ADU</dd>
      <dt>max</dt><dd data-testid="region-max">${text(stats?.max, 1)}</dd><dd class="unit">ADU</dd>
      <dt>pixels</dt><dd data-testid="region-count">${stats ? grouped(stats.count) : '–'}</dd><dd class="unit"></dd>
    </dl>`;
  }

  #onTyped(event: Event): void {
    const text = (event.target as HTMLInputElement).value.trim();
    const image = this.session.frame.value?.image;
    if (!image) return;
    if (text === '') {
      this.#set(null);
      return;
    }
    try {
      this.#set(parseRegion(text, [image.shape[0], image.shape[1]]));
    } catch (error) {
      // Said at the field it concerns: what was typed stays there to be mended.
      this.message = toProblem(error, 'out-of-range').message;
    }
  }

  #set(region: ReturnType<typeof parseRegion> | null): void {
    this.message = '';
    this.session.setRegion(region);
    this.requestUpdate();
  }

  #wholeImage(): void {
    const shape = this.session.frame.value?.image.shape;
    if (shape) this.#set({ row0: 0, row1: shape[0], column0: 0, column1: shape[1] });
  }

  #toggleDrawing(): void {
    const { isDrawingRegion } = this.session.view;
    isDrawingRegion.value = !isDrawingRegion.value;
  }

  #onSaturated(event: Event): void {
    this.session.view.omitSaturated.value = (event.target as HTMLInputElement).checked;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-region-panel': XtcRegionPanel;
  }
}
