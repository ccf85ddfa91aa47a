import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import type { XtcDropZone } from './drop-zone.ts';
import type { WindowEvents } from './events.ts';
import type { XtcHealDialog } from './heal-dialog.ts';
import type { XtcHelpOverlay } from './help-overlay.ts';
import { bindKeys } from './keyboard.ts';
import { counted } from './number-text.ts';
import { loadPart, type Part } from './load-part.ts';
import { controlStyles, tokens } from './theme.ts';
import type { XtcTrimDialog } from './trim-dialog.ts';
import './drop-zone.ts';
import './empty-state.ts';
import './event-bar.ts';
import './go-to-dialog.ts';
import './heal-dialog.ts';
import './help-overlay.ts';
import './problem-list.ts';
import './run-list.ts';
import './status-line.ts';
import './summary-view.ts';
import './tab-bar.ts';
import './top-bar.ts';
import './trim-dialog.ts';

if (tokens.styleSheet) document.adoptedStyleSheets.push(tokens.styleSheet);

/** The window: bars around the chosen view, or the empty state while no run is open. */
@customElement('xtc-app')
export class XtcApp extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); height: 100vh; background: var(--ground); overflow: hidden; }
      header { grid-row: 1; }
      main { position: relative; display: grid; grid-template: minmax(0, 1fr) / auto minmax(0, 1fr); min-height: 0; grid-row: 2; }
      .views, xtc-empty-state { grid-column: 2; min-width: 0; min-height: 0; }
      footer { grid-row: 3; }
      [role='tabpanel'] { height: 100%; min-width: 0; }
      xtc-empty-state { height: 100%; }
      .drawer { position: absolute; inset: 0 0 0 auto; width: min(560px, 100%); z-index: 10; box-shadow: -8px 0 24px rgb(0 0 0 / 30%); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private isProblemsOpen = false;
  @query('xtc-drop-zone') private readonly dropZone!: XtcDropZone;
  @query('xtc-help-overlay') private readonly help!: XtcHelpOverlay;
  @query('xtc-trim-dialog') private readonly trim!: XtcTrimDialog;
  @query('xtc-heal-dialog') private readonly heal!: XtcHealDialog;
  #endKeys: (() => void) | null = null;
  /** Tabs are loaded and made when they are first looked at, then kept. */
  readonly #made = new Set<Part>();
  readonly #loading = new Set<Part>();

  protected readonly store = new StoreController(this, () => [
    this.session.current,
    this.session.view.tab,
    this.session.view.theme,
    this.session.view.isImageOnly,
    this.session.view.isDevicesOpen,
    this.session.problems,
  ]);

  readonly #toggleProblems = (): void => {
    this.isProblemsOpen = !this.isProblemsOpen;
  };

  constructor() {
    super();
    this.addEventListener('xtc-choose', (event) => this.dropZone.choose((event as WindowEvents['xtc-choose']).detail));
    this.addEventListener('xtc-toggle-problems', this.#toggleProblems);
    this.addEventListener('xtc-show-help', () => this.help.toggle());
    this.addEventListener('xtc-show-trim', () => this.trim.open());
    this.addEventListener('xtc-show-heal', () => this.heal.open());
  }

  protected override firstUpdated(): void {
    this.#endKeys = bindKeys({
      session: this.session,
      toggleHelp: () => this.help.toggle(),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endKeys?.();
  }

  protected override willUpdate(): void {
    const { current, view } = this.session;
    this.#make(view.tab.value);
    if (current.value) {
      if (view.isDevicesOpen.value) this.#make('Devices');
      for (const next of ['Image', 'Datagrams'] as const) this.#load(next); // What is looked at next is there by then.
    }
    if (this.session.problems.value.length === 0) this.isProblemsOpen = false;
  }

  #make(part: Part): void {
    this.#made.add(part);
    this.#load(part);
  }
  #load(part: Part): void {
    if (this.#loading.has(part)) return;
    this.#loading.add(part);
    loadPart(part).catch((error: unknown) => {
      this.#loading.delete(part); // So that it can be tried again.
      this.session.report(error);
    });
  }

  protected override updated(): void {
    const theme = this.session.view.theme.value;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const run = this.session.current.value;
    document.title = run ? `${run.label} – XtcScope` : 'XtcScope';
  }

  protected override render() {
    const { session } = this;
    const { view } = session;
    const hasRun = session.current.value !== null;
    const tab = view.tab.value;
    const isImageOnly = hasRun && tab === 'Image' && view.isImageOnly.value;
    const problems = session.problems.value;
    return html`
      <header ?hidden=${isImageOnly}>
        <xtc-top-bar .session=${session}></xtc-top-bar>
        ${hasRun ? html`<xtc-tab-bar .session=${session}></xtc-tab-bar>` : nothing}
      </header>
      <main>
        ${hasRun && view.isDevicesOpen.value && !isImageOnly ? html`<xtc-devices-pane .session=${session}></xtc-devices-pane>` : nothing}
        ${hasRun ? html`<div class="views">${this.#views(tab)}</div>` : html`<xtc-empty-state .session=${session}></xtc-empty-state>`}
        ${hasRun && this.isProblemsOpen
          ? html`<xtc-problem-list class="drawer" .session=${session}>
              <button slot="close" class="quiet icon" aria-label="Close problems" @click=${this.#toggleProblems}>✕</button>
            </xtc-problem-list>`
          : nothing}
      </main>
      <footer ?hidden=${isImageOnly}>
        ${hasRun ? html`<xtc-event-bar .session=${session}></xtc-event-bar>` : nothing}
        <xtc-status-line .session=${session}></xtc-status-line>
      </footer>
      <xtc-drop-zone .session=${session}></xtc-drop-zone>
      <xtc-run-list .session=${session}></xtc-run-list>
      <xtc-go-to-dialog .session=${session}></xtc-go-to-dialog>
      <xtc-trim-dialog .session=${session}></xtc-trim-dialog>
      <xtc-heal-dialog .session=${session}></xtc-heal-dialog>
      <xtc-help-overlay></xtc-help-overlay>
      <div class="visually-hidden" aria-live="polite">
        ${problems.length > 0 ? `${counted(problems.length, 'problem')}. ${problems[problems.length - 1].message}` : nothing}
      </div>
    `;
  }

  #views(tab: string) {
    const { session } = this;
    return html`
      <div role="tabpanel" aria-label="Summary" ?hidden=${tab !== 'Summary'}><xtc-summary-view .session=${session}></xtc-summary-view></div>
      <div role="tabpanel" aria-label="Datagrams" ?hidden=${tab !== 'Datagrams'}>
        ${this.#made.has('Datagrams') ? html`<xtc-datagrams-tab .session=${session}></xtc-datagrams-tab>` : nothing}
      </div>
      <div role="tabpanel" aria-label="Image" ?hidden=${tab !== 'Image'}>
        ${this.#made.has('Image') ? html`<xtc-image-panel .session=${session}></xtc-image-panel>` : nothing}
      </div>
      <div role="tabpanel" aria-label="Plots" ?hidden=${tab !== 'Plots'}>
        ${this.#made.has('Plots') ? html`<xtc-plots-tab .session=${session}></xtc-plots-tab>` : nothing}
      </div>
      <div role="tabpanel" aria-label="Modules" ?hidden=${tab !== 'Modules'}>
        ${this.#made.has('Modules') ? html`<xtc-modules-tab .session=${session}></xtc-modules-tab>` : nothing}
      </div>
      <div role="tabpanel" aria-label="Batch" ?hidden=${tab !== 'Batch'}>
        ${this.#made.has('Batch') ? html`<xtc-batch-tab .session=${session}></xtc-batch-tab>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-app': XtcApp;
  }
}
