import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** What is selected in the plots, and what can be done with it. */
@customElement('xtc-selection-bar')
export class XtcSelectionBar extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-2); min-width: 0; white-space: nowrap; font-size: var(--text-small); }
      output { min-width: 18ch; }
      .none { color: var(--quiet); overflow: hidden; text-overflow: ellipsis; }
      button { height: var(--control-small); }
      @media (max-width: 1199px) {
        .wide { display: none; }
        output { min-width: 0; }
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.selection.count, this.session.selection.table, this.session.selection.label, this.session.current, this.session.source]);

  protected override render() {
    const { selection, workbench, source } = this.session;
    const count = selection.count.value;
    if (count === 0) return html`<span class="none">Nothing selected: Shift-drag around points.</span>`;
    const isTable = selection.table.value !== '';
    const first = selection.events.value?.indexOf(1) ?? 0;
    return html`
      <output data-testid="selected" title=${selection.label.value}>${isTable ? `${counted(count, 'row')} of ${selection.table.value}` : `${counted(count, 'event')} selected`}</output>
      ${isTable
        ? nothing
        : html`
            <button ?disabled=${source.value === null} title=${source.value === null ? 'This run has no pictures' : `Mean picture of ${source.value}`} @click=${() => void workbench.averageSelected()}>Average image<span class="wide"> of these events</span></button>
            <button title="A run of its own with only these events" @click=${() => void workbench.saveSelected()}>Save these events</button>
            <button class="wide" title="Event ${grouped(first)}" @click=${() => this.session.selectEvent(first)}>Go to the first</button>
          `}
      <button class="quiet" @click=${() => selection.clear()}>Clear</button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-selection-bar': XtcSelectionBar;
  }
}
