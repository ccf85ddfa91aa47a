import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { canChooseHandles } from './choose-handles.ts';
import { PopupController } from './controllers/popup.ts';
import { choose } from './events.ts';
import { counted } from './number-text.ts';
import { controlStyles, popupStyles } from './theme.ts';
import './scan-options.ts';

/** Open files, a folder or the sample run. */
@customElement('xtc-open-menu')
export class XtcOpenMenu extends LitElement {
  static override styles = [controlStyles, popupStyles];

  @property({ attribute: false }) session!: Session;
  readonly #popup = new PopupController(this);

  protected override render() {
    const { offers } = this.session.opening;
    return html`<span class="anchor">
      <button aria-haspopup="true" aria-expanded=${this.#popup.isOpen} @click=${this.#popup.toggle}>
        Open <span aria-hidden="true">▾</span>
      </button>
      ${this.#popup.isOpen
        ? html`<div class="popup" role="group" aria-label="Open">
            <button class="item" @click=${() => this.#do(() => choose(this, 'files'))}>Open files</button>
            <button class="item" @click=${() => this.#do(() => choose(this, 'folder'))}>Open folder</button>
            ${canChooseHandles()
              ? html`<button class="item" title="Files that are still being written: they can be followed" @click=${() => this.#do(() => choose(this, 'growing'))}>Open growing files</button>`
              : nothing}
            ${offers.all.value.length > 0
              ? html`<button class="item" @click=${() => this.#do(() => offers.show())}>Choose from ${counted(offers.all.value.length, 'run')}</button>`
              : nothing}
            <button class="item" @click=${() => this.#do(() => void this.session.openSample())}>Try the sample run</button>
            <xtc-scan-options .session=${this.session}></xtc-scan-options>
          </div>`
        : nothing}
    </span>`;
  }

  #do(action: () => void): void {
    this.#popup.close();
    action();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-open-menu': XtcOpenMenu;
  }
}
