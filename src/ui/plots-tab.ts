import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';
import './plot-view.ts';

/** All plots in a grid. */
@customElement('xtc-plots-tab')
export class XtcPlotsTab extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; height: 100%; min-height: 0; overflow: auto; background: var(--ground); }
      .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(360px, 1fr)); grid-auto-rows: minmax(280px, 1fr); gap: 1px; min-height: 100%; background: var(--line); }
      xtc-plot-view { background: var(--pane); min-width: 0; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.plots.specs]);

  protected override render() {
    return html`
      <h2 class="visually-hidden">Plots</h2>
      <div class="grid">${repeat(this.session.plots.specs.value, ({ id }) => id, ({ id }) => html`<xtc-plot-view .session=${this.session} .plotId=${id}></xtc-plot-view>`)}</div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plots-tab': XtcPlotsTab;
  }
}
