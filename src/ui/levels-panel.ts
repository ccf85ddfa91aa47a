import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Limits } from '../image/levels.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';

/** Shares of the pixels that may set the limits, percent. */
const PRESETS: readonly (readonly [string, number, number])[] = [
  ['0.1–99.9', 0.1, 99.9],
  ['1–99', 1, 99],
  ['2–98', 2, 98],
  ['min–max', 0, 100],
];

/** The limits, typed or set by a share of the pixels. */
@customElement('xtc-levels-panel')
export class XtcLevelsPanel extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
      }
      .row {
        display: flex;
        gap: var(--space-2);
        align-items: end;
      }
      .presets {
        gap: var(--space-1);
      }
      .presets button {
        flex: 1 1 auto;
        padding: 0 var(--space-1);
        height: var(--control-small);
        font-size: 11px;
      }
      label {
        display: grid;
        gap: 2px;
        flex: 1;
        color: var(--quiet);
      }
      input {
        width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  readonly #store = new StoreController(this, () => [
    this.session.view.levels,
    this.session.limits,
    this.session.frame,
  ]);

  protected override render() {
    void this.#store;
    const { session } = this;
    const limits = session.limits.value;
    const levels = session.view.levels.value;
    const isOff = session.frame.value === null;
    return html` <h3>Levels, ADU</h3>
      <div class="row">
        ${(['low', 'high'] as const).map(
          (end) =>
            html`<label
              >${end === 'low' ? 'low' : 'high'}
              <input
                type="number"
                step="any"
                aria-label=${end === 'low' ? 'Low limit, ADU' : 'High limit, ADU'}
                ?disabled=${isOff}
                .value=${shortest(limits[end], limits)}
                @change=${(event: Event) => this.#onTyped(event, end)}
            /></label>`,
        )}
        <button
          ?disabled=${isOff}
          title="Set the limits from this picture (a)"
          @click=${() => session.autoLevels()}
        >
          Auto
        </button>
      </div>
      <div class="row presets" role="group" aria-label="Limits by percentile">
        ${PRESETS.map(
          ([text, lower, upper]) =>
            html`<button
              ?disabled=${isOff}
              title="Limits at these percentiles of the pixels"
              aria-pressed=${levels.mode === 'percentile' && levels.lower === lower && levels.upper === upper}
              @click=${() => (session.view.levels.value = { mode: 'percentile', lower, upper })}
            >
              ${text}
            </button>`,
        )}
      </div>`;
  }

  #onTyped(event: Event, end: keyof Limits): void {
    const input = event.target as HTMLInputElement;
    const typed = input.valueAsNumber;
    const limits = { ...this.session.limits.value, [end]: typed };
    const isUsable = Number.isFinite(typed) && limits.high > limits.low;
    input.setAttribute('aria-invalid', String(!isUsable));
    input.setCustomValidity(isUsable ? '' : 'The low limit must be a number below the high limit.');
    input.reportValidity();
    if (isUsable) this.session.view.levels.value = { mode: 'fixed', ...limits };
  }
}

/** As many digits as the range between the limits makes sense of. */
function shortest(value: number, { low, high }: Limits): string {
  const decimals = Math.min(Math.max(2 - Math.floor(Math.log10(high - low)), 0), 6);
  return String(Number(value.toFixed(decimals)));
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-levels-panel': XtcLevelsPanel;
  }
}
