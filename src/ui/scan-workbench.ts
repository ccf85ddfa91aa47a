import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import type { StepsResult } from '../state/scan-workbench.ts';
import { StoreController } from './controllers/store.ts';
import { formStyles } from './form-styles.ts';
import type { QuantityText } from './quantity-field.ts';
import { controlStyles } from './theme.ts';
import { shortNumber } from './value-trace.ts';
import './error-plot.ts';
import './map-plot.ts';
import './quantity-field.ts';

/** Any quantity against any control PV: mean and error at each step; against two PVs a map. */
@customElement('xtc-scan-workbench')
export class XtcScanWorkbench extends LitElement {
  static override styles = [
    controlStyles,
    formStyles,
    css`
      xtc-error-plot { height: 260px; }
      xtc-map-plot { height: 320px; }
      table { border-collapse: collapse; font-size: var(--text-small); width: 100%; }
      th, td { text-align: end; padding: 2px var(--space-2); border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
      td { font-family: var(--mono); }
      th { color: var(--quiet); font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => {
    const { scan } = this.session.workbench;
    return [scan.wish, scan.result, scan.problem, this.session.current, this.session.current.value?.table];
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.session.workbench.scan.isWatched.value = true;
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.workbench.scan.isWatched.value = false;
  }

  protected override render() {
    const { scan } = this.session.workbench;
    const wish = scan.wish.value;
    if (!wish) return html`<p class="none">No run is open.</p>`;
    const controls = this.session.current.value?.table.value?.controls ?? [];
    const problem = scan.problem.value;
    const result = scan.result.value;
    return html`
      <h3>Means at the steps of a scan</h3>
      <div class="form">
        ${this.#quantity('Quantity', 'quantity', wish.quantity, 'XppSb3Ipm-1|Ipimb-0 IpmFex.sum')}
        <label for="control">Control PV</label>${this.#select('control', controls, wish.control, null)}
        <label for="second">Second PV</label>${this.#select('second', controls.filter((name) => name !== wish.control), wish.second, 'none: one control')}
        ${this.#quantity('Filter', 'filter', wish.filter, 'none')}
      </div>
      <label><input type="checkbox" .checked=${wish.byCycle} ?disabled=${wish.second !== ''} @change=${(event: Event) => scan.change({ byCycle: (event.target as HTMLInputElement).checked })} />Each calib cycle is a step of its own</label>
      ${problem ? html`<p class="problem" role="status">${problem.message}</p>` : result ? this.#found(result) : html`<p class="none">Name a quantity: its mean and error at each step appear here.</p>`}
    `;
  }

  #quantity(label: string, key: 'quantity' | 'filter', value: string, placeholder: string) {
    const { scan } = this.session.workbench;
    const take = (event: QuantityText): void => {
      if (event.detail.trim() !== scan.wish.value?.[key]) scan.change({ [key]: event.detail.trim() });
    };
    return html`<span class="label">${label}</span>
      <xtc-quantity-field .label=${label} .session=${this.session} .value=${value} placeholder=${placeholder} @xtc-taken=${take} @xtc-left=${take}></xtc-quantity-field>`;
  }

  #select(key: 'control' | 'second', names: readonly string[], chosen: string, none: string | null) {
    const take = (event: Event): void => this.session.workbench.scan.change({ [key]: (event.target as HTMLSelectElement).value });
    return html`<select id=${key} @change=${take}>
      ${none !== null || names.length === 0 ? html`<option value="" ?selected=${chosen === ''}>${none ?? 'none: this run is no scan'}</option>` : nothing}
      ${names.map((name) => html`<option ?selected=${name === chosen}>${name}</option>`)}
    </select>`;
  }

  #found({ wish, steps, map }: StepsResult) {
    if (map) {
      if (map.mean.length === 0) return html`<p class="none">No event has both controls and a value.</p>`;
      return html`<xtc-map-plot .map=${map} xLabel=${wish.control} yLabel=${wish.second} label=${wish.quantity} .colormap=${this.session.view.colormap.value}></xtc-map-plot>`;
    }
    if (!steps || steps.mean.length === 0) return html`<p class="none">No step has an event with a value.</p>`;
    return html`
      <xtc-error-plot .series=${[{ label: 'mean ± standard error', x: steps.control, y: steps.mean, error: steps.error }]} xLabel=${wish.control} yLabel=${wish.quantity}></xtc-error-plot>
      <table aria-label="Steps">
        <thead><tr><th scope="col">Control</th><th scope="col">Mean</th><th scope="col">Error</th><th scope="col">Std</th><th scope="col">Events</th></tr></thead>
        <tbody>${Array.from(steps.control, (value, i) => html`<tr><td>${shortNumber(value)}</td><td>${shortNumber(steps.mean[i])}</td><td>${shortNumber(steps.error[i])}</td><td>${shortNumber(steps.std[i])}</td><td>${steps.counts[i]}</td></tr>`)}</tbody>
      </table>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-scan-workbench': XtcScanWorkbench;
  }
}
