import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { completeExpression, type KnownQuantity } from '../analysis/expression-completion.ts';
import type { Problem } from '../base/errors.ts';
import type { Session } from '../state/session.ts';
import { OptionsController, type Option, type OptionList } from './controllers/options.ts';
import { controlStyles } from './theme.ts';

/** Options that are on the page at once. */
const MOST_SHOWN = 40;

/**
 * A field for an expression, with what could come next and what is wrong with it. Emits `xtc-typed` while it is typed,
 * `xtc-taken` when it is finished (Enter, or left after a change); both with the text.
 */
@customElement('xtc-quantity-field')
export class XtcQuantityField extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { position: relative; display: block; min-width: 0; }
      input { width: 100%; }
      .popup { position: absolute; z-index: 40; inset: calc(100% + 2px) auto auto 0; width: max-content; min-width: min(100%, 30ch); max-width: min(90ch, 80vw); background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / 35%); }
      ul { list-style: none; margin: 0; padding: var(--space-1); max-height: 320px; overflow-y: auto; }
      li { display: flex; justify-content: space-between; gap: var(--space-4); padding: 0 var(--space-2); line-height: 22px; font-size: var(--text-small); border-radius: 2px; cursor: pointer; white-space: nowrap; }
      li[aria-selected='true'], li:hover { background: var(--line); }
      li code { overflow: hidden; text-overflow: ellipsis; }
      li .quiet-text { overflow: hidden; text-overflow: ellipsis; max-width: 34ch; }
      .problem { margin: 0; padding: var(--space-1) var(--space-2); color: var(--warn); font-size: var(--text-small); max-width: 80ch; }
      .problem mark { color: inherit; background: none; text-decoration: underline wavy var(--bad); font-family: var(--mono); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @property() value = '';
  @property() label = '';
  @property() placeholder = '';
  @property({ attribute: false }) problem: Problem | null = null;
  /** Names of columns instead of the run's quantities. */
  @property({ attribute: false }) names: readonly KnownQuantity[] | null = null;
  @state() private isFocused = false;
  @query('input') private readonly input!: HTMLInputElement;
  readonly #options = new OptionsController(this, (option, at) => this.#take(option, at));

  override focus(): void {
    this.input.focus();
  }

  protected override render() {
    const isOpen = this.isFocused && !this.#options.isEmpty;
    const { problem } = this;
    return html`
      <input type="text" role="combobox" aria-label=${this.label} aria-autocomplete="list" aria-expanded=${isOpen} aria-controls="options"
        aria-activedescendant=${this.#options.choice >= 0 ? `option-${this.#options.choice}` : nothing} aria-invalid=${problem !== null} aria-describedby="problem"
        placeholder=${this.placeholder} autocomplete="off" spellcheck="false" .value=${this.value}
        @input=${this.#onInput} @focus=${this.#onFocus} @click=${this.#complete} @blur=${this.#onBlur} @keydown=${this.#onKeyDown} @change=${(event: Event) => event.stopPropagation()} />
      <div class="popup" ?hidden=${!isOpen && !problem}>
        <p id="problem" class="problem" role="status" ?hidden=${!problem}>${problem ? this.#located(problem) : nothing}</p>
        ${this.#options.render(isOpen)}
      </div>
    `;
  }

  /** The message, and the characters that it is about. */
  #located({ code, offset, message }: Problem) {
    const at = this.value.slice(offset, offset + 16);
    return code === 'bad-expression' && at !== '' ? html`${message} <span aria-hidden="true">…${this.value.slice(Math.max(0, offset - 12), offset)}<mark>${at}</mark></span>` : message;
  }

  protected override updated(): void {
    const { choice } = this.#options;
    if (choice >= 0) this.renderRoot.querySelector(`#option-${choice}`)?.scrollIntoView({ block: 'nearest' });
  }

  readonly #complete = (): void => {
    const { known } = this.session.workbench;
    const { start, end, options } = completeExpression(this.input.value, this.input.selectionStart ?? 0, this.names ?? known.all.value, this.names ? [] : known.sources.value);
    this.#options.show({ start, end, options: options.slice(0, MOST_SHOWN) });
  };

  #onInput(event: Event): void {
    event.stopPropagation();
    this.value = this.input.value;
    this.#emit('xtc-typed');
    this.#complete();
  }

  #onFocus(): void {
    this.isFocused = true;
    this.#complete();
  }

  #onBlur(): void {
    this.isFocused = false;
    this.#close();
    this.#emit('xtc-left');
  }

  #close(): void {
    this.#options.close();
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (!this.#options.onKey(event)) {
      if (event.key === 'Enter') {
        this.#close();
        this.#emit('xtc-taken');
      } else if (event.key === 'Escape' && !this.#options.isEmpty) this.#close();
      else return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #take({ text }: Option, { start, end }: OptionList): void {
    const next = this.input.value.slice(0, start) + text;
    this.input.value = next + this.input.value.slice(end);
    this.input.setSelectionRange(next.length, next.length);
    this.value = this.input.value;
    this.#close();
    this.#emit('xtc-typed');
  }

  #emit(type: 'xtc-typed' | 'xtc-taken' | 'xtc-left'): void {
    this.dispatchEvent(new CustomEvent(type, { detail: this.value, bubbles: true, composed: true }));
  }
}

/** What a quantity field emits. */
export type QuantityText = CustomEvent<string>;

declare global {
  interface HTMLElementTagNameMap {
    'xtc-quantity-field': XtcQuantityField;
  }
}
