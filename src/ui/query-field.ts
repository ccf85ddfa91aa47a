import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { completionsAt } from '../format/query-completion.ts';
import type { Session } from '../state/session.ts';
import { OptionsController, type Option, type OptionList } from './controllers/options.ts';
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
  @query('input') private readonly input!: HTMLInputElement;
  readonly #options = new OptionsController(this, (option, at) => this.#take(option, at));

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
    const isOpen = !this.#options.isEmpty;
    return html`
      <div class="field">
        <input type="text" role="combobox" aria-label="Find datagrams" aria-autocomplete="list" aria-expanded=${isOpen} aria-controls="options"
          aria-activedescendant=${this.#options.choice >= 0 ? `option-${this.#options.choice}` : nothing} aria-invalid=${problem !== undefined} aria-describedby="problem"
          placeholder=${EXAMPLE} autocomplete="off" spellcheck="false" .value=${search.text.value}
          @input=${this.#onInput} @focus=${this.#complete} @click=${this.#complete} @blur=${this.#close} @keydown=${this.#onKeyDown} />
        <div class="popup" ?hidden=${!isOpen && !problem}>
          <p id="problem" class="problem" ?hidden=${!problem}>${problem?.message ?? nothing}</p>
          ${this.#options.render(isOpen)}
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
    this.#options.show(completionsAt(this.input.value, this.input.selectionStart ?? 0, this.session.datagrams.search.index.value));
  }

  #close(): void {
    this.#options.close();
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (!this.#options.onKey(event)) {
      if (event.key === 'Enter') this.#close();
      else if (event.key !== 'Escape') return;
      else if (!this.#options.isEmpty) this.#close();
      else this.session.datagrams.search.text.value = '';
    }
    event.preventDefault();
  }

  #take({ text }: Option, { start, end }: OptionList): void {
    const { value } = this.input;
    const isWhole = !text.endsWith(':');
    const next = `${value.slice(0, start)}${text}${isWhole && value[end] !== ' ' ? ' ' : ''}`;
    this.input.value = next + value.slice(end);
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
