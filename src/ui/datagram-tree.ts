import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { damageNames } from '../format/damage.ts';
import { transitionName } from '../format/transition.ts';
import type { Inspected, Mark } from '../state/inspected.ts';
import type { Session } from '../state/session.ts';
import { LinesController, linesStyles } from './controllers/lines.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';
import { keysAround, markOfRow, rowOfMark, treeRows, type TreeRow } from './tree-rows.ts';

const LINE = 20;

/** The Xtcs of the datagram looked at, as a tree; equal leaves share a line until they are opened. */
@customElement('xtc-datagram-tree')
export class XtcDatagramTree extends LitElement {
  static override styles = [
    controlStyles,
    linesStyles,
    css`
      :host { display: block; min-height: 0; min-width: 0; }
      .line { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr) 9ch minmax(0, 4fr); gap: var(--space-2); height: 20px; line-height: 20px; padding: 0 var(--space-3); font-family: var(--mono); font-size: var(--text-small); font-variant-numeric: tabular-nums; white-space: pre; cursor: default; }
      .line > * { overflow: hidden; text-overflow: ellipsis; }
      .line:hover { background: color-mix(in srgb, var(--accent) 8%, var(--pane)); }
      .window .line[aria-selected='true'] { background: color-mix(in srgb, var(--accent) 26%, var(--pane)); box-shadow: inset 3px 0 var(--accent); }
      .sign { color: var(--quiet); cursor: pointer; }
      .quiet { color: var(--quiet); }
      .line[aria-selected='true'] .quiet { color: inherit; }
      .size { text-align: end; }
      .damage { color: var(--warn); }
      .rest { color: var(--warn); }
      @media (max-width: 1199px) { .line { grid-template-columns: minmax(0, 6fr) minmax(0, 4fr) 9ch minmax(0, 2fr); } }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.inspector.inspected, this.session.inspector.mark]);
  /** Lines that the user opened or closed. */
  readonly #toggled = new Map<string, boolean>();
  readonly #lines: LinesController = new LinesController(this, () => this.#rows.length, LINE);
  #rows: readonly TreeRow[] = [];
  /** What `#rows` were made of; null when lines were opened or closed since. */
  #rowsOf: Inspected | null = null;
  #revealed: Mark | null = null;

  protected override willUpdate(): void {
    const { inspected, mark } = this.session.inspector;
    const tree = inspected.value?.tree;
    if (inspected.value === null || inspected.value !== this.#rowsOf) this.#rows = this.#makeRows();
    this.#rowsOf = inspected.value;
    if (mark.value === this.#revealed || !tree) return;
    this.#revealed = mark.value;
    if (mark.value.node && rowOfMark(this.#rows, mark.value) < 0) {
      for (const key of keysAround(tree, mark.value.node)) this.#toggled.set(key, true);
      this.#rows = this.#makeRows();
    }
    const row = rowOfMark(this.#rows, mark.value);
    if (row >= 0) this.#lines.reveal(row);
  }

  #makeRows(): readonly TreeRow[] {
    const inspected = this.session.inspector.inspected.value;
    if (!inspected?.tree) return [];
    const { offset, byteLength } = inspected.ref;
    const bytes = { start: offset, end: offset + byteLength, damage: 0 };
    return treeRows(inspected.tree, bytes, (key, isOpenAtFirst) => this.#toggled.get(key) ?? isOpenAtFirst);
  }

  protected override render() {
    const marked = rowOfMark(this.#rows, this.session.inspector.mark.value);
    const { first, last } = this.#lines;
    const active = marked >= first && marked < last ? `row-${marked}` : nothing;
    return html`
      <div class="box" role="tree" tabindex="0" aria-label="Xtcs of the datagram" aria-activedescendant=${active} @keydown=${this.#onKeyDown} @click=${this.#onClick} @dblclick=${this.#onDoubleClick}>
        <div class="room" role="presentation"><div class="window" role="presentation">
          ${this.#rows.slice(first, last).map((row, i) => this.#line(row, first + i, first + i === marked))}
        </div></div>
      </div>
    `;
  }

  #line(row: TreeRow, at: number, isMarked: boolean) {
    const damage = row.damage === 0 ? '' : damageNames(row.damage).join(', ');
    const sign = row.isOpen === null ? ' ' : row.isOpen ? '▾' : '▸';
    return html`<div
      class="line"
      id="row-${at}"
      role="treeitem"
      data-row=${at}
      aria-label=${[this.#title(row), sourceOf(row), grouped(row.end - row.start), 'bytes', damage].filter(Boolean).join(' ')}
      aria-level=${row.level}
      aria-posinset=${row.position}
      aria-setsize=${row.siblings}
      aria-selected=${isMarked}
      aria-expanded=${row.isOpen === null ? nothing : row.isOpen}
    ><span title=${this.#title(row)} class=${row.kind === 'rest' ? 'rest' : ''}>${'  '.repeat(row.level - 1)}<span class="sign" aria-hidden="true">${sign}</span> ${this.#title(row)}</span> <span class="quiet" title=${sourceOf(row)}>${sourceOf(row)}</span> <span class="size">${grouped(row.end - row.start)}</span> <span class="damage" title=${damage}>${damage}</span></div>`;
  }

  #title({ kind, node, count }: TreeRow): string {
    if (kind === 'datagram') return transitionName(this.session.inspector.inspected.value?.ref.transition ?? 0);
    if (kind === 'rest') return 'not walked';
    const type = `${node?.type} v${node?.version}${node?.compressed ? ' compressed' : ''}`;
    return kind === 'group' ? `${type} ×${count}` : type;
  }

  #rowAt(event: Event): number {
    const line = event.composedPath().find((node) => node instanceof HTMLElement && node.dataset.row !== undefined);
    return line instanceof HTMLElement ? Number(line.dataset.row) : -1;
  }

  #onClick(event: MouseEvent): void {
    const at = this.#rowAt(event);
    const isSign = event.composedPath()[0] instanceof Element && (event.composedPath()[0] as Element).className === 'sign';
    if (at < 0) return;
    if (isSign) this.#open(at, !this.#rows[at].isOpen);
    else this.#mark(at);
  }

  #onDoubleClick(event: MouseEvent): void {
    const at = this.#rowAt(event);
    if (at >= 0) this.#open(at, !this.#rows[at].isOpen);
  }

  /** @source ARIA Authoring Practices, tree view */
  #onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = Math.max(0, rowOfMark(this.#rows, this.session.inspector.mark.value));
    const row = this.#rows[at];
    if (!row) return;
    const { page } = this.#lines;
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.#rows.length - 1 };
    if (event.key in to) this.#mark(to[event.key]);
    else if (event.key === 'ArrowRight' && row.isOpen) this.#mark(at + 1);
    else if (event.key === 'ArrowRight') this.#open(at, true);
    else if (event.key === 'ArrowLeft' && row.isOpen) this.#open(at, false);
    else if (event.key === 'ArrowLeft') this.#mark(this.#parentOf(at));
    else if (event.key === 'Enter' || event.key === ' ') this.#open(at, !row.isOpen);
    else return;
    event.preventDefault();
  }

  #parentOf(at: number): number {
    const { level } = this.#rows[at];
    for (let above = at - 1; above >= 0; --above) if (this.#rows[above].level < level) return above;
    return at;
  }

  #open(at: number, isOpen: boolean): void {
    const row = this.#rows[at];
    if (row.isOpen === null) return;
    this.#toggled.set(row.key, isOpen);
    this.#rowsOf = null;
    this.requestUpdate();
    if (!isOpen && rowOfMark(this.#rows, this.session.inspector.mark.value) !== at) this.#mark(at); // What was marked may be inside.
  }

  #mark(at: number): void {
    const row = this.#rows[Math.max(0, Math.min(at, this.#rows.length - 1))];
    if (row) this.session.inspector.setMark(markOfRow(row));
  }
}

/** Printed source; empty for the datagram and for bytes that belong to no Xtc. */
function sourceOf({ kind, node }: TreeRow): string {
  return kind === 'rest' ? '' : (node?.source ?? '');
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-datagram-tree': XtcDatagramTree;
  }
}
