import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { completionsAt, type Completion } from '../format/query-completion.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

const EXAMPLE = 'Find: type:EBeam damage size>1MB time>12:04 fid:0x1a2f3 -L1Accept';

/** The query of the list of datagrams: what could come next, what is not understood, and how many it finds while it is typed. */
@customElement('xtc-query-field')
export class XtcQueryField extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-3); min-width: 0; }
      .field { position: relative; flex: 1; min-width: 0; }
      input { width: 100%; }
      .popup { position: absolute; z-index: 20; inset: calc(100% + 2px) auto auto 0; min-width: min(100%, 52ch); max-width: 80ch; background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / 35%); }
      ul { list-style: none; margin: 0; padding: var(--space-1); }
      li { display: flex; justify-content: space-between; gap: var(--space-4); padding: 0 var(--space-2); line-height: 22px; font-size: var(--text-small); border-radius: 2px; cursor: pointer; white-space: nowrap; }
      li[aria-selected='true'], li:hover { background: var(--line); }
      li code { overflow: hidden; text-overflow: ellipsis; }
      .problem { margin: 0; padding: var(--space-2); color: var(--warn); font-size: var(--text-small); }
      output { min-width: 25ch; white-space: nowrap; text-align: end; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private options: readonly Completion[] = [];
  @state() private choice = -1;
  @query('input') private readonly input!: HTMLInputElement;
  #from = 0;
  #to = 0;

  protected readonly store = new StoreController(this, () => {
    const { search } = this.session.datagrams;
    return [search.text, search.count, search.index, search.problems, search.isSearching];
  });

  override focus(): void {
    this.input.focus();
  }

  protected override render() {
    const { search } = this.session.datagrams;
    const [problem] = search.problems.value;
    const isOpen = this.options.length > 0;
    return html`
      <div class="field">
        <input type="text" role="combobox" aria-label="Find datagrams" aria-autocomplete="list" aria-expanded=${isOpen} aria-controls="options"
          aria-activedescendant=${this.choice >= 0 ? `option-${this.choice}` : nothing} aria-invalid=${problem !== undefined} aria-describedby="problem"
          placeholder=${EXAMPLE} autocomplete="off" spellcheck="false" .value=${search.text.value}
          @input=${this.#onInput} @focus=${this.#complete} @click=${this.#complete} @blur=${this.#close} @keydown=${this.#onKeyDown} />
        <div class="popup" ?hidden=${!isOpen && !problem}>
          <p id="problem" class="problem" ?hidden=${!problem}>${problem?.message ?? nothing}</p>
          <ul id="options" role="listbox" aria-label="What could come next" ?hidden=${!isOpen} @pointerdown=${this.#onPointerDown}>
            ${this.options.map(
              ({ text, hint }, i) => html`<li id="option-${i}" role="option" data-option=${i} aria-selected=${i === this.choice}>
                <code>${text}</code><span class="quiet-text">${hint}</span>
              </li>`,
            )}
          </ul>
        </div>
      </div>
      <output aria-label="Found" aria-live="polite">${this.#count()}</output>
    `;
  }

  #count(): string {
    const { search } = this.session.datagrams;
    const all = grouped(search.index.value?.datagrams ?? 0);
    return search.isSearching.value && !search.matches.value ? `… of ${all}` : `${grouped(search.count.value)} of ${all}`;
  }

  #onInput(): void {
    this.session.datagrams.search.text.value = this.input.value;
    this.#complete();
  }

  #complete(): void {
    const { start, end, options } = completionsAt(this.input.value, this.input.selectionStart ?? 0, this.session.datagrams.search.index.value);
    [this.#from, this.#to, this.options, this.choice] = [start, end, options, -1];
  }

  #close(): void {
    this.options = [];
    this.choice = -1;
  }

  /** A press, not a click: the field must not lose the focus first. */
  #onPointerDown(event: Event): void {
    event.preventDefault();
    const option = (event.target as Element).closest<HTMLElement>('[data-option]');
    if (option) this.#take(Number(option.dataset.option));
  }

  #onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && this.options.length > 0) {
      const places = this.options.length + 1; // one for the text as it is typed
      this.choice = ((this.choice + 1 + step + places) % places) - 1;
    } else if ((event.key === 'Enter' || event.key === 'Tab') && this.choice >= 0) this.#take(this.choice);
    else if (event.key === 'Tab') return;
    else if (event.key === 'Enter') this.#close();
    else if (event.key === 'Escape' && this.options.length > 0) this.#close();
    else if (event.key === 'Escape') this.session.datagrams.search.text.value = '';
    else return;
    event.preventDefault();
  }

  #take(choice: number): void {
    const { text } = this.options[choice];
    const { value } = this.input;
    const isWhole = !text.endsWith(':');
    const next = `${value.slice(0, this.#from)}${text}${isWhole && value[this.#to] !== ' ' ? ' ' : ''}`;
    this.input.value = next + value.slice(this.#to);
    this.input.setSelectionRange(next.length, next.length);
    this.session.datagrams.search.text.value = this.input.value;
    if (isWhole) this.#close();
    else this.#complete();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-query-field': XtcQueryField;
  }
}
