import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { choose } from './events.ts';
import { controlStyles } from './theme.ts';
import './problem-list.ts';
import './scan-options.ts';

/** What the window shows before a run is open. */
@customElement('xtc-empty-state')
export class XtcEmptyState extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template-rows: minmax(320px, 1fr) auto; gap: var(--space-3); padding: var(--space-4); height: 100%; overflow: auto; }
      .target {
        display: grid; place-content: center; justify-items: center; gap: var(--space-4); text-align: center;
        border: 1px dashed var(--edge); border-radius: var(--radius); padding: var(--space-5);
      }
      h2 { font-size: var(--text-large); }
      p { margin: 0; max-width: 62ch; }
      .buttons { display: flex; gap: var(--space-2); flex-wrap: wrap; justify-content: center; }
      .buttons button { height: 36px; padding: 0 var(--space-4); font-size: var(--text-body); }
      details { max-width: 62ch; color: var(--quiet); }
      summary { cursor: pointer; }
      ul { text-align: start; margin: var(--space-2) 0 0; padding-inline-start: var(--space-4); }
      xtc-problem-list { max-height: 30vh; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.problems, this.session.dark]);

  protected override render() {
    const dark = this.session.dark.value;
    return html`
      <div class="target">
        <h2>Drop the .xtc files of an LCLS run here.</h2>
        <p class="quiet-text">XtcScope shows what is in a run, its pictures and the numbers of a region.</p>
        <div class="buttons">
          <button class="primary" @click=${() => choose(this, 'files')}>Open files</button>
          <button @click=${() => choose(this, 'folder')}>Open folder</button>
          <button @click=${() => void this.session.openSample()}>Try the sample run</button>
        </div>
        <xtc-scan-options .session=${this.session}></xtc-scan-options>
        ${dark ? html`<p>Dark loaded: ${dark.origin}. Open a run to subtract it.</p>` : nothing}
        <details>
          <summary>Your data never leaves this machine. How to check</summary>
          <ul>
            <li>The browser's developer tools, Network: opening a run makes no request.</li>
            <li>The page's source: its content policy allows connections to nothing but the place it came from.</li>
            <li>Pull the network cable after the page has loaded: everything goes on working.</li>
          </ul>
        </details>
      </div>
      <xtc-problem-list .session=${this.session} ?hidden=${this.session.problems.value.length === 0}></xtc-problem-list>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-empty-state': XtcEmptyState;
  }
}
