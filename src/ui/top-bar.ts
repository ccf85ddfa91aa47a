import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { ask } from './events.ts';
import { controlStyles } from './theme.ts';
import './open-menu.ts';
import './run-menu.ts';
import './save-menu.ts';

const THEMES = ['system', 'dark', 'light'] as const;

/** Name, current run, open, save, help and theme. */
@customElement('xtc-top-bar')
export class XtcTopBar extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-3); height: 44px; padding: 0 var(--space-3); background: var(--pane); border-bottom: 1px solid var(--line); }
      h1 { margin: 0; font-size: var(--text-title); font-weight: 600; letter-spacing: 0.01em; }
      .rule { width: 1px; height: 20px; background: var(--line); }
      .space { flex: 1; }
      .end { display: flex; gap: var(--space-1); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.current, this.session.view.theme]);

  protected override render() {
    const { session } = this;
    const theme = session.view.theme.value;
    const hasRun = session.current.value !== null;
    return html`
      <h1>XtcScope</h1>
      <span class="rule"></span>
      ${hasRun ? html`<xtc-run-menu .session=${session}></xtc-run-menu><span class="rule"></span>` : nothing}
      <xtc-open-menu .session=${session}></xtc-open-menu>
      ${hasRun ? html`<xtc-save-menu .session=${session}></xtc-save-menu>` : nothing}
      <span class="space"></span>
      <span class="end">
        <button class="quiet icon" aria-label="Keys" title="Keys (?)" @click=${() => ask(this, 'xtc-show-help')}>?</button>
        <button class="quiet" aria-label="Theme: ${theme}" title="Theme: ${theme}. Click for the next one." @click=${this.#nextTheme}>
          <span aria-hidden="true">◐</span> ${theme}
        </button>
      </span>
    `;
  }

  #nextTheme(): void {
    const { theme } = this.session.view;
    theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-top-bar': XtcTopBar;
  }
}
