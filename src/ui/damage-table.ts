import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { XtcError } from '../base/errors.ts';
import { reportDamage, type DamageReport } from '../format/damage-report.ts';
import type { RunIndex } from '../format/run-index.ts';
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
    `,
  ];

  @property({ attribute: false }) index: RunIndex | null = null;
  @state() private report: DamageReport | null = null;
  #stop = new AbortController();

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('index')) void this.#count();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  protected override render() {
    const { report } = this;
    if (!report) return html`<header><h2>Damage</h2></header>`;
    const { datagrams, events, incomplete, bits, sources } = report;
    return html`
      <header>
        <h2>${datagrams === 0 ? 'No damage' : 'Damage'}</h2>
        ${datagrams > 0 ? html`<span class="number quiet-text" data-testid="damage-total">${counted(datagrams, 'datagram')}, ${grouped(events)} of them events; ${counted(incomplete, 'datagram')} with torn containers</span>` : nothing}
      </header>
      ${datagrams === 0 ? html`<h3>Every datagram and every Xtc of this run is marked good.</h3>` : html`<div class="scroll" tabindex="0" role="region" aria-label="Damage">${bitTable(bits, this.#find)}${sourceTable(sources, this.#find)}</div>`}
    `;
  }

  async #count(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const report = this.index && (await reportDamage(this.index, signal));
      if (!signal.aborted) this.report = report;
    } catch (error) {
      if (!(error instanceof XtcError && error.code === 'aborted')) throw error;
    }
  }

  readonly #find = (query: string): void => {
    this.dispatchEvent(new CustomEvent('xtc-find', { detail: query }));
  };
}

type Find = (query: string) => void;

function bitTable(bits: DamageReport['bits'], find: Find) {
  return html`<h3>By bit</h3>
    <table aria-label="Damage by bit">
      <thead><tr><th>Bit</th><th class="count">Datagrams</th><th class="count">Events</th><th class="count">On the datagram itself</th><td class="rest"></td></tr></thead>
      <tbody>${bits.map(
        ({ name, datagrams, events, roots }) => html`<tr>
          <td>${/^\w+$/.test(name) ? html`<button title="Show these datagrams" @click=${() => find(`damage:${name}`)}>${name}</button>` : name}</td>
          <td class="count">${grouped(datagrams)}</td><td class="count">${grouped(events)}</td><td class="count">${grouped(roots)}</td><td></td>
        </tr>`,
      )}</tbody>
    </table>`;
}

function sourceTable(sources: DamageReport['sources'], find: Find) {
  return html`<h3>By source</h3>
    <table aria-label="Damage by source">
      <thead><tr><th>Kind</th><th>Source</th><th class="count">Damaged</th><th class="count">Lost (Any)</th><th class="count">Of all</th><td class="rest"></td></tr></thead>
      <tbody>${sources.map(
        ({ kind, source, damaged, placeholders, leaves }) => html`<tr>
          <td>${kind}</td><td><button title="Show these datagrams" @click=${() => find(`damage source:"${source}"`)}>${source}</button></td>
          <td class="count">${grouped(damaged)}</td><td class="count">${grouped(placeholders)}</td><td class="count">${grouped(leaves)}</td><td></td>
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
