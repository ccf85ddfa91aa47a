import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { savedScanOf } from '../state/array-tables.ts';
import { delayPlots, rebin, scanOfRows, type DelayScanResult, type DelayScanWish, type RebinWish } from '../state/delay-scans.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import type { ErrorSeries } from './error-plot.ts';
import { counted, grouped } from './number-text.ts';
import type { QuantityText } from './quantity-field.ts';
import { formStyles } from './form-styles.ts';
import { controlStyles } from './theme.ts';
import './error-plot.ts';
import './quantity-field.ts';

/** The delay scan of the tutorial: what it is made of, the scan in bins of time beside the uncorrected one, and its files. */
@customElement('xtc-delay-scan-panel')
export class XtcDelayScanPanel extends LitElement {
  static override styles = [
    controlStyles,
    formStyles,
    css`
      xtc-error-plot { height: 260px; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private overlay = '';
  protected readonly store = new StoreController(this, () => {
    const { delayScans, tables } = this.session.workbench;
    return [delayScans.wish, delayScans.result, delayScans.problem, delayScans.rebinned, delayScans.bins, delayScans.isReading, tables.all, this.session.current, this.session.current.value?.table];
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.session.workbench.delayScans.isWatched.value = true;
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.workbench.delayScans.isWatched.value = false;
  }

  protected override render() {
    const { delayScans } = this.session.workbench;
    const wish = delayScans.wish.value;
    if (!wish) return html`<p class="none">No run is open.</p>`;
    const controls = this.session.current.value?.table.value?.controls ?? [];
    const result = delayScans.result.value;
    const problem = delayScans.problem.value;
    return html`
      <h3>Delay scan</h3>
      <div class="form">
        <label for="control">Control PV</label>
        <select id="control" @change=${(event: Event) => this.#set({ control: (event.target as HTMLSelectElement).value })}>
          ${controls.length === 0 ? html`<option value="">none: this run is no scan</option>` : nothing}
          ${controls.map((name) => html`<option ?selected=${name === wish.control}>${name}</option>`)}
        </select>
        ${this.#quantity('Norm', 'norm', wish.norm, 'address: its sum')} ${this.#quantity('Signal', 'signal', wish.signal, 'address: its channel 1')}
        <label for="threshold">Threshold</label>
        <span class="row"><input id="threshold" type="number" step="any" .value=${wish.threshold === null ? '' : String(wish.threshold)} placeholder="none" @change=${this.#onThreshold} /><span class="quiet-text">least norm</span></span>
        ${this.#quantity('Time', 'time', wish.time, 'none: uncorrected')}
        <label for="factor">Factor</label>
        <span class="row"><input id="factor" type="number" step="any" .value=${String(Math.abs(wish.factor))} title="What one unit of the time is in the unit of the control" @change=${this.#onFactor} />
          <button aria-pressed=${wish.factor < 0} title="Control minus time instead of plus" @click=${() => this.#set({ factor: -wish.factor })}>${wish.factor < 0 ? 'subtracted' : 'added'}</button></span>
        ${this.#quantity('Filter', 'filter', wish.filter, 'none')}
      </div>
      ${problem ? html`<p class="problem" role="status">${problem.message}</p>` : result ? this.#found(result) : html`<p class="none">${delayScans.isReading.value ? 'Reading …' : 'Name a control, a norm and a signal.'}</p>`}
    `;
  }

  #quantity(label: string, key: 'norm' | 'signal' | 'time' | 'filter', value: string, placeholder: string) {
    const take = (event: QuantityText): void => {
      if (event.detail.trim() !== this.session.workbench.delayScans.wish.value?.[key]) this.#set({ [key]: event.detail.trim() });
    };
    return html`<span class="label">${label}</span>
      <xtc-quantity-field .label=${label} .session=${this.session} .value=${value} placeholder=${placeholder} @xtc-taken=${take} @xtc-left=${take}></xtc-quantity-field>`;
  }

  #found(result: DelayScanResult) {
    const { scan, share } = result;
    const { skipped } = scan;
    const left = [['filter', skipped.filtered], ['no norm', skipped.norm], ['below threshold', skipped.threshold], ['no time', skipped.time], ['no signal', skipped.signal], ['no control', skipped.control]] as const;
    const why = left.filter(([, count]) => count > 0).map(([reason, count]) => `${grouped(count)} ${reason}`).join(', ');
    const { delayScans, saving } = this.session.workbench;
    const rebinned = delayScans.rebinned.value;
    const isWhole = share === 1 && scan.delay.length > 0;
    return html`
      <p class="note" data-testid="delay-rows">${counted(scan.delay.length, 'event')} used${share < 1 ? `, ${Math.floor(share * 100)} % read` : ''}${why ? html`; left out: ${why}` : nothing}</p>
      ${this.#bins(delayScans.bins.value)}
      ${rebinned || scan.delay.length === 0 ? nothing : html`<p class="problem">These are no bins: choose 1 to 10 000 of them, or a width that makes as many.</p>`}
      <xtc-error-plot .series=${this.#series(result)} xLabel="delay / fs" yLabel="signal / norm"></xtc-error-plot>
      <div class="row buttons">
        <button ?disabled=${!isWhole} title="Delay against raw and normalised signal, event by event" @click=${() => this.#addPlots(result.wish)}>Plot the points</button>
        <span class="quiet-text">Save</span>
        ${(['npy', 'txt', 'mat', 'h5'] as const).map((form) => html`<button ?disabled=${!isWhole} title="point_scan_delay.${form}" @click=${() => void saving.delayScan(result, form)}>.${form}</button>`)}
        <button ?disabled=${!rebinned || !isWhole} title="The bins with their errors" @click=${() => rebinned && void saving.rebinned(rebinned)}>bins .csv</button>
      </div>
    `;
  }

  #bins(bins: RebinWish) {
    const { delayScans } = this.session.workbench;
    const set = (part: Partial<RebinWish>): void => void (delayScans.bins.value = { ...bins, ...part });
    const tables = this.session.workbench.tables.all.value.filter((table) => savedScanOf(table));
    return html`<div class="row bins">
      <select aria-label="Bins by" @change=${(event: Event) => set({ by: (event.target as HTMLSelectElement).value as RebinWish['by'] })}>
        <option value="count" ?selected=${bins.by === 'count'}>Number of bins</option><option value="width" ?selected=${bins.by === 'width'}>Width, fs</option>
      </select>
      <input type="number" aria-label=${bins.by === 'count' ? 'Number of bins' : 'Width of a bin, fs'} min="0" step=${bins.by === 'count' ? '1' : 'any'} .value=${String(bins.by === 'count' ? bins.count : bins.width)}
        @change=${(event: Event) => set({ [bins.by]: (event.target as HTMLInputElement).valueAsNumber })} />
      <select aria-label="Ratio" @change=${(event: Event) => set({ ratio: (event.target as HTMLSelectElement).value as RebinWish['ratio'] })}>
        <option value="mean-of-ratios" ?selected=${bins.ratio === 'mean-of-ratios'}>Mean of ratios</option><option value="ratio-of-sums" ?selected=${bins.ratio === 'ratio-of-sums'}>Ratio of sums</option>
      </select>
      ${tables.length > 0
        ? html`<select aria-label="Overlay a saved scan" @change=${(event: Event) => (this.overlay = (event.target as HTMLSelectElement).value)}>
            <option value="">No overlay</option>${tables.map(({ name }) => html`<option value=${name} ?selected=${name === this.overlay}>${name}</option>`)}
          </select>`
        : nothing}
    </div>`;
  }

  #series({ scan, steps }: DelayScanResult): ErrorSeries[] {
    const { delayScans, tables } = this.session.workbench;
    const rebinned = delayScans.rebinned.value;
    const saved = tables.all.value.find(({ name }) => name === this.overlay);
    const rows = saved && savedScanOf(saved);
    const over = rows ? rebin(scanOfRows(rows), delayScans.bins.value) : null;
    return [
      ...(rebinned ? [{ label: 'corrected, by bin', x: rebinned.delay, y: rebinned.value, error: rebinned.error }] : []),
      ...(scan.delay.length > 0 ? [{ label: 'uncorrected, by step', x: steps.control, y: steps.mean, error: steps.error }] : []),
      ...(over && saved ? [{ label: saved.name, x: over.delay, y: over.value, error: over.error }] : []),
    ];
  }

  #addPlots(wish: DelayScanWish): void {
    for (const plot of delayPlots(wish)) this.session.plots.add(plot);
  }

  #set(part: Partial<DelayScanWish>): void {
    this.session.workbench.delayScans.change(part);
  }

  #onThreshold(event: Event): void {
    const { valueAsNumber } = event.target as HTMLInputElement;
    this.#set({ threshold: Number.isNaN(valueAsNumber) ? null : valueAsNumber });
  }

  #onFactor(event: Event): void {
    const { valueAsNumber } = event.target as HTMLInputElement;
    const { factor = 1 } = this.session.workbench.delayScans.wish.value ?? {};
    if (valueAsNumber !== 0 && Number.isFinite(valueAsNumber)) this.#set({ factor: Math.abs(valueAsNumber) * Math.sign(factor) * Math.sign(valueAsNumber) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-delay-scan-panel': XtcDelayScanPanel;
  }
}
