import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { byteText, counted, grouped } from './number-text.ts';
import { controlStyles, dialogStyles, tableStyles } from './theme.ts';

/** A file of nothing but faults has many: more than these are only counted. */
const SHOWN = 300;

/** Which bytes of the current run are no good datagram, and every file without them, to be saved. */
@customElement('xtc-heal-dialog')
export class XtcHealDialog extends LitElement {
  static override styles = [
    controlStyles,
    dialogStyles,
    tableStyles,
    css`
      dialog { width: min(820px, 94vw); }
      .scroll { max-height: 40vh; overflow: auto; border: 1px solid var(--line); border-radius: var(--radius); margin: var(--space-2) 0 var(--space-4); }
      td button { height: 22px; }
      td.code { color: var(--warn); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  protected readonly store = new StoreController(this, () => [
    this.session.current,
    this.session.current.value?.index,
    this.session.current.value?.progress,
  ]);

  open(): void {
    if (this.session.current.value && !this.dialog.open) this.dialog.showModal();
  }

  protected override render() {
    const run = this.session.current.value;
    return html`<dialog aria-label="Healthy part">
      <header><h2>Healthy part of ${run?.label ?? ''}</h2><button class="quiet icon" aria-label="Close" @click=${() => this.dialog.close()}>✕</button></header>
      ${run ? (run.progress.value ? html`<p>What is good in the run is known when its scan has ended.</p>` : this.#content(run)) : nothing}
    </dialog>`;
  }

  #content(run: OpenRun) {
    const skipped = run.index.value?.skipped ?? [];
    const files = this.session.excerpts.healthy(run);
    const unscanned = this.session.excerpts.unscanned(run);
    return html`
      <h3>${skipped.length === 0 ? 'No bytes are left out' : `Left out: ${counted(skipped.length, 'range')} of bytes`}</h3>
      ${skipped.length > 0
        ? html`<div class="scroll" tabindex="0" role="region" aria-label="Bytes left out"><table>
            <thead><tr><th>File</th><th class="count">From byte</th><th class="count">To</th><th class="count">Bytes</th><th>Why</th><td class="rest"></td></tr></thead>
            <tbody>${skipped.slice(0, SHOWN).map(
              ({ file, offset, byteLength, code }) => html`<tr>
                <td>${run.chunks[file].name}</td><td class="count">${grouped(offset)}</td><td class="count">${grouped(offset + byteLength)}</td>
                <td class="count">${grouped(byteLength)}</td><td class="code">${code === 'aborted' ? 'not scanned' : code}</td><td></td>
              </tr>`,
            )}
            ${skipped.length > SHOWN ? html`<tr><td colspan="6">and ${grouped(skipped.length - SHOWN)} more</td></tr>` : nothing}</tbody>
          </table></div>`
        : nothing}
      ${unscanned.length > 0 ? html`<p>Of ${unscanned.join(', ')} only the small data were read. Open it without them to save its healthy part.</p>` : nothing}
      <h3>${files.length === 0 ? 'No file of the run holds a good datagram.' : 'Each file with its good datagrams alone'}</h3>
      <div class="scroll"><table>
        <tbody>${files.map(
          (healthy) => html`<tr>
            <td>${healthy.name}</td><td class="count">${byteText(healthy.byteLength)}</td>
            <td class="count">${healthy.skippedBytes > 0 ? `${grouped(healthy.skippedBytes)} bytes left out` : 'nothing left out'}</td>
            <td><button aria-label="Save ${healthy.name}" @click=${() => void this.session.excerpts.saveHealthy(run, healthy)}>Save…</button></td><td class="rest"></td>
          </tr>`,
        )}</tbody>
      </table></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-heal-dialog': XtcHealDialog;
  }
}
