import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PlotPage } from '../state/plot-pages.ts';
import type { Session } from '../state/session.ts';
import { PopupController } from './controllers/popup.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles, popupStyles } from './theme.ts';

/** The pages of plots that fit the devices of the run: one click adds all plots of one. */
@customElement('xtc-plot-pages')
export class XtcPlotPages extends LitElement {
  static override styles = [controlStyles, popupStyles, css`
    .popup { max-height: min(60vh, 560px); overflow-y: auto; min-width: 340px; }
    .note { margin-inline-start: auto; color: var(--quiet); }
  `];

  @property({ attribute: false }) session!: Session;
  readonly #popup = new PopupController(this);
  protected readonly store = new StoreController(this, () => [this.session.workbench.pages]);

  protected override render() {
    const pages = this.session.workbench.pages.value;
    return html`<span class="anchor">
      <button aria-haspopup="true" aria-expanded=${this.#popup.isOpen} ?disabled=${pages.length === 0} title="Plots that fit a device, as XtcExplorer has them" @click=${this.#popup.toggle}>Pages <span aria-hidden="true">▾</span></button>
      ${this.#popup.isOpen ? html`<div class="popup right" role="group" aria-label="Pages">${pages.map((page) => this.#item(page))}</div>` : nothing}
    </span>`;
  }

  #item({ title, note, specs }: PlotPage) {
    const onClick = (): void => {
      this.#popup.close();
      for (const spec of specs) this.session.plots.add(spec);
    };
    return html`<button class="item" @click=${onClick}>${title} <span class="note">${note}</span></button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plot-pages': XtcPlotPages;
  }
}
