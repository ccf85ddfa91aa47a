import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ScanTable } from '../format/scan-table.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import type { ByteCell } from './byte-cells.ts';
import { StoreController } from './controllers/store.ts';
import { counted, cyclesText, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';
import './byte-map.ts';
import './damage-table.ts';
import './device-table.ts';
import './epics-table.ts';
import './image-preview.ts';
import './scan-progress.ts';

/** How the devices of the run are shown. */
const SHOWN = ['Table', 'Bytes', 'Damage', 'EPICS', 'Classic text'] as const;
type Shown = (typeof SHOWN)[number];

/** What is in the current run: what xtcscanner printed, as numbers and a table, or as its classic text. */
@customElement('xtc-summary-view')
export class XtcSummaryView extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; flex-direction: column; gap: var(--space-3); padding: var(--space-3); height: 100%; min-height: 0; }
      .facts { display: grid; grid-template-columns: repeat(4, minmax(0, max-content)) 1fr; gap: 0 var(--space-5); align-items: start; }
      dl { display: contents; margin: 0; }
      dt { color: var(--quiet); font-size: var(--text-small); }
      dd { margin: 0; font-family: var(--mono); font-variant-numeric: tabular-nums; font-size: var(--text-title); min-width: 9ch; }
      dd.words { font-size: var(--text-small); line-height: 22px; max-height: 66px; overflow: auto; overflow-wrap: anywhere; }
      .actions { display: flex; gap: var(--space-2); justify-self: end; flex-wrap: wrap; justify-content: flex-end; }
      .switch { display: flex; }
      .switch button:not(:first-child) { border-start-start-radius: 0; border-end-start-radius: 0; margin-inline-start: -1px; }
      .switch button:not(:last-child) { border-start-end-radius: 0; border-end-end-radius: 0; }
      .switch button[aria-pressed='true'] { position: relative; z-index: 1; }
      .content { display: flex; gap: var(--space-3); flex: 1; min-height: 0; }
      xtc-device-table, xtc-byte-map, xtc-damage-table, xtc-epics-table, .classic, pre { flex: 1; min-width: 0; min-height: 0; }
      xtc-image-preview { flex: none; }
      @media (max-width: 1199px) { xtc-image-preview { display: none; } }
      pre { margin: 0; padding: var(--space-3); overflow: auto; background: var(--pane); border: 1px solid var(--line); border-radius: var(--radius); user-select: text; line-height: 1.5; }
      .classic { display: flex; flex-direction: column; gap: var(--space-2); }
      .files { margin: 0; color: var(--quiet); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private shown: Shown = 'Table';
  @state() private search = '';
  protected readonly store = new StoreController(this, () => [
    this.session.current,
    this.session.current.value?.table,
    this.session.current.value?.index,
    this.session.current.value?.imageSources,
    this.session.current.value?.progress,
    this.session.epics.current,
    this.session.epics.isInText,
  ]);

  protected override render() {
    const run = this.session.current.value;
    if (!run) return nothing;
    const table = run.table.value;
    return html`
      <xtc-scan-progress .run=${run}></xtc-scan-progress>
      <p class="files number" title=${fileNames(run)}>${fileNames(run)}</p>
      <section class="facts" aria-label="Counts">${facts(table)} ${this.#actions(run)}</section>
      <div class="content">
        ${this.#content(run)}
        ${run.imageSources.value.length > 0 ? html`<xtc-image-preview .session=${this.session}></xtc-image-preview>` : nothing}
      </div>
    `;
  }

  #actions(run: OpenRun) {
    const hasText = run.table.value !== null;
    return html`<div class="actions">
      <span class="switch" role="group" aria-label="Show as">
        ${SHOWN.map((shown) => html`<button aria-pressed=${this.shown === shown} ?disabled=${!hasText || (shown === 'EPICS' && this.session.epics.current.value === null)} @click=${() => this.#show(shown)}>${shown}</button>`)}
      </span>
      <button ?disabled=${!hasText} title="Copy the classic text" @click=${() => void this.session.saves.copySummary()}>Copy</button>
      <button ?disabled=${!hasText} title="Save the classic text" @click=${() => this.session.saves.summary()}>Save text</button>
      <button class="primary" ?disabled=${run.imageSources.value.length === 0} @click=${this.#showImage}>Show image</button>
    </div>`;
  }

  #content(run: OpenRun) {
    if (this.shown === 'Classic text') return this.#classicText(run);
    if (this.shown === 'EPICS') return html`<xtc-epics-table .pvs=${this.session.epics.current.value}></xtc-epics-table>`;
    const table = run.table.value;
    if (this.shown === 'Table') return html`<xtc-device-table .table=${table} .search=${this.search}></xtc-device-table>`;
    if (this.shown === 'Damage') return html`<xtc-damage-table .session=${this.session} @xtc-find=${this.#find}></xtc-damage-table>`;
    return html`<xtc-byte-map .index=${run.index.value} .table=${table} @xtc-choose-device=${this.#showDevice} @xtc-choose-datagrams=${this.#showDatagrams}></xtc-byte-map>`;
  }

  #classicText(run: OpenRun) {
    const { epics } = this.session;
    const hasNone = epics.current.value === null;
    return html`<div class="classic">
      <label><input type="checkbox" .checked=${epics.isInText.value} ?disabled=${hasNone} @change=${() => (epics.isInText.value = !epics.isInText.value)} />
        with the names of the EPICS PVs (-e)</label>
      <pre tabindex="0" aria-label="Classic text">${run.summary(epics.inText.value)}</pre>
    </div>`;
  }

  #show(shown: Shown): void {
    this.shown = shown;
    this.search = '';
  }

  readonly #showDevice = (event: CustomEvent<ByteCell>): void => {
    this.search = event.detail.search;
    this.shown = 'Table';
  };

  readonly #showDatagrams = (event: CustomEvent<ByteCell>): void => {
    this.session.datagrams.search.text.value = event.detail.query;
    this.session.view.tab.value = 'Datagrams';
  };

  /** Lists the datagrams that a query finds. */
  readonly #find = (event: CustomEvent<string>): void => {
    this.session.datagrams.search.text.value = event.detail;
    this.session.view.tab.value = 'Datagrams';
  };

  #showImage(): void {
    this.session.view.tab.value = 'Image';
  }
}

function facts(table: ScanTable | null) {
  const number = (value: number | undefined) => (value === undefined ? '–' : grouped(value));
  return html`
    <dl>
      <div><dt>Datagrams</dt><dd data-testid="datagrams">${number(table?.datagrams)}</dd></div>
      <div><dt>Events</dt><dd data-testid="events">${number(table?.events)}</dd></div>
      <div>
        <dt>Calib cycles</dt>
        <dd class="words" tabindex="0" data-testid="cycles">${table ? cyclesText(table.eventsPerCycle) : '–'}</dd>
      </div>
      <div>
        <dt>${table ? counted(table.controls.length, 'control') : 'Controls'}</dt>
        <dd class="words" tabindex="0" data-testid="controls">${table?.controls.join(', ') || '–'}</dd>
      </div>
    </dl>
  `;
}

function fileNames(run: OpenRun): string {
  return run.chunks.map((file) => file.name).join('  ');
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-summary-view': XtcSummaryView;
  }
}
