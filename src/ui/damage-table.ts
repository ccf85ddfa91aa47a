import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { XtcError } from '../base/errors.ts';
import { DETAILED, reportDamage, type DamageReport } from '../format/damage-report.ts';
import type { DamageWords } from '../pipeline/read-damage.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles, tableStyles } from './theme.ts';

/** What of the run is damaged: by bit, and by source. A line leads to its datagrams (`xtc-find`, with the query). */
@customElement('xtc-damage-table')
export class XtcDamageTable extends LitElement {
  static override styles = [
    controlStyles,
    tableStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; background: var(--pane); border: 1px solid var(--line); border-radius: var(--radius); }
      header { display: flex; align-items: baseline; gap: var(--space-4); padding: var(--space-2) var(--space-3); border-bottom: 1px solid var(--line); }
      .scroll { overflow: auto; flex: 1; min-height: 0; }
      h3 { padding: var(--space-3) var(--space-3) var(--space-1); }
      td button { height: 22px; padding: 0; background: none; border: 0; color: var(--accent); font: inherit; }
      td button:hover { text-decoration: underline; }
      td.words { white-space: normal; }
      .word { display: inline-block; white-space: nowrap; margin-inline-end: var(--space-4); }
      th.rest { width: 99%; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private report: DamageReport | null = null;
  /** Comes later: trees have to be read for it. */
  @state() private words: DamageWords | null = null;
  protected readonly store = new StoreController(this, () => [
    this.session.current,
    this.session.current.value?.index,
    this.session.current.value?.progress,
  ]);
  #stop = new AbortController();
  #counted: unknown = null;

  protected override willUpdate(): void {
    const run = this.session.current.value;
    // While the scan goes on its index grows in jumps; the words are read once it has ended.
    const state = `${run?.label} ${run?.index.value?.datagrams} ${run?.progress.value === null}`;
    if (state === this.#counted) return;
    this.#counted = state;
    void this.#count(run);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  protected override render() {
    const { report } = this;
    if (!report) return html`<header><h2>Damage</h2></header>`;
    const { datagrams, events, bits, sources } = report;
    const isSample = datagrams > report.first.length;
    const torn = this.words ? `; ${counted(this.words.tornContainers, 'torn container')}${isSample ? ` in the first ${grouped(DETAILED)}` : ''}` : '';
    return html`
      <header>
        <h2>${datagrams === 0 ? 'No damage' : 'Damage'}</h2>
        ${datagrams > 0 ? html`<span class="number quiet-text" data-testid="damage-total">${counted(datagrams, 'datagram')}, ${grouped(events)} of them events${torn}</span>` : nothing}
      </header>
      ${datagrams === 0 ? html`<h3>Every datagram and every Xtc of this run is marked good.</h3>` : html`<div class="scroll" tabindex="0" role="region" aria-label="Damage">${bitTable(bits, this.#find)}${sourceTable(sources, this.words, isSample, this.#find)}</div>`}
    `;
  }

  async #count(run: OpenRun | null): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const index = run?.index.value;
      this.words = null;
      this.report = index ? await reportDamage(index, signal) : null;
      if (!run || !this.report || run.progress.value) return;
      const words = await this.session.reading.damage(run, this.report.first, signal);
      if (!signal.aborted) this.words = words;
    } catch (error) {
      // What cannot be read has been said by the scan: the counts stand without the words.
      if (!(error instanceof XtcError)) throw error;
    }
  }

  readonly #find = (query: string): void => {
    this.dispatchEvent(new CustomEvent('xtc-find', { detail: query }));
  };
}

/** Of one source: user bits can make many. */
const SHOWN_WORDS = 8;

type Find = (query: string) => void;

function bitTable(bits: DamageReport['bits'], find: Find) {
  return html`<h3>By bit</h3>
    <table aria-label="Damage by bit">
      <thead><tr><th>Bit</th><th class="count">Datagrams</th><th class="count">Events</th><th class="count">On the datagram itself</th><td class="rest"></td></tr></thead>
      <tbody>${bits.map(
        ({ name, datagrams, events, roots }) => html`<tr>
          <td>${/^(\w+|user .*)$/.test(name) ? html`<button title="Show these datagrams" @click=${() => find(`damage:${name.split(' ')[0]}`)}>${name}</button>` : name}</td>
          <td class="count">${grouped(datagrams)}</td><td class="count">${grouped(events)}</td><td class="count">${grouped(roots)}</td><td></td>
        </tr>`,
      )}</tbody>
    </table>`;
}

function sourceTable(sources: DamageReport['sources'], words: DamageWords | null, isSample: boolean, find: Find) {
  return html`<h3>By source</h3>
    <table aria-label="Damage by source">
      <thead><tr><th>Kind</th><th>Source</th><th class="count">Damaged</th><th class="count">Lost (Any)</th><th class="count">Of all</th><th class="rest">Damage${isSample ? ` in the first ${grouped(DETAILED)} damaged datagrams` : ''}</th></tr></thead>
      <tbody>${sources.map(
        ({ kind, source, level, phy, damaged, placeholders, leaves }) => html`<tr>
          <td>${kind}</td><td><button title="Show these datagrams" @click=${() => find(`damage source:"${source}"`)}>${source}</button></td>
          <td class="count">${grouped(damaged)}</td><td class="count">${grouped(placeholders)}</td><td class="count">${grouped(leaves)}</td>
          <td class="words">${words?.bySource.find((own) => own.level === level && own.phy === phy)?.words.slice(0, SHOWN_WORDS).map(({ text, count }) => html`<span class="word">${text} <span class="quiet-text">× ${grouped(count)}</span></span>`) ?? nothing}</td>
        </tr>`,
      )}
      ${sources.length === 0 ? html`<tr><td colspan="6">No leaf is damaged, only containers and datagrams are.</td></tr>` : nothing}</tbody>
    </table>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-damage-table': XtcDamageTable;
  }
}
