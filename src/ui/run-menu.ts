import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import { PopupController } from './controllers/popup.ts';
import { StoreController } from './controllers/store.ts';
import { byteText, counted } from './number-text.ts';
import { controlStyles, popupStyles } from './theme.ts';

/** Where what is known of a run comes from, for people. */
const ORIGINS = { scan: 'scanned', kept: 'opened from its index', 'index-file': 'opened from an index file' } as const;

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
      .actions { margin-top: var(--space-1); padding-top: var(--space-1); border-top: 1px solid var(--line); }
      .actions .meta { margin-inline-start: auto; }
      .current { font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.runs,
    this.session.current,
    this.session.current.value?.index,
    this.session.current.value?.progress,
    this.session.current.value?.isFollowing,
    this.session.current.value?.origin,
  ]);
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
          ? html`<div class="popup" role="group" aria-label="Open runs">${this.session.runs.value.map((other) => this.#line(other, run))} ${this.#actions(run)}</div>`
          : nothing}
      </span>
      <span class="meta number" data-testid="run-size">${runText(run)}</span>
    `;
  }

  /** What can be done with the files of the run that is shown. */
  #actions(run: OpenRun) {
    const { follow } = this.session;
    const isFollowing = run.isFollowing.value;
    const canFollow = follow.canFollow(run);
    return html`<div class="actions" role="group" aria-label="Files of ${run.label}">
      <button class="item" ?disabled=${run.progress.value !== null || isFollowing} title="Reads the files again, whatever index there is" @click=${() => this.#do(() => void run.rescan())}>
        Rescan <span class="meta">${ORIGINS[run.origin.value]}</span>
      </button>
      <button class="item" role="switch" aria-checked=${isFollowing} ?disabled=${!canFollow} title="Looks every second whether the files have grown" @click=${() => this.#do(() => follow.toggle(run))}>
        Follow <span class="meta">${canFollow ? (isFollowing ? 'on' : 'off') : 'drop the files to follow them'}</span>
      </button>
    </div>`;
  }

  #do(action: () => void): void {
    this.#popup.close();
    action();
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
