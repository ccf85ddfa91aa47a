import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { LinesController, linesStyles } from './controllers/lines.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';
import { valueLines, type ValueLine } from './value-lines.ts';

const LINE = 20;

/** The fields of the value shown: name, value, unit, what is said about them; the chosen one is drawn below. */
@customElement('xtc-value-fields')
export class XtcValueFields extends LitElement {
  static override styles = [
    controlStyles,
    linesStyles,
    css`
      :host { display: block; min-height: 0; min-width: 0; container-type: inline-size; }
      .line { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 5fr) 5ch minmax(0, 4fr); gap: var(--space-2); height: 20px; line-height: 20px; padding: 0 var(--space-3) 0 var(--space-2); font-family: var(--mono); font-size: var(--text-small); font-variant-numeric: tabular-nums; white-space: pre; cursor: default; }
      .line > * { overflow: hidden; text-overflow: ellipsis; }
      .line:hover { background: color-mix(in srgb, var(--accent) 8%, var(--pane)); }
      .window .line[aria-selected='true'] { background: color-mix(in srgb, var(--accent) 26%, var(--pane)); box-shadow: inset 3px 0 var(--accent); }
      .value { user-select: text; }
      .sign { color: var(--quiet); cursor: pointer; }
      .quiet { color: var(--quiet); }
      .line[aria-selected='true'] .quiet { color: inherit; }
      @container (width < 460px) {
        .line { grid-template-columns: minmax(0, 5fr) minmax(0, 5fr) 4ch; }
        .note { display: none; }
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.devices.value, this.session.devices.field, this.session.devices.opened]);
  readonly #lines: LinesController = new LinesController(this, () => this.#shown.length, LINE);
  #shown: readonly ValueLine[] = [];
  /** The line that keys start from, where it is not the chosen field. */
  #active: string | null = null;
  /** The device whose line that is. */
  #node: string | null = null;
  #page = 0;

  protected override willUpdate(): void {
    const { value, opened } = this.session.devices;
    const node = value.value?.node.key ?? null;
    if (node !== null && node !== this.#node) this.#active = null;
    this.#node = node ?? this.#node;
    const parts = value.value?.parts ?? [];
    const schemas = parts.map(({ placed }, i) => ({ name: `${i + 1} of ${parts.length}`, placed }));
    const prefix = parts[0]?.schema ?? '';
    this.#shown = valueLines(schemas, (key, isOpenAtFirst) => opened.value.get(`${prefix} ${key}`) ?? isOpenAtFirst);
  }

  /** What was chosen stays in view when the drawing of it takes room. */
  protected override updated(): void {
    if (this.#lines.page === this.#page) return;
    this.#page = this.#lines.page;
    if (this.#activeAt() >= 0) this.#lines.reveal(this.#activeAt());
  }

  protected override render() {
    const at = this.#activeAt();
    const { first, last } = this.#lines;
    return html`
      <div class="box" role="treegrid" tabindex="0" aria-label="Fields of the value" aria-rowcount=${this.#shown.length}
        aria-activedescendant=${at >= first && at < last ? `value-${at}` : nothing}
        @keydown=${this.#onKeyDown} @click=${this.#onClick} @dblclick=${this.#onDoubleClick}>
        <div class="room" role="presentation"><div class="window" role="rowgroup">
          ${this.#shown.slice(first, last).map((line, i) => this.#line(line, first + i, first + i === at))}
        </div></div>
      </div>
    `;
  }

  #line({ name, text, unit, note, level, position, siblings, isOpen }: ValueLine, at: number, isActive: boolean) {
    return html`<div class="line" role="row" id="value-${at}" data-at=${at}
      aria-rowindex=${at + 1} aria-level=${level} aria-posinset=${position} aria-setsize=${siblings}
      aria-selected=${isActive} aria-expanded=${isOpen === null ? nothing : isOpen}
    ><span role="gridcell" title="${name} · ${note}">${'  '.repeat(level - 1)}<span class="sign" aria-hidden="true">${isOpen === null ? ' ' : isOpen ? '▾' : '▸'}</span> ${name}</span><span role="gridcell" class="value" title=${text}>${text}</span><span role="gridcell" class="quiet">${unit}</span><span role="gridcell" class="note quiet" title=${note}>${note}</span></div>`;
  }

  #activeAt(): number {
    const field = this.session.devices.field.value?.path;
    return this.#shown.findIndex(({ key, path }) => (this.#active === null ? path === field : key === this.#active));
  }

  #lineAt(event: Event): number {
    const line = event.composedPath().find((node) => node instanceof HTMLElement && node.dataset.at !== undefined);
    return line instanceof HTMLElement ? Number(line.dataset.at) : -1;
  }

  #onClick(event: MouseEvent): void {
    const at = this.#lineAt(event);
    const isSign = event.composedPath()[0] instanceof Element && (event.composedPath()[0] as Element).className === 'sign';
    if (at < 0) return;
    if (isSign) this.#open(at, !this.#shown[at].isOpen);
    else this.#choose(at);
  }

  #onDoubleClick(event: MouseEvent): void {
    const at = this.#lineAt(event);
    if (at >= 0) this.#open(at, !this.#shown[at].isOpen);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const at = this.#activeAt();
    const line = this.#shown[at];
    const { page } = this.#lines;
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.#shown.length - 1 };
    if (event.key in to) this.#choose(to[event.key]);
    else if (event.key === 'ArrowRight' && line?.isOpen === false) this.#open(at, true);
    else if (event.key === 'ArrowLeft' && line?.isOpen) this.#open(at, false);
    else if (event.key === 'Enter' && line) this.#open(at, !line.isOpen);
    else return; // Left and right step through the events where there is nothing to open.
    event.preventDefault();
  }

  #open(at: number, isOpen: boolean): void {
    const line = this.#shown[at];
    if (line.isOpen === null) return;
    this.session.devices.setOpen(`${this.session.devices.value.value?.parts[0]?.schema ?? ''} ${line.key}`, isOpen);
  }

  #choose(at: number): void {
    const place = Math.max(0, Math.min(at, this.#shown.length - 1));
    const line = this.#shown[place];
    if (!line) return;
    this.#active = line.key;
    this.session.devices.field.value = line.isNumber || line.array ? { path: line.path, isNumber: line.isNumber } : null;
    this.#lines.reveal(place);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-value-fields': XtcValueFields;
  }
}
