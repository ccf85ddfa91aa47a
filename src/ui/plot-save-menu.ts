import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Plot } from '../state/plot-data.ts';
import type { Session } from '../state/session.ts';
import { PopupController } from './controllers/popup.ts';
import { placePopup } from './place-popup.ts';
import { controlStyles, popupStyles } from './theme.ts';

const FORMS = [['npy', 'numpy'], ['csv', 'text, with names'], ['mat', 'MATLAB'], ['h5', 'HDF5']] as const;

/** Saves a plot as a picture, and its numbers. */
@customElement('xtc-plot-save-menu')
export class XtcPlotSaveMenu extends LitElement {
  static override styles = [controlStyles, popupStyles, css`
    button[aria-expanded] { height: var(--control-small); }
    .popup { position: fixed; inset: auto; margin: 0; min-width: 0; color: inherit; }
    .kind { margin-inline-start: auto; color: var(--quiet); }
    hr { margin: var(--space-1) 0; border: 0; border-top: 1px solid var(--line); }
  `];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) plot!: Plot;
  readonly #popup = new PopupController(this);

  protected override render() {
    const { saving } = this.session.workbench;
    return html`<span class="anchor">
      <button aria-haspopup="true" aria-expanded=${this.#popup.isOpen} @click=${this.#popup.toggle}>Save <span aria-hidden="true">▾</span></button>
      ${this.#popup.isOpen
        ? html`<div class="popup" popover="manual" role="group" aria-label="Save the plot">
            ${this.#item('Picture', '.png', () => saving.picture(this.plot, 'png'))} ${this.#item('Drawing', '.svg', () => saving.picture(this.plot, 'svg'))}
            <hr />
            ${FORMS.map(([form, name]) => this.#item(`Numbers, ${name}`, `.${form}`, () => saving.table(this.plot, form)))}
          </div>`
        : nothing}
    </span>`;
  }

  protected override updated(): void {
    placePopup(this.renderRoot.querySelector('.popup'), this.renderRoot.querySelector('.anchor'));
  }

  #item(name: string, kind: string, save: () => Promise<void>) {
    const onClick = (): void => {
      this.#popup.close();
      void save();
    };
    return html`<button class="item" @click=${onClick}>${name} <span class="kind">${kind}</span></button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plot-save-menu': XtcPlotSaveMenu;
  }
}
