import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EpicsPv } from '../pipeline/list-epics.ts';
import { LinesController, linesStyles } from './controllers/lines.ts';
import { epicsRows, findEpicsRows, type EpicsRow } from './epics-rows.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

const LINE = 22;
const TITLES = ['PV', 'First value', 'Unit', 'Alarm', 'Display limits', 'Type', 'Id', 'Source'];

/** The EPICS PVs of a run as Configure describes them, with their first values; searches in all columns. */
@customElement('xtc-epics-table')
export class XtcEpicsTable extends LitElement {
  static override styles = [
    controlStyles,
    linesStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; background: var(--pane); border: 1px solid var(--line); border-radius: var(--radius); }
      header { display: flex; align-items: center; gap: var(--space-3); padding: var(--space-1) var(--space-1) var(--space-1) var(--space-3); border-bottom: 1px solid var(--line); }
      header .search { margin-inline-start: auto; width: 24ch; height: var(--control-small); }
      .box { flex: 1; }
      .line { display: grid; grid-template-columns: minmax(26ch, 3fr) minmax(22ch, 3fr) 8ch 14ch 20ch 11ch 6ch minmax(24ch, 2fr); gap: var(--space-3); min-width: 1080px; height: 22px; line-height: 21px; padding: 0 var(--space-3); font-family: var(--mono); font-size: var(--text-small); font-variant-numeric: tabular-nums; white-space: pre; border-bottom: 1px solid var(--line); user-select: text; }
      .line > * { overflow: hidden; text-overflow: ellipsis; }
      .room { min-width: 1080px; }
      .head { position: sticky; top: 0; z-index: 1; background: var(--pane); color: var(--quiet); }
      .head > span { font-family: var(--face); font-weight: 600; }
      .window { top: 22px; }
      .window .line:hover { background: var(--raised); }
      .count { text-align: end; }
      .alarm { color: var(--bad); }
      .none { padding: var(--space-3); color: var(--quiet); }
    `,
  ];

  @property({ attribute: false }) pvs: readonly EpicsPv[] | null = null;
  @state() private search = '';
  #all: readonly EpicsRow[] = [];
  #rows: readonly EpicsRow[] = [];
  readonly #lines: LinesController = new LinesController(this, () => this.#rows.length, LINE, LINE);

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('pvs')) this.#all = epicsRows(this.pvs ?? []);
    if (changed.has('pvs') || changed.has('search')) {
      this.#rows = findEpicsRows(this.#all, this.search);
      this.#lines.reveal(0);
    }
  }

  protected override render() {
    if (!this.pvs) return html`<p class="none">This run has no EPICS PVs.</p>`;
    const { first, last } = this.#lines;
    const isCut = this.#rows.length < this.#all.length;
    const alarms = this.#rows.filter((row) => row.isAlarmed).length;
    return html`
      <header>
        <h2>${counted(this.#all.length, 'EPICS PV')}</h2>
        <span class="quiet-text number" aria-live="polite">${isCut ? `${grouped(this.#rows.length)} found` : nothing}</span>
        <span class="number ${alarms > 0 ? 'alarm' : 'quiet-text'}">${alarms > 0 ? `${grouped(alarms)} in alarm` : 'none in alarm'}</span>
        <input class="search" type="search" placeholder="Search PVs" aria-label="Search PVs" .value=${this.search} @input=${this.#onSearch} />
      </header>
      <div class="box" role="table" tabindex="0" aria-label="EPICS PVs" aria-rowcount=${this.#rows.length + 1}>
        <div class="line head" role="row" aria-rowindex="1">${TITLES.map((title) => html`<span role="columnheader" class=${title === 'Id' ? 'count' : ''}>${title}</span>`)}</div>
        <div class="room" role="presentation"><div class="window" role="rowgroup">
          ${this.#rows.length === 0 ? html`<div role="row" class="none"><span role="cell">No PV matches “${this.search}”.</span></div>` : nothing}
          ${this.#rows.slice(first, last).map((row, i) => line(row, first + i))}
        </div></div>
      </div>
    `;
  }

  #onSearch(event: Event): void {
    this.search = (event.target as HTMLInputElement).value;
  }
}

function line({ name, value, units, alarm, isAlarmed, display, type, pvId, source }: EpicsRow, at: number) {
  return html`<div class="line" role="row" aria-rowindex=${at + 2}>
    <span role="cell" title=${name}>${name}</span>
    <span role="cell" title=${value}>${value}</span>
    <span role="cell">${units}</span>
    <span role="cell" class=${isAlarmed ? 'alarm' : 'quiet-text'}>${alarm}</span>
    <span role="cell" class="quiet-text" title=${display}>${display}</span>
    <span role="cell">${type}</span>
    <span role="cell" class="count">${pvId}</span>
    <span role="cell" title=${source}>${source}</span>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-epics-table': XtcEpicsTable;
  }
}
