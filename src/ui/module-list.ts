import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { KeptModule } from '../state/module-library.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';

/** The user's modules and those that come along. Emits `xtc-module-chosen` after a choice. */
@customElement('xtc-module-list')
export class XtcModuleList extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; gap: var(--space-2); padding: var(--space-3); background: var(--pane); min-height: 0; }
      .row { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; }
      .scroll { overflow: auto; min-height: 0; }
      h3 { margin: var(--space-2) 0 var(--space-1); }
      ul { list-style: none; margin: 0; padding: 0; }
      li button { display: grid; width: 100%; height: auto; min-height: var(--control); padding: var(--space-1) var(--space-2); text-align: start; background: none; border-color: transparent; gap: 2px; white-space: normal; line-height: 1.3; }
      li button[aria-current='true'] { border-color: var(--accent); background: var(--raised); }
      .name { font-family: var(--mono); overflow-wrap: anywhere; }
      .note { color: var(--quiet); margin: 0; font-size: var(--text-small); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  /** True while the editor shows a module, not the configuration. */
  @property({ attribute: false }) isShown = true;
  @query('input[type=file]') private readonly chooser!: HTMLInputElement;
  protected readonly store = new StoreController(this, () => {
    const { library } = this.session.jobs;
    return [library.own, library.current, library.removed];
  });

  protected override render() {
    const { library } = this.session.jobs;
    const own = library.own.value;
    const removed = library.removed.value;
    return html`
      <div class="row">
        <button @click=${this.#addNew} title="Starts from the skeleton, which explains every callback">New module</button>
        <button class="quiet" @click=${() => this.chooser.click()}>Load…</button>
        <input type="file" hidden multiple accept=".js,.mjs,.ts,text/javascript" aria-label="Load modules" @change=${this.#onFiles} />
      </div>
      <div class="scroll">
        <h3>Your modules</h3>
        ${own.length === 0 ? html`<p class="note">None yet. They are kept in this browser.</p>` : html`<ul>${own.map((module) => this.#item(module))}</ul>`}
        ${removed ? html`<p class="note row">${removed.name} is removed. <button class="quiet" @click=${() => library.putBack()}>Put back</button></p>` : nothing}
        <h3>Examples</h3>
        <ul>${library.examples.map((module) => this.#item(module))}</ul>
      </div>
      <p class="note">A changed example becomes a module of yours.</p>
    `;
  }

  #item(module: KeptModule) {
    const isCurrent = this.isShown && module.id === this.session.jobs.library.current.value.id;
    return html`<li><button aria-current=${isCurrent} @click=${() => this.#choose(module.id)}>
      <span class="name">${module.name}</span>${module.note ? html`<span class="note">${module.note}</span>` : nothing}
    </button></li>`;
  }

  #choose(id: string): void {
    this.session.jobs.library.choose(id);
    this.#tell();
  }
  #addNew(): void {
    this.session.jobs.library.addNew();
    this.#tell();
  }

  async #onFiles(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    await this.session.jobs.library.load(files);
    this.#tell();
  }

  #tell(): void {
    this.dispatchEvent(new CustomEvent('xtc-module-chosen', { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-module-list': XtcModuleList;
  }
}
