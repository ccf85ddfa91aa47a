import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isWholeRun, type OrderOptions } from '../format/run-order.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';

/** The options of xtcscanner, for the runs that are opened from now on. */
@customElement('xtc-scan-options')
export class XtcScanOptions extends LitElement {
  static override styles = [
    controlStyles,
    css`
      details { font-size: var(--text-small); text-align: start; }
      summary { cursor: pointer; color: var(--quiet); line-height: var(--control); padding: 0 var(--space-2); }
      summary b { color: var(--accent); font-weight: 600; }
      /* What lies in details inherits from a slot of the browser's. */
      form, form * { box-sizing: border-box; }
      form { display: grid; grid-template-columns: max-content 8em 1fr; gap: var(--space-1) var(--space-2); align-items: center; padding: 0 var(--space-2) var(--space-2); }
      input[type='number'] { width: 100%; }
      form span { white-space: nowrap; }
      button { grid-column: 1 / -1; justify-self: start; }
      p { grid-column: 1 / -1; margin: var(--space-1) 0; max-width: 44ch; white-space: normal; line-height: 1.4; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.opening.options, this.session.current]);

  protected override render() {
    const run = this.session.current.value;
    const { l1Offset, maxEvents, maxCycles } = this.session.opening.options.value;
    return html`<details>
      <summary>Scan options${isWholeRun(this.session.opening.options.value) ? '' : html`: <b>in use</b>`}</summary>
      <form @submit=${(event: Event) => event.preventDefault()} @keydown=${this.#keepKeys}>
        <label for="events">Stop after</label>
        <input id="events" type="number" min="0" step="1" placeholder="all" aria-label="Stop after events" .value=${text(maxEvents)} @change=${this.#take('maxEvents')} />
        <span>events</span>
        <label for="cycles">Stop after</label>
        <input id="cycles" type="number" min="0" step="1" placeholder="all" aria-label="Stop after calib cycles" .value=${text(maxCycles)} @change=${this.#take('maxCycles')} />
        <span>calib cycles</span>
        <label for="offset">L1 offset</label>
        <input id="offset" type="number" step="any" placeholder="0" aria-label="L1 offset in seconds" .value=${text(l1Offset)} @change=${this.#take('l1Offset')} />
        <span>seconds</span>
        <p class="quiet-text">They hold for runs that are opened after this. The offset is how far the clocks of events run ahead of those of transitions.</p>
        ${run ? html`<button type="button" @click=${() => void this.session.open(run.allFiles)}>Scan ${run.label} again with these</button>` : nothing}
      </form>
    </details>`;
  }

  /** Arrows change the number: in a menu they would go to the next item. */
  #keepKeys(event: KeyboardEvent): void {
    if (event.key.startsWith('Arrow')) event.stopPropagation();
  }

  /** An empty field is no limit; what is no number is put back. */
  #take(option: keyof OrderOptions) {
    return (event: Event): void => {
      const input = event.target as HTMLInputElement;
      const { options } = this.session.opening;
      const value = input.value === '' ? undefined : input.valueAsNumber;
      const isGood = value === undefined || (Number.isFinite(value) && (option === 'l1Offset' || (Number.isInteger(value) && value >= 0)));
      if (isGood && input.validity.valid) options.value = { ...options.value, [option]: value };
      else input.value = text(options.value[option]);
    };
  }
}

function text(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-scan-options': XtcScanOptions;
  }
}
