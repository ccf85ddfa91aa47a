import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ScanTable } from '../format/scan-table.ts';
import { deviceRows, type DeviceColumn, type DeviceOrder } from './device-rows.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles, tableStyles } from './theme.ts';

const COLUMNS: readonly (readonly [DeviceColumn, string])[] = [
  ['kind', 'Kind'],
  ['source', 'Device'],
  ['type', 'Type'],
  ['version', 'Version'],
  ['count', 'Count'],
  ['missing', 'Missing'],
];

/** Every device with its types and counts; sorts by any column, searches in all. */
@customElement('xtc-device-table')
export class XtcDeviceTable extends LitElement {
  static override styles = [
    controlStyles,
    tableStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; background: var(--pane); border: 1px solid var(--line); border-radius: var(--radius); }
      header { display: flex; align-items: center; gap: var(--space-3); padding: var(--space-1) var(--space-1) var(--space-1) var(--space-3); border-bottom: 1px solid var(--line); }
      header .search { margin-inline-start: auto; width: 24ch; height: var(--control-small); }
      .scroll { overflow: auto; flex: 1; min-height: 0; }
      th button { display: inline; height: 22px; padding: 0; background: none; border: 0; color: inherit; font-weight: inherit; }
      th button:hover { color: var(--text); }
      .sign { display: inline-block; width: 1.2em; text-align: center; }
      /* Before the title there, so that title and numbers end at one line. */
      th.count button { display: inline-flex; flex-direction: row-reverse; align-items: center; }
    `,
  ];

  @property({ attribute: false }) table: ScanTable | null = null;
  /** Words that lines must have. */
  @property({ attribute: false }) search = '';
  @state() private order: DeviceOrder | null = null;

  protected override render() {
    const { table } = this;
    const rows = table ? deviceRows(table, this.search, this.order) : [];
    return html`
      <header>
        <h2>${table ? counted(table.devices.length, 'device') : 'Devices'}</h2>
        <input class="search" type="search" placeholder="Search devices" aria-label="Search devices" .value=${this.search} @input=${this.#onSearch} />
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label="Devices">
        <table>
          <thead><tr>${COLUMNS.map(([column, title]) => this.#head(column, title))}<td class="rest"></td></tr></thead>
          <tbody>
            ${rows.map(
              (row) => html`<tr>
                <td>${row.kind}</td><td>${row.source}</td><td>${row.type}</td>
                <td class="count">${row.version}</td><td class="count">${grouped(row.count)}</td>
                <td class="count" title=${row.missing > 0 ? `${grouped(row.missing)} events are without it` : nothing}>${row.missing > 0 ? grouped(row.missing) : ''}</td><td></td>
              </tr>`,
            )}
            ${table && rows.length === 0 ? html`<tr><td colspan="7">${table.devices.length === 0 ? 'No devices.' : `No device matches “${this.search}”.`}</td></tr>` : nothing}
          </tbody>
        </table>
      </div>
    `;
  }

  #head(column: DeviceColumn, title: string) {
    const isSorted = this.order?.column === column;
    const isDescending = isSorted && this.order?.isDescending;
    return html`<th
      class=${column === 'version' || column === 'count' || column === 'missing' ? 'count' : ''}
      aria-sort=${isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button @click=${() => this.#sortBy(column)}>${title}<span class="sign" aria-hidden="true">${isSorted ? (isDescending ? '▾' : '▴') : ''}</span></button>
    </th>`;
  }

  /** Ascending, descending, then the scanner's own order again. */
  #sortBy(column: DeviceColumn): void {
    if (this.order?.column !== column) this.order = { column, isDescending: false };
    else this.order = this.order.isDescending ? null : { column, isDescending: true };
  }

  #onSearch(event: Event): void {
    this.search = (event.target as HTMLInputElement).value;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-device-table': XtcDeviceTable;
  }
}
