import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import type { QuantityText } from './quantity-field.ts';
import { controlStyles } from './theme.ts';
import './quantity-field.ts';

const EXAMPLE = 'Filter all plots: XppSb3Ipm-1|Ipimb-0 IpmFex.sum > 0.1 and evr(140)';
/** Typing has paused: only then is a filter read. */
const PAUSE_MS = 150;

/** The filter for all plots, and how many events it keeps while it is typed. */
@customElement('xtc-filter-field')
export class XtcFilterField extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-2); min-width: 0; }
      xtc-quantity-field { flex: 1; }
      output { min-width: 26ch; white-space: nowrap; color: var(--quiet); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  #pause: ReturnType<typeof setTimeout> | undefined;
  protected readonly store = new StoreController(this, () => [this.session.plots.filter, this.session.plots.filterProblem, this.session.plots.kept, this.session.events]);

  protected override render() {
    const { plots, events } = this.session;
    const kept = plots.kept.value;
    const hasFilter = plots.filter.value.trim() !== '';
    return html`
      <xtc-quantity-field label="Filter for all plots" placeholder=${EXAMPLE}
        .session=${this.session} .value=${plots.filter.value} .problem=${plots.filterProblem.value}
        @xtc-typed=${(event: QuantityText) => this.#typed(event.detail, PAUSE_MS)} @xtc-taken=${(event: QuantityText) => this.#typed(event.detail, 0)}></xtc-quantity-field>
      <button class="quiet" ?disabled=${!hasFilter} @click=${() => this.#typed('', 0)}>Clear</button>
      <output aria-label="Events kept" aria-live="polite" data-testid="kept">${kept && hasFilter ? `${grouped(kept.kept)} of ${grouped(kept.all)} events kept` : `all ${grouped(events.value)} events`}</output>
    `;
  }

  #typed(text: string, wait: number): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => (this.session.plots.filter.value = text), wait);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-filter-field': XtcFilterField;
  }
}
