import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OpenRun } from '../state/open-run.ts';
import type { SessionApi } from '../state/session.ts';
import { PopupController } from './controllers/popup.ts';
import { StoreController } from './controllers/store.ts';
import { byteText, counted } from './number-text.ts';
import { controlStyles, popupStyles } from './theme.ts';

/** The current run, and the way to the other open ones. */
@customElement('xtc-run-menu')
export class XtcRunMenu extends LitElement {
  static override styles = [
    controlStyles,
    popupStyles,
    css`
      :host { display: inline-flex; align-items: center; gap: var(--space-2); min-width: 0; }
      .meta { color: var(--quiet); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
      .run { display: flex; gap: var(--space-1); }
      .run .item { flex: 1; }
      .run .meta { margin-inline-start: auto; }
      .current { font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) session!: SessionApi;
  protected readonly store = new StoreController(this, () => [this.session.runs, this.session.current]);
  readonly #popup = new PopupController(this);

  protected override render() {
    const run = this.session.current.value;
    if (!run) return nothing;
    return html`
      <span class="anchor">
        <button class="current" aria-haspopup="true" aria-expanded=${this.#popup.isOpen} @click=${this.#popup.toggle}>
          ${run.label} <span aria-hidden="true">▾</span>
        </button>
        ${this.#popup.isOpen
          ? html`<div class="popup" role="group" aria-label="Open runs">${this.session.runs.value.map((other) => this.#line(other, run))}</div>`
          : nothing}
      </span>
      <span class="meta number" data-testid="run-size">${runText(run)}</span>
    `;
  }

  #line(run: OpenRun, current: OpenRun) {
    return html`<div class="run">
      <button class="item" aria-current=${run === current ? 'true' : 'false'} @click=${() => this.#select(run)}>
        <span aria-hidden="true">${run === current ? '●' : '○'}</span><span>${run.label}</span>
        <span class="meta number">${runText(run)}</span>
      </button>
      <button class="quiet icon" aria-label="Close ${run.label}" title="Close ${run.label}" @click=${() => this.#close(run)}>✕</button>
    </div>`;
  }

  #select(run: OpenRun): void {
    this.#popup.close();
    this.session.selectRun(run);
  }

  #close(run: OpenRun): void {
    if (this.session.runs.value.length === 1) this.#popup.close();
    this.session.closeRun(run);
  }
}

function runText(run: OpenRun): string {
  return `${counted(run.files.streams.length, 'stream')} · ${byteText(run.byteLength)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-run-menu': XtcRunMenu;
  }
}
