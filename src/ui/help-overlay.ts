import { LitElement, css, html } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { KEYS, type KeyBinding } from './keyboard.ts';
import { controlStyles } from './theme.ts';

const GROUPS: readonly KeyBinding['group'][] = ['Events', 'Image', 'Window'];

/** All keys and what the mouse does, over the window. */
@customElement('xtc-help-overlay')
export class XtcHelpOverlay extends LitElement {
  static override styles = [
    controlStyles,
    css`
      dialog { color: var(--text); background: var(--pane); border: 1px solid var(--edge); border-radius: var(--radius); padding: var(--space-4) var(--space-5) var(--space-5); max-width: min(1080px, 94vw); }
      dialog::backdrop { background: rgb(0 0 0 / 50%); }
      header { display: flex; justify-content: space-between; align-items: center; gap: var(--space-5); }
      .groups { display: flex; flex-wrap: wrap; gap: var(--space-3) 40px; margin-top: var(--space-3); }
      dl { display: grid; grid-template-columns: max-content max-content; gap: 2px var(--space-3); margin: var(--space-1) 0 0; font-size: var(--text-small); line-height: 22px; }
      dd { margin: 0; }
      dl + h3 { margin-top: var(--space-3); }
      dt { font-family: var(--mono); white-space: pre; color: var(--accent); }
    `,
  ];

  @query('dialog') private readonly dialog!: HTMLDialogElement;

  toggle(): void {
    if (this.dialog.open) this.dialog.close();
    else this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-label="Keys" @keydown=${this.#onKeyDown} @click=${this.#onClick}>
      <header><h2>Keys and mouse</h2><button class="quiet icon" aria-label="Close" @click=${() => this.dialog.close()}>✕</button></header>
      <div class="groups">
        ${GROUPS.map(
          (group) => html`<section><h3>${group}</h3><dl>
            ${KEYS.filter((key) => key.group === group).map((key) => html`<dt>${key.shown}</dt><dd>${key.does}</dd>`)}
          </dl></section>`,
        )}
        <section><h3>List of datagrams</h3><dl>
          <dt>↑ ↓  PgUp PgDn</dt><dd>one, a page</dd>
          <dt>Home End</dt><dd>first, last</dd>
          <dt>Shift+these</dt><dd>mark from here on</dd>
          <dt>Esc</dt><dd>in the query: clear it</dd>
        </dl></section>
        <section><h3>Plots</h3><dl>
          <dt>← → ↑ ↓</dt><dd>move along the axes</dd>
          <dt>+  −</dt><dd>zoom in, out</dd>
          <dt>0</dt><dd>show all</dd>
          <dt>s</dt><dd>select events by ranges</dd>
        </dl><h3>Mouse on plots</h3><dl>
          <dt>drag</dt><dd>zoom into a box</dd>
          <dt>wheel</dt><dd>zoom at the pointer</dd>
          <dt>Alt+drag</dt><dd>move</dd>
          <dt>Shift+drag</dt><dd>select events</dd>
          <dt>double click</dt><dd>show all</dd>
          <dt>click</dt><dd>go to the event</dd>
        </dl></section>
        <section><h3>Mouse on the image</h3><dl>
          <dt>wheel</dt><dd>zoom at the cursor</dd>
          <dt>drag</dt><dd>move</dd>
          <dt>double click</dt><dd>whole image</dd>
          <dt>Shift+drag</dt><dd>draw a region</dd>
        </dl><h3>Mouse on the colour bar</h3><dl>
          <dt>left</dt><dd>low limit</dd>
          <dt>right</dt><dd>high limit</dd>
          <dt>middle</dt><dd>reset</dd>
        </dl></section>
      </div>
    </dialog>`;
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.key !== '?') return;
    event.preventDefault();
    this.dialog.close();
  }

  /** A click on the backdrop hits the dialog itself. */
  #onClick(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-help-overlay': XtcHelpOverlay;
  }
}
