import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PlotKind } from '../analysis/plot-spec.ts';
import { specOf } from '../state/new-plots.ts';
import type { Session } from '../state/session.ts';
import { LinesController, linesStyles } from './controllers/lines.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

const LINE = 24;
const ONE: readonly (readonly [PlotKind, string])[] = [['trace', 'Trace'], ['histogram', 'Histogram'], ['strip', 'Strip chart']];
const TWO: readonly (readonly [PlotKind, string])[] = [['scatter', 'Scatter'], ['density', 'Density'], ['profile', 'Profile']];

/** All quantities of the run, to be searched and ticked: one makes a trace or histogram, two (x first) a scatter. */
@customElement('xtc-quantity-picker')
export class XtcQuantityPicker extends LitElement {
  static override styles = [
    controlStyles,
    linesStyles,
    css`
      :host { display: grid; grid-template-rows: auto auto minmax(0, 1fr); min-height: 0; min-width: 0; background: var(--pane); }
      .search { display: flex; align-items: center; gap: var(--space-2); padding: var(--space-2); }
      .search input { flex: 1; }
      .make { display: flex; flex-wrap: wrap; gap: var(--space-1); padding: 0 var(--space-2) var(--space-2); border-bottom: 1px solid var(--line); }
      .make button { height: var(--control-small); }
      .box { outline-offset: -2px; }
      .line { display: grid; grid-template-columns: 22px minmax(0, 1fr) auto; gap: var(--space-1); align-items: center; height: ${LINE}px; padding: 0 var(--space-2); font-size: var(--text-small); white-space: nowrap; cursor: default; }
      .line > * { overflow: hidden; text-overflow: ellipsis; }
      .line code { direction: ltr; }
      .line .hint { max-width: 12ch; color: var(--quiet); }
      .line.active { box-shadow: inset 3px 0 var(--accent); }
      .line:hover { background: var(--raised); }
      .line[aria-selected='true'] { background: color-mix(in srgb, var(--accent) 22%, var(--pane)); }
      .place { color: var(--accent); font-weight: 600; text-align: center; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private search = '';
  @state() private chosen: readonly string[] = [];
  @state() private active = 0;
  protected readonly store = new StoreController(this, () => [this.session.workbench.known.all, this.session.current]);
  readonly #lines: LinesController = new LinesController(this, () => this.#found().length, LINE);

  #found() {
    const words = this.search.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const { all } = this.session.workbench.known;
    return words.length === 0 ? all.value : all.value.filter(({ text, hint }) => words.every((word) => text.toLowerCase().includes(word) || hint.toLowerCase().includes(word)));
  }

  protected override render() {
    const found = this.#found();
    const { first, last } = this.#lines;
    const count = this.chosen.length;
    return html`
      <div class="search">
        <input type="search" aria-label="Find a quantity" placeholder="Find a quantity" .value=${this.search} @input=${this.#onSearch} />
        <span class="quiet-text number">${grouped(found.length)}</span>
      </div>
      <div class="make" role="group" aria-label="Plot what is ticked">
        ${ONE.map(([kind, name]) => this.#button(kind, name, count >= 1))} ${TWO.map(([kind, name]) => this.#button(kind, name, count >= 2))}
      </div>
      <div class="box" role="listbox" aria-multiselectable="true" aria-label="Quantities" tabindex="0"
        aria-activedescendant=${this.active >= first && this.active < last ? `line-${this.active}` : ''} @keydown=${this.#onKeyDown} @click=${this.#onClick}>
        <div class="room" role="presentation"><div class="window" role="presentation">
          ${found.slice(first, last).map(({ text, hint }, i) => this.#line(text, hint, first + i))}
        </div></div>
      </div>
    `;
  }

  #line(text: string, hint: string, at: number) {
    const place = this.chosen.indexOf(text);
    const mark = place < 0 ? '' : this.chosen.length === 1 ? '✓' : place === 0 ? 'x' : 'y';
    return html`<div class="line ${at === this.active ? 'active' : ''}" role="option" id="line-${at}" data-at=${at} aria-selected=${place >= 0} title=${`${text}${hint ? ` (${hint})` : ''}`}>
      <span class="place">${mark}</span><code>${text}</code><span class="hint">${hint}</span>
    </div>`;
  }

  #button(kind: PlotKind, name: string, isEnabled: boolean) {
    return html`<button ?disabled=${!isEnabled} @click=${() => this.#plot(kind)}>${name}</button>`;
  }

  #onSearch(event: Event): void {
    this.search = (event.target as HTMLInputElement).value;
    this.active = 0;
    this.#lines.reveal(0);
  }

  #onClick(event: MouseEvent): void {
    const line = (event.target as Element).closest<HTMLElement>('[data-at]');
    if (!line) return;
    this.active = Number(line.dataset.at);
    this.#toggle();
  }

  #onKeyDown(event: KeyboardEvent): void {
    const { page } = this.#lines;
    const last = this.#found().length - 1;
    const to: Record<string, number> = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page, PageUp: this.active - page, Home: 0, End: last };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in to) {
      this.active = Math.max(0, Math.min(last, to[event.key]));
      this.#lines.reveal(this.active);
    } else if (event.key === ' ') this.#toggle();
    else if (event.key === 'Enter') this.#plot(this.chosen.length > 1 ? 'scatter' : 'trace');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #toggle(): void {
    const text = this.#found().at(this.active)?.text;
    if (text === undefined) return;
    this.chosen = this.chosen.includes(text) ? this.chosen.filter((other) => other !== text) : [...this.chosen, text];
  }

  #plot(kind: PlotKind): void {
    if (this.chosen.length === 0) return;
    this.session.plots.add(specOf(kind, this.chosen));
    this.chosen = [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-quantity-picker': XtcQuantityPicker;
  }
}
