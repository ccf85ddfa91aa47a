import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { controlStyles } from './theme.ts';

/** Loads and saves the `pyana.cfg`. */
@customElement('xtc-cfg-bar')
export class XtcCfgBar extends LitElement {
  static override styles = [controlStyles, css`:host { display: flex; flex: 1; gap: var(--space-2); align-items: center; justify-content: end; }`];

  @property({ attribute: false }) session!: Session;
  @query('input') private readonly chooser!: HTMLInputElement;

  protected override render() {
    const { config } = this.session.jobs;
    return html`
      <button class="quiet" @click=${() => this.chooser.click()}>Load…</button>
      <input type="file" hidden accept=".cfg,.ini,.txt,text/plain" aria-label="Load pyana.cfg" @change=${this.#onFile} />
      <button class="quiet" @click=${() => config.save()}>Save</button>
    `;
  }

  async #onFile(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (file) await this.session.jobs.config.load(file);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-cfg-bar': XtcCfgBar;
  }
}
