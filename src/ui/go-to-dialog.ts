import { LitElement, css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { toProblem } from '../base/errors.ts';
import { findEvent } from '../format/find-event.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { eventLine } from './strip-text.ts';
import { controlStyles } from './theme.ts';

/** What the text in the dialog leads to: an event, or why there is none. */
type Target = { readonly event: number; readonly says: string } | { readonly event: null; readonly says: string };

const HINT = 'Event number, time, fiducial or cycle';

/** Goes to an event by its number, time, fiducial or cycle; says where before it goes there. */
@customElement('xtc-go-to-dialog')
export class XtcGoToDialog extends LitElement {
  static override styles = [
    controlStyles,
    css`
      dialog { width: min(460px, 94vw); margin-top: 12vh; color: var(--text); background: var(--pane); border: 1px solid var(--edge); border-radius: var(--radius); padding: var(--space-4); }
      dialog::backdrop { background: rgb(0 0 0 / 50%); }
      form { display: grid; grid-template-columns: 1fr auto; gap: var(--space-2); }
      label, output { grid-column: 1 / -1; }
      output { display: block; min-height: 2.8em; overflow-wrap: anywhere; }
      .bad { color: var(--bad); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private text = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('input') private readonly field!: HTMLInputElement;

  protected readonly store = new StoreController(this, () => [this.session.view.isGoToOpen, this.session.current]);

  /** Opens and closes as the view says; what was typed last is marked, so that typing replaces it. */
  protected override updated(): void {
    const isWanted = this.session.view.isGoToOpen.value && this.session.current.value !== null;
    if (isWanted === this.dialog.open) return;
    if (!isWanted) {
      // Otherwise the field keeps the keys until the window is painted again.
      this.field.blur();
      this.dialog.close();
      return;
    }
    this.dialog.showModal();
    this.field.select();
  }

  protected override render() {
    const target = this.#target();
    const isBad = this.text !== '' && target.event === null;
    return html`<dialog aria-label="Go to" @close=${this.#onClose} @pointerdown=${this.#onPointerDown}>
      <form method="dialog" @submit=${this.#onSubmit}>
        <label for="where">Go to</label>
        <input id="where" type="text" autocomplete="off" spellcheck="false" placeholder="1204   12:04:31   0x1a2f3   cycle 6"
          aria-invalid=${isBad} aria-describedby="says" .value=${this.text} @input=${this.#onInput} />
        <button class="primary" ?disabled=${target.event === null}>Go</button>
        <output id="says" for="where" class=${isBad ? 'bad' : 'quiet-text'}>${target.says}</output>
      </form>
    </dialog>`;
  }

  #target(): Target {
    const index = this.session?.current.value?.index.value;
    if (!index || this.text.trim() === '') return { event: null, says: HINT };
    try {
      const event = findEvent(index, this.text, this.session.event.value);
      return { event, says: eventLine(index, event) };
    } catch (error) {
      return { event: null, says: toProblem(error).message };
    }
  }

  #onInput(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
  }

  /** It comes late: by then the dialog may have been opened again. */
  readonly #onClose = (): void => {
    if (!this.dialog.open) this.session.view.isGoToOpen.value = false;
  };

  /** What hits the backdrop hits the dialog itself. */
  #onPointerDown(event: PointerEvent): void {
    if (event.target === this.dialog) this.session.view.isGoToOpen.value = false;
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    const { event: found } = this.#target();
    if (found === null) return;
    this.session.selectEvent(found);
    this.session.view.isGoToOpen.value = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-go-to-dialog': XtcGoToDialog;
  }
}
