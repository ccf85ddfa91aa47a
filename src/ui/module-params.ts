import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { controlStyles } from './theme.ts';

type Params = readonly (readonly [key: string, value: string])[];

/** Parameters of a module: names and texts. Emits `xtc-params` with all of them when one changes. */
@customElement('xtc-module-params')
export class XtcModuleParams extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; gap: var(--space-1); }
      .pair { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) var(--control-small); gap: var(--space-1); }
      input { width: 100%; height: var(--control-small) !important; }
      button.icon { width: var(--control-small); height: var(--control-small); }
      .add { justify-self: start; height: var(--control-small); }
    `,
  ];

  @property({ attribute: false }) params: Params = [];

  protected override render() {
    return html`
      ${this.params.map(
        ([key, value], i) => html`<div class="pair">
          <input type="text" aria-label="Parameter ${i + 1}" spellcheck="false" .value=${key} @change=${(event: Event) => this.#change(i, [textOf(event), value])} />
          <input type="text" aria-label="Value of ${key || `parameter ${i + 1}`}" spellcheck="false" .value=${value} @change=${(event: Event) => this.#change(i, [key, textOf(event)])} />
          <button class="quiet icon" aria-label="Remove ${key || `parameter ${i + 1}`}" @click=${() => this.#change(i, null)}>✕</button>
        </div>`,
      )}
      <button class="add quiet" @click=${() => this.#change(this.params.length, ['', ''])}>Add a parameter</button>
    `;
  }

  #change(at: number, pair: readonly [string, string] | null): void {
    const params = [...this.params];
    params.splice(at, 1, ...(pair ? [pair] : []));
    this.dispatchEvent(new CustomEvent('xtc-params', { detail: params, bubbles: true, composed: true }));
  }
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement).value.trim();
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-module-params': XtcModuleParams;
  }
}
