import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OrderOptions } from '../format/run-order.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { ScanProgress } from '../pipeline/run-scan.ts';
import { StoreController } from './controllers/store.ts';
import { byteText, counted, durationText, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** How far the scan of a run is, and how it ended; always as high, so that nothing below it moves. */
@customElement('xtc-scan-progress')
export class XtcScanProgress extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-4); height: 36px; padding: 0 var(--space-3); border: 1px solid var(--line); border-radius: var(--radius); background: var(--pane); white-space: nowrap; overflow: hidden; }
      progress { flex: 1; min-width: 80px; height: 6px; accent-color: var(--accent); }
      .number { min-width: 9ch; text-align: end; }
      .what { min-width: 9ch; }
      .wide { min-width: 20ch; }
      .space { flex: 1; }
      .warn { color: var(--warn); }
      .why { overflow: hidden; text-overflow: ellipsis; }
    `,
  ];

  @property({ attribute: false }) run!: OpenRun;
  protected readonly store = new StoreController(this, () => [
    this.run.progress,
    this.run.isPartial,
    this.run.isStopping,
    this.run.table,
    this.run.problems,
    this.run.origin,
    this.run.isFollowing,
  ]);

  protected override render() {
    const progress = this.run.progress.value;
    return progress ? this.#running(progress) : this.#ended();
  }

  #running(progress: ScanProgress) {
    const { bytesDone, bytesTotal, elapsedMs } = progress;
    const share = bytesTotal > 0 ? bytesDone / bytesTotal : 0;
    const rate = elapsedMs > 0 ? (bytesDone / elapsedMs) * 1000 : 0;
    const isStopping = this.run.isStopping.value;
    const left = rate > 0 ? durationText((bytesTotal - bytesDone) / rate) : '–';
    return html`
      <span class="what">${isStopping ? 'Stopping' : 'Scanning'}</span>
      <progress aria-label="Scan" max="1" .value=${share}></progress>
      <span class="number">${Math.floor(share * 100)} %</span>
      <span class="number wide">${grouped(progress.datagrams)} datagrams</span>
      <span class="number">${byteText(rate)}/s</span>
      <span class="number wide">${left} left</span>
      <button title="Stops the scan; what was read stays open" ?disabled=${isStopping} @click=${() => this.run.cancelScan()}>Cancel</button>
    `;
  }

  #ended() {
    const table = this.run.table.value;
    if (this.run.isPartial.value) {
      return html`<span class="warn">Scan stopped.</span><span>The run ends here after ${grouped(table?.datagrams ?? 0)} datagrams: open it again to read all of it.</span>`;
    }
    if (!table || table.datagrams === 0) {
      const why = this.run.problems.value[0]?.message ?? 'Nothing of this run could be read.';
      return html`<span class="warn why" title=${why}>${why}</span>`;
    }
    const asked = optionsText(this.run.options);
    if (asked) return html`<span>Scanned with options: ${asked}.</span><span class="quiet-text">${grouped(table.datagrams)} datagrams; the files have ${byteText(this.run.byteLength)}.</span>`;
    const what = `${grouped(table.datagrams)} datagrams in ${byteText(this.run.byteLength)}`;
    if (this.run.isFollowing.value) return html`<span>Following:</span><span class="quiet-text">${what} so far.</span>`;
    if (this.run.origin.value === 'scan') return html`<span class="quiet-text">Scanned: ${what}.</span>`;
    const how = this.run.origin.value === 'kept' ? 'its index' : 'an index file';
    return html`<span class="quiet-text">Opened from ${how}: ${what}.</span><button title="Reads the files again" @click=${() => void this.run.rescan()}>Rescan</button>`;
  }
}

/** What the user asked for; empty for a whole run. */
function optionsText({ l1Offset = 0, maxEvents, maxCycles }: OrderOptions): string {
  const parts = [
    maxEvents === undefined ? '' : `stop after ${counted(maxEvents, 'event')}`,
    maxCycles === undefined ? '' : `stop after ${counted(maxCycles, 'calib cycle')}`,
    l1Offset === 0 ? '' : `L1 offset ${l1Offset} s`,
  ];
  return parts.filter(Boolean).join(', ');
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-scan-progress': XtcScanProgress;
  }
}
