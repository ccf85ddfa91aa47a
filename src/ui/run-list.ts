import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { RunOffer } from '../state/run-offers.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { byteText, counted } from './number-text.ts';
import { controlStyles, tableStyles } from './theme.ts';

type Column = 'label' | 'streams' | 'chunks' | 'byteLength' | 'date';
const COLUMNS: readonly (readonly [Column, string])[] = [['label', 'Run'], ['streams', 'Streams'], ['chunks', 'Files'], ['byteLength', 'Size'], ['date', 'Date (UTC)']];

/** The runs of a folder: one or several of them are chosen and opened; the others are not read. */
@customElement('xtc-run-list')
export class XtcRunList extends LitElement {
  static override styles = [
    controlStyles,
    tableStyles,
    css`
      dialog { width: min(860px, 94vw); max-height: 86vh; padding: 0; color: var(--text); background: var(--pane); border: 1px solid var(--edge); border-radius: var(--radius); }
      dialog[open] { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; }
      dialog::backdrop { background: rgb(0 0 0 / 50%); }
      header, footer { display: flex; align-items: center; gap: var(--space-3); padding: var(--space-3) var(--space-4); }
      header p { margin: 0; }
      header button { margin-inline-start: auto; }
      footer { border-top: 1px solid var(--line); }
      footer .quiet-text { margin-inline-end: auto; }
      .rows { overflow: auto; border-top: 1px solid var(--line); }
      th { padding-block: 0; }
      th button { height: var(--control-small); padding: 0; font-weight: 600; color: inherit; }
      th:first-child, td:first-child { width: 1%; padding-inline-end: 0; }
      tr[aria-selected='true'] { background: var(--raised); }
      .open { color: var(--good); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private sortBy: Column = 'label';
  @state() private isDown = false;
  @state() private chosen: ReadonlySet<string> = new Set();
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  #offers: readonly RunOffer[] = [];

  protected readonly store = new StoreController(this, () => {
    const { offers } = this.session.opening;
    return [offers.all, offers.isShown, this.session.runs];
  });

  protected override willUpdate(): void {
    const offers = this.session.opening.offers.all.value;
    const isOther = offers.length !== this.#offers.length || offers.some(({ label }, i) => label !== this.#offers[i].label);
    if (isOther) this.chosen = new Set();
    this.#offers = offers;
  }

  protected override updated(): void {
    const { value: isShown } = this.session.opening.offers.isShown;
    if (isShown && !this.dialog.open) this.dialog.showModal();
    if (!isShown && this.dialog.open) this.dialog.close();
  }

  protected override render() {
    const { offers } = this.session.opening;
    const runs = offers.all.value;
    const bytes = runs.reduce((sum, run) => sum + (this.chosen.has(run.label) ? run.byteLength : 0), 0);
    const all = runs.length > 0 && this.chosen.size === runs.length;
    return html`<dialog aria-label="Runs to open" @close=${() => offers.hide()}>
      <header>
        <h2>${counted(runs.length, 'run')}</h2>
        <p class="quiet-text">Choose what to open; the others are not read.</p>
        <button class="quiet icon" aria-label="Close" @click=${() => offers.hide()}>✕</button>
      </header>
      <div class="rows">
        <table>
          <thead><tr>
            <td><input type="checkbox" aria-label="All runs" .checked=${all} @change=${() => (this.chosen = all ? new Set() : new Set(runs.map(({ label }) => label)))} /></td>
            ${COLUMNS.map(([column, name]) => this.#head(column, name))}
            <td class="rest"></td>
          </tr></thead>
          <tbody>${this.#sorted(runs).map((run) => this.#row(run))}</tbody>
        </table>
      </div>
      <footer>
        <span class="quiet-text number" data-testid="chosen-runs">${counted(this.chosen.size, 'run')} chosen${this.chosen.size > 0 ? `, ${byteText(bytes)}` : ''}</span>
        <button @click=${() => offers.hide()}>Cancel</button>
        <button class="primary" ?disabled=${this.chosen.size === 0} @click=${() => this.#open([...this.chosen])}>Open</button>
      </footer>
    </dialog>`;
  }

  #head(column: Column, name: string) {
    const isSorted = this.sortBy === column;
    const sort = isSorted ? (this.isDown ? 'descending' : 'ascending') : 'none';
    return html`<th scope="col" class=${isCount(column) ? 'count' : ''} aria-sort=${sort}>
      <button class="quiet" @click=${() => this.#sort(column)}>${name}${isSorted ? html`<span aria-hidden="true"> ${this.isDown ? '▾' : '▴'}</span>` : nothing}</button>
    </th>`;
  }

  #row(run: RunOffer) {
    const isChosen = this.chosen.has(run.label);
    const isOpen = this.session.runs.value.some(({ label }) => label === run.label);
    return html`<tr aria-selected=${isChosen ? 'true' : 'false'} @dblclick=${() => this.#open([run.label])}>
      <td><input type="checkbox" aria-label=${run.label} .checked=${isChosen} @change=${() => this.#toggle(run.label)} /></td>
      <td @click=${() => this.#toggle(run.label)}>${run.label}</td>
      <td class="count">${run.streams}</td>
      <td class="count">${run.chunks}</td>
      <td class="count">${byteText(run.byteLength)}</td>
      <td><time datetime=${new Date(run.date).toISOString()}>${dateText(run.date)}</time></td>
      <td class="rest">${isOpen ? html`<span class="open">open</span>` : nothing}</td>
    </tr>`;
  }

  #sorted(runs: readonly RunOffer[]): RunOffer[] {
    const sign = this.isDown ? -1 : 1;
    const value = (run: RunOffer): string | number => run[this.sortBy];
    return [...runs].sort((a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
  }

  #sort(column: Column): void {
    this.isDown = this.sortBy === column && !this.isDown;
    this.sortBy = column;
  }

  #toggle(label: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(label)) chosen.add(label);
    this.chosen = chosen;
  }

  #open(labels: readonly string[]): void {
    const { opening } = this.session;
    opening.offers.hide();
    const files = opening.offers.all.value.filter(({ label }) => labels.includes(label)).flatMap((run) => run.files);
    this.chosen = new Set();
    void this.session.open(files);
  }
}

function isCount(column: Column): boolean {
  return column === 'streams' || column === 'chunks' || column === 'byteLength';
}

/** `2010-11-17 14:03`, UTC as all times in the window. */
function dateText(date: number): string {
  return new Date(date).toISOString().slice(0, 16).replace('T', ' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-run-list': XtcRunList;
  }
}
