import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { FIT_MODELS, type FitModelName } from '../analysis/fit-models.ts';
import type { BinWish } from '../analysis/bins.ts';
import type { Plot } from '../state/plot-data.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { formStyles } from './form-styles.ts';
import { grouped } from './number-text.ts';
import type { QuantityText } from './quantity-field.ts';
import { controlStyles } from './theme.ts';
import './quantity-field.ts';

/** All that can be set of one plot: quantities, bins, filter, fit, and a table drawn over it. */
@customElement('xtc-plot-editor')
export class XtcPlotEditor extends LitElement {
  static override styles = [controlStyles, formStyles, css`
    :host { background: var(--raised); }
    input[type='text'] { width: 100%; }
  `];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) plot!: Plot;
  protected readonly store = new StoreController(this, () => [this.session.plots.data(this.plot.id), this.session.plots.tables]);

  protected override render() {
    const { plot } = this;
    const isTable = plot.table !== '';
    const data = this.session.plots.data(plot.id).value;
    const hasX = plot.kind !== 'waveform' && !plot.kind.startsWith('waveform-');
    const isBinned = plot.kind === 'histogram' || plot.kind === 'density' || plot.kind === 'profile';
    return html`
      <div class="form">
        <label for="title">Title</label>
        <input id="title" type="text" .value=${plot.title} placeholder="its quantities" @change=${(event: Event) => this.#update({ title: (event.target as HTMLInputElement).value.trim() })} />
        ${hasX ? this.#quantity(plot.kind === 'histogram' ? 'Quantity' : 'x', plot.x, (text) => this.#update({ x: text })) : nothing}
        ${plot.y.map((text, i) => this.#quantity(plot.y.length > 1 ? `y ${i + 1}` : 'y', text, (next) => this.#setY(i, next)))}
        ${hasX ? this.#quantity('Add a curve', '', (text) => text !== '' && this.#setY(plot.y.length, text)) : nothing}
        ${isBinned ? this.#bins(plot.kind === 'density' ? 'Bins of x' : 'Bins', plot.xBins, plot.bins, (xBins) => this.#update({ xBins })) : nothing}
        ${plot.kind === 'density' ? this.#bins('Bins of y', plot.yBins, plot.bins, (yBins) => this.#update({ yBins })) : nothing}
        <span class="label">Axes</span>
        <span class="row">
          <label><input type="checkbox" .checked=${plot.logX === true} @change=${(event: Event) => this.#update({ logX: (event.target as HTMLInputElement).checked })} />log x</label>
          <label><input type="checkbox" .checked=${plot.logY === true} @change=${(event: Event) => this.#update({ logY: (event.target as HTMLInputElement).checked })} />log y</label>
        </span>
        ${this.#quantity('Filter', plot.filter, (filter) => this.#update({ filter }))}
        <label for="fit">Fit</label>
        <select id="fit" @change=${(event: Event) => this.#update({ fit: ((event.target as HTMLSelectElement).value || null) as FitModelName | null })}>
          <option value="">none</option>
          ${Object.values(FIT_MODELS).map(({ name, label }) => html`<option value=${name} ?selected=${name === plot.fit}>${label}</option>`)}
        </select>
        ${isTable || !hasX ? nothing : this.#overlay()}
      </div>
      <p class="note" aria-live="polite">${grouped(data.kept.kept)} of ${grouped(data.kept.all)} ${isTable ? 'rows' : 'events'} kept</p>
      ${data.problem ? html`<p class="problem" role="status">${data.problem.message}</p>` : nothing}
    `;
  }

  #quantity(label: string, value: string, take: (text: string) => void) {
    const onTaken = (event: QuantityText): void => {
      if (event.detail.trim() !== value) take(event.detail.trim());
    };
    const table = this.session.plots.tables.value.get(this.plot.table);
    const names = this.plot.table === '' ? null : (table?.columns ?? []).map(({ name, unit }) => ({ text: name, hint: unit }));
    return html`<span class="label">${label}</span>
      <xtc-quantity-field .label=${label} .session=${this.session} .value=${value} .names=${names} @xtc-taken=${onTaken} @xtc-left=${onTaken}></xtc-quantity-field>`;
  }

  /** An empty text takes the curve away, if another one is left. */
  #setY(at: number, text: string): void {
    const { y, labels, kind } = this.plot;
    const isKept = text !== '' || (y.length === 1 && kind !== 'histogram');
    const set = (list: readonly string[]): string[] => (isKept ? [...list.slice(0, at), text, ...list.slice(at + 1)] : list.filter((_entry, i) => i !== at));
    if (text !== '' || !isKept) this.#update({ y: set(y), labels: set(labels) });
  }

  #bins(label: string, bins: BinWish, count: number | undefined, take: (bins: BinWish) => void) {
    const field = (name: string, key: 'count' | 'width' | 'low' | 'high', shown: number | undefined, hint: string) => html`<input type="number" step="any" aria-label="${label}: ${name}" title="${label}: ${name}" placeholder=${hint} .value=${shown === undefined ? '' : String(shown)}
      @change=${(event: Event) => {
        const { valueAsNumber } = event.target as HTMLInputElement;
        const rest: Record<string, number | boolean | undefined> = { ...bins, [key]: Number.isNaN(valueAsNumber) ? undefined : valueAsNumber };
        if (key === 'count') delete rest.width;
        if (key === 'width') delete rest.count;
        take(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)));
      }} />`;
    return html`<span class="label">${label}</span>
      <span class="row">${field('number', 'count', bins.width === undefined ? (bins.count ?? count) : undefined, 'number')}${field('width', 'width', bins.width, 'width')}${field('from', 'low', bins.low, 'from')}${field('to', 'high', bins.high, 'to')}</span>`;
  }

  #overlay() {
    const { tables } = this.session.plots;
    if (tables.value.size === 0) return nothing;
    const [over] = this.plot.overlays;
    const set = (table: string, x?: string, y?: string): void => {
      const columns = tables.value.get(table)?.columns ?? [];
      const overlay = { table, x: x ?? columns[0]?.name ?? '', y: y ?? columns[columns.length - 1]?.name ?? '', label: table };
      this.#update({ overlays: table === '' ? [] : [overlay] });
    };
    const columns = over ? (tables.value.get(over.table)?.columns ?? []).map(({ name }) => name) : [];
    return html`<span class="label">Overlay</span>
      <span class="row">
        <select aria-label="Table drawn over the plot" @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
          <option value="">none</option>${[...tables.value.keys()].map((name) => html`<option ?selected=${name === over?.table}>${name}</option>`)}
        </select>
        ${over
          ? html`<select aria-label="Its x" @change=${(event: Event) => set(over.table, (event.target as HTMLSelectElement).value, over.y)}>${columns.map((name) => html`<option ?selected=${name === over.x}>${name}</option>`)}</select>
              <select aria-label="Its y" @change=${(event: Event) => set(over.table, over.x, (event.target as HTMLSelectElement).value)}>${columns.map((name) => html`<option ?selected=${name === over.y}>${name}</option>`)}</select>`
          : nothing}
      </span>`;
  }

  #update(patch: Partial<Omit<Plot, 'id'>>): void {
    this.session.plots.update(this.plot.id, patch);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plot-editor': XtcPlotEditor;
  }
}
