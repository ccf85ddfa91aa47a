import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';

/** More would be a list: the menu of pages has them all. */
const MOST = 12;

/** The pages that fit the run as buttons, for a window without plots: the first plot is one click away. */
@customElement('xtc-first-plots')
export class XtcFirstPlots extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: block; max-width: 860px; }
      .pages { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--space-2); }
      button { height: auto; min-height: var(--control); padding: var(--space-1) var(--space-3); }
      .note { color: var(--quiet); font-size: var(--text-small); margin-inline-start: var(--space-1); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.workbench.pages]);

  protected override render() {
    const pages = this.session.workbench.pages.value;
    if (pages.length === 0) return nothing;
    return html`<div class="pages" role="group" aria-label="Pages that fit this run">
      ${pages.slice(0, MOST).map(({ title, note, specs }) => html`<button @click=${() => specs.forEach((spec) => this.session.plots.add(spec))}>${title}<span class="note">${note}</span></button>`)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-first-plots': XtcFirstPlots;
  }
}
