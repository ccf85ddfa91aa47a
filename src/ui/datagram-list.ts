import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { RunIndex } from '../format/run-index.ts';
import { selectedDatagrams } from '../state/selection-marks.ts';
import type { Session } from '../state/session.ts';
import { ResizeController } from './controllers/resize.ts';
import { StoreController } from './controllers/store.ts';
import { DATAGRAM_COLUMNS, cellsOf, type DatagramCells } from './datagram-cells.ts';
import { LinePool } from './line-pool.ts';
import { LINE_HEIGHT, LineScroll } from './line-scroll.ts';
import { controlStyles } from './theme.ts';

/** The datagrams that are listed, any number of them: only the lines that show exist. */
@customElement('xtc-datagram-list')
export class XtcDatagramList extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: block; min-width: 0; min-height: 0; background: var(--pane); container-type: size; }
      .box { height: 100%; overflow: auto; outline-offset: -2px; user-select: none; font-family: var(--mono); font-size: var(--text-small); }
      /* Widths in characters of the data's face, in the head too. */
      .line { display: grid; grid-template-columns: 10ch 15ch 16ch 7ch 7ch 11ch 5ch minmax(12ch, 1fr); gap: 10px; width: 100%; height: 24px; line-height: 23px; padding: 0 var(--space-2); font-variant-numeric: tabular-nums; white-space: pre; border-bottom: 1px solid var(--line); }
      .line, .room { min-width: 94ch; }
      .line > * { overflow: hidden; text-overflow: ellipsis; }
      .count { text-align: end; }
      .head { position: sticky; top: 0; z-index: 2; background: var(--pane); color: var(--quiet); }
      .head > * { font-family: var(--face); font-weight: 600; }
      /* Beside a wide pane there is room for milliseconds, and the fiducial is said in the pane. */
      @container (width < 700px) {
        .line { grid-template-columns: 9ch 15ch 12ch 7ch 10ch 5ch minmax(8ch, 1fr); gap: 8px; }
        .line > :nth-child(3) { text-overflow: clip; }
        .line > :nth-child(4) { display: none; }
        .line, .room { min-width: 75ch; }
      }
      .window { position: sticky; top: 24px; overflow: clip; }
      .lines { will-change: transform; }
      .window .line { cursor: default; }
      .window .line:hover { background: color-mix(in srgb, var(--accent) 8%, var(--pane)); }
      .line.brushed > :first-child { box-shadow: inset -3px 0 var(--accent); }
      .transition { color: var(--accent); }
      .damaged > :last-child { color: var(--warn); }
      .line[aria-selected='true'] { background: color-mix(in srgb, var(--accent) 16%, var(--pane)); }
      .line.selected, .line.selected:hover { background: color-mix(in srgb, var(--accent) 30%, var(--pane)); box-shadow: inset 3px 0 var(--accent); }
      .empty { margin: 0; padding: var(--space-4) var(--space-3); color: var(--quiet); font: var(--text-body) / 1.4 var(--face); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @query('.box') private readonly box!: HTMLElement;
  @query('.room') private readonly room!: HTMLElement;
  @query('.window') private readonly window!: HTMLElement;
  @query('.lines') private readonly lines!: HTMLElement;
  readonly #scroll = new LineScroll();
  readonly #size = new ResizeController(this);
  #pool: LinePool | null = null;
  #cells: { index: RunIndex; of: (datagram: number) => DatagramCells } | null = null;
  /** What was brought into view last. */
  #revealed: { datagram: number | null; text: string } = { datagram: null, text: '' };
  #isOwnStep = false;
  #brushed: { events: Uint8Array | null; index: RunIndex | null; datagrams: Uint8Array | null } = { events: null, index: null, datagrams: null };

  protected readonly store = new StoreController(this, () => {
    const { datagrams } = this.session;
    return [datagrams.search.matches, datagrams.search.index, datagrams.search.isSearching, datagrams.selected, datagrams.range, this.session.selection.events];
  });

  protected override firstUpdated(): void {
    this.#pool = new LinePool(this.lines, DATAGRAM_COLUMNS);
    this.box.addEventListener('wheel', this.#onWheel, { passive: false });
  }

  protected override render() {
    const { search } = this.session.datagrams;
    return html`
      <div class="box" role="grid" tabindex="0" aria-label="Datagrams" aria-multiselectable="true" aria-rowcount=${search.count.value + 1}
        @scroll=${this.#onScroll} @keydown=${this.#onKeyDown} @click=${this.#onClick}>
        <div class="line head" role="row" aria-rowindex="1">
          ${DATAGRAM_COLUMNS.map(({ title, isNumber }) => html`<span role="columnheader" class=${isNumber ? 'count' : ''}>${title}</span>`)}
        </div>
        <div class="room" role="presentation"><div class="window" role="presentation"><div class="lines" role="rowgroup"></div></div></div>
        <p class="empty" ?hidden=${search.index.value === null || search.count.value > 0}>No datagram is what the query wants.</p>
      </div>
    `;
  }

  protected override updated(): void {
    if (!this.#size.size) return; // hidden
    const { search, selected } = this.session.datagrams;
    const pane = Math.max(LINE_HEIGHT, this.box.clientHeight - LINE_HEIGHT);
    this.#scroll.resize(search.count.value, pane);
    this.room.style.height = `${this.#scroll.contentHeight}px`;
    this.window.style.height = `${Math.min(pane, this.#scroll.contentHeight)}px`;
    const wanted = { datagram: selected.value, text: search.isSearching.value ? this.#revealed.text : search.text.value };
    if (wanted.datagram !== this.#revealed.datagram || wanted.text !== this.#revealed.text) {
      if (wanted.datagram !== null) this.#scroll.reveal(search.lineOf(wanted.datagram), this.#isOwnStep ? 'edge' : 'middle');
      this.#revealed = wanted;
    }
    this.#isOwnStep = false;
    this.#draw();
  }

  #draw(): void {
    const { search, selected, range } = this.session.datagrams;
    const index = search.index.value;
    if (!index || !this.#pool) return;
    const scroll = this.#scroll;
    if (Math.abs(this.box.scrollTop - scroll.scrollTop) >= 1) this.box.scrollTop = scroll.scrollTop;
    if (this.#cells?.index !== index) this.#cells = { index, of: cellsOf(index) };
    const marked = range.value;
    const brushed = this.#brushedOf(index);
    const shown = Math.min(search.count.value - scroll.firstLine, scroll.page + 2);
    this.#pool.resize(shown);
    let active = '';
    for (let place = 0; place < shown; ++place) {
      const line = scroll.firstLine + place;
      const datagram = search.datagramAt(line);
      const isSelected = datagram === selected.value;
      if (isSelected) active = `line-${place}`;
      this.#pool.show(place, this.#cells.of(datagram), { line, isSelected, isMarked: marked !== null && datagram >= marked.from && datagram <= marked.to, isBrushed: brushed !== null && brushed[datagram] !== 0 });
    }
    this.lines.style.transform = `translateY(${-scroll.shift}px)`; // not scrolled: that would lay out at once
    if (active === '') this.box.removeAttribute('aria-activedescendant');
    else this.box.setAttribute('aria-activedescendant', active);
  }

  /** Datagrams of the events that are selected in the plots; null when none is. */
  #brushedOf(index: RunIndex): Uint8Array | null {
    const { events, table } = this.session.selection;
    const selected = table.value === '' ? events.value : null;
    if (selected !== this.#brushed.events || index !== this.#brushed.index) {
      this.#brushed = { events: selected, index, datagrams: selected && selectedDatagrams(index, selected) };
    }
    return this.#brushed.datagrams;
  }

  #onScroll(): void {
    this.#scroll.onScroll(this.box.scrollTop);
    this.#draw();
  }

  /** A list that is scaled down would fly past under the wheel. */
  readonly #onWheel = (event: WheelEvent): void => {
    if (!this.#scroll.isScaled || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.#scroll.page * LINE_HEIGHT : 1;
    this.#scroll.moveBy(event.deltaY * unit);
    this.#draw();
  };

  #onClick(event: MouseEvent): void {
    const place = this.#pool?.placeOf(event.composedPath()[0]) ?? -1;
    if (place >= 0) this.#select(this.#scroll.firstLine + place, event.shiftKey);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { search, selected } = this.session.datagrams;
    const datagram = selected.value ?? 0;
    const line = search.lineOf(datagram);
    const isListed = search.datagramAt(line) === datagram && line < search.count.value;
    const { page } = this.#scroll;
    const to: Record<string, number> = {
      ArrowDown: isListed ? line + 1 : line, ArrowUp: line - 1, PageDown: line + page, PageUp: line - page, Home: 0, End: search.count.value - 1,
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    this.#select(to[event.key], event.shiftKey);
  }

  #select(line: number, extend: boolean): void {
    const { datagrams } = this.session;
    const last = datagrams.search.count.value - 1;
    if (last < 0) return;
    this.#isOwnStep = true;
    datagrams.select(datagrams.search.datagramAt(Math.max(0, Math.min(line, last))), extend);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-datagram-list': XtcDatagramList;
  }
}
