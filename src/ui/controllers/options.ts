import { html, type ReactiveController, type ReactiveControllerHost } from 'lit';

/** What could stand at a caret. */
export type Option = { readonly text: string; readonly hint: string };
/** The chosen one takes the place of characters `start` … `end`-1. */
export type OptionList = { readonly start: number; readonly end: number; readonly options: readonly Option[] };

const NONE: OptionList = { start: 0, end: 0, options: [] };

/** The list of what could come next below a field: arrow keys walk through it and back to the text as it is typed. */
export class OptionsController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #take: (option: Option, at: OptionList) => void;
  #list: OptionList = NONE;
  #choice = -1;

  /** @param take what is done with the chosen one */
  constructor(host: ReactiveControllerHost, take: (option: Option, at: OptionList) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  get isEmpty(): boolean {
    return this.#list.options.length === 0;
  }
  /** Place of the chosen one; -1 while the text stays as it is typed. */
  get choice(): number {
    return this.#choice;
  }

  show(list: OptionList): void {
    [this.#list, this.#choice] = [list, -1];
    this.#host.requestUpdate();
  }
  close(): void {
    this.show(NONE);
  }

  /** Walks with the arrow keys, takes with Enter or Tab what was walked to. @returns whether the key was for the list */
  onKey({ key }: KeyboardEvent): boolean {
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && !this.isEmpty) {
      const places = this.#list.options.length + 1; // one for the text as it is typed
      this.#choice = ((this.#choice + 1 + step + places) % places) - 1;
      this.#host.requestUpdate();
      return true;
    }
    if ((key !== 'Enter' && key !== 'Tab') || this.#choice < 0) return false;
    this.#takeAt(this.#choice);
    return true;
  }

  /** @param isOpen whether it shows */
  render(isOpen: boolean) {
    return html`<ul id="options" role="listbox" aria-label="What could come next" ?hidden=${!isOpen} @pointerdown=${this.#onPointerDown}>
      ${this.#list.options.map(
        ({ text, hint }, i) => html`<li id="option-${i}" role="option" data-option=${i} aria-selected=${i === this.#choice}>
          <code>${text}</code><span class="quiet-text">${hint}</span>
        </li>`,
      )}
    </ul>`;
  }

  #takeAt(choice: number): void {
    this.#take(this.#list.options[choice], this.#list);
  }

  /** A press, not a click: the field must not lose the focus first. */
  readonly #onPointerDown = (event: Event): void => {
    event.preventDefault();
    const option = (event.target as Element).closest<HTMLElement>('[data-option]');
    if (option) this.#takeAt(Number(option.dataset.option));
  };
}
