import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Field } from '../format/header-fields.ts';
import type { Session } from '../state/session.ts';
import { LinesController, linesStyles } from './controllers/lines.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';

const LINE = 20;

/** The fields of the marked Xtc, or of the datagram: name, value, place, meaning. */
@customElement('xtc-field-list')
export class XtcFieldList extends LitElement {
  static override styles = [
    controlStyles,
    linesStyles,
    css`
      :host { display: block; min-height: 0; min-width: 0; }
      .line { display: grid; grid-template-columns: 20ch 14ch 12ch minmax(12ch, 1fr); gap: var(--space-2); height: 20px; line-height: 20px; padding: 0 var(--space-3); font-family: var(--mono); font-size: var(--text-small); font-variant-numeric: tabular-nums; white-space: pre; cursor: default; }
      .line > * { overflow: hidden; text-overflow: ellipsis; }
      .head { position: sticky; top: 0; z-index: 1; background: var(--pane); color: var(--quiet); }
      /* The head keeps the measure of the lines' face, so that the columns agree. */
      .head > span { font-family: var(--face); font-weight: 600; }
      .window { top: 20px; }
      .window .line:hover { background: color-mix(in srgb, var(--accent) 8%, var(--pane)); }
      .window .line[aria-selected='true'] { background: color-mix(in srgb, var(--accent) 26%, var(--pane)); box-shadow: inset 3px 0 var(--accent); }
      .value { user-select: text; }
      .quiet { color: var(--quiet); }
      .line[aria-selected='true'] .quiet { color: inherit; }
      @media (max-width: 1199px) {
        .line { grid-template-columns: 19ch 11ch minmax(0, 1fr); }
        .line > :nth-child(3) { display: none; }
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.inspector.fields, this.session.inspector.mark]);
  readonly #lines: LinesController = new LinesController(this, () => this.session.inspector.fields.value.length, LINE, LINE);
  #revealed: Field | null = null;

  protected override willUpdate(): void {
    const { field } = this.session.inspector.mark.value;
    const at = this.#markedAt();
    if (field !== this.#revealed && at >= 0) this.#lines.reveal(at);
    this.#revealed = field;
  }

  protected override render() {
    const fields = this.session.inspector.fields.value;
    const marked = this.#markedAt();
    const { first, last } = this.#lines;
    return html`
      <div class="box" role="grid" tabindex="0" aria-label="Fields" aria-rowcount=${fields.length + 1}
        aria-activedescendant=${marked >= first && marked < last ? `field-${marked}` : nothing}
        @keydown=${this.#onKeyDown} @click=${this.#onClick}>
        <div class="line head" role="row" aria-rowindex="1">
          ${['Field', 'Value', 'Byte', 'Meaning'].map((title) => html`<span role="columnheader">${title}</span>`)}
        </div>
        <div class="room" role="presentation"><div class="window" role="rowgroup">
          ${fields.slice(first, last).map((field, i) => line(field, first + i, first + i === marked))}
        </div></div>
      </div>
    `;
  }

  #markedAt(): number {
    const { field } = this.session.inspector.mark.value;
    return field ? this.session.inspector.fields.value.findIndex(({ name, start }) => name === field.name && start === field.start) : -1;
  }

  #onClick(event: MouseEvent): void {
    const row = event.composedPath().find((node) => node instanceof HTMLElement && node.dataset.field !== undefined);
    if (row instanceof HTMLElement) this.#mark(Number(row.dataset.field));
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.#markedAt();
    const { page } = this.#lines;
    const end = this.session.inspector.fields.value.length - 1;
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), PageDown: at + page, PageUp: at - page, Home: 0, End: end };
    if (!(event.key in to)) return;
    event.preventDefault();
    this.#mark(Math.max(0, Math.min(to[event.key], end)));
  }

  #mark(at: number): void {
    const field = this.session.inspector.fields.value[at];
    if (field) this.session.inspector.markField(field);
  }
}

function line({ name, value, start, meaning }: Field, at: number, isMarked: boolean) {
  return html`<div class="line" role="row" id="field-${at}" data-field=${at} aria-rowindex=${at + 2} aria-selected=${isMarked}>
    <span role="gridcell" title=${name}>${name}</span>
    <span role="gridcell" class="value" title=${value}>${value}</span>
    <span role="gridcell" class="quiet">0x${start.toString(16)}</span>
    <span role="gridcell" title=${meaning}>${meaning}</span>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-field-list': XtcFieldList;
  }
}
