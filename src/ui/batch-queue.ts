import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { timeLeft, type BatchItem } from '../state/batch.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** The queue of jobs: how far each is, its log, its files. */
@customElement('xtc-batch-queue')
export class XtcBatchQueue extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; gap: var(--space-3); align-content: start; padding: var(--space-3); }
      .row { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; font-size: var(--text-small); }
      .space { flex: 1; }
      ul { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--space-2); }
      li { display: grid; gap: var(--space-2); padding: var(--space-3); background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); min-width: 0; }
      progress { flex: 1; min-width: 120px; height: 6px; accent-color: var(--accent); }
      .title { font-weight: 600; overflow-wrap: anywhere; }
      .done { color: var(--good); }
      .failed { color: var(--bad); }
      .waiting, .cancelled, .note { color: var(--quiet); }
      .problem { color: var(--bad); overflow-wrap: anywhere; margin: 0; font-size: var(--text-small); }
      summary { cursor: pointer; font-size: var(--text-small); color: var(--quiet); }
      pre { margin: var(--space-1) 0 0; padding: var(--space-2); max-height: 220px; overflow: auto; background: var(--ground); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
      .note { margin: 0; font-size: var(--text-small); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.jobs.batch.items]);

  protected override render() {
    const { batch } = this.session.jobs;
    const items = batch.items.value;
    const files = items.reduce((count, item) => count + item.files.length, 0);
    const open = items.filter(({ state }) => state === 'waiting' || state === 'running').length;
    return html`
      <div class="row" role="status">
        <h3>Queue</h3>
        <span class="note">${items.length === 0 ? '' : open > 0 ? `${counted(open, 'job')} to do` : 'all done'}</span>
        <span class="space"></span>
        <button class="quiet" ?disabled=${open === 0} @click=${() => batch.cancelAll()}>Cancel all</button>
        <button class="quiet" ?disabled=${items.length === open} @click=${() => batch.clear()}>Clear finished</button>
        <button ?disabled=${files === 0} @click=${() => void batch.saveZip()}>Save all as zip</button>
      </div>
      ${items.length === 0 ? html`<p class="note">Jobs go over their runs one after the other. Their files stay here until they are saved or cleared.</p>` : nothing}
      <ul>${repeat(items, ({ id }) => id, (item) => html`<li aria-label="${item.title}, ${item.run.label}">${this.#item(item)}</li>`)}</ul>
    `;
  }

  #item(item: BatchItem) {
    const { batch } = this.session.jobs;
    const { id, title, run, state, done, total, problem, files, log } = item;
    const left = timeLeft(item);
    return html`
      <div class="row"><span class="title">${title}</span><span class="number">${run.label}</span><span class=${state}>${state}</span><span class="space"></span>
        ${state === 'running' || state === 'waiting' ? html`<button class="quiet" aria-label="Cancel ${title} of ${run.label}" @click=${() => batch.cancel(id)}>Cancel</button>` : nothing}
        ${item.wish.work.kind === 'dark' && files.length > 0 ? html`<button class="quiet" @click=${() => void this.#useDark(item)}>Use as dark</button>` : nothing}
        ${files.length > 1 ? html`<button class="quiet" @click=${() => void batch.saveZip([item])}>Zip</button>` : nothing}
      </div>
      ${state === 'running' || (state === 'done' && total > 0)
        ? html`<div class="row"><progress aria-label="Progress of ${title}" max=${Math.max(1, total)} .value=${done}></progress>
            <span class="number">${grouped(done)} of ${grouped(total)}</span>
            <span class="number note">${seconds(item.elapsedMs)}${left === null ? '' : `, ${seconds(left)} left`}</span></div>`
        : nothing}
      ${problem ? html`<p class="problem" role="alert">${problem.message}</p>` : nothing}
      ${files.length > 0 ? html`<div class="row">${files.map((file) => html`<button @click=${() => batch.saveFile(file)}>${file.name} <span class="note">${grouped(file.blob.size)} bytes</span></button>`)}</div>` : nothing}
      ${log.length > 0 ? html`<details ?open=${state === 'running'}><summary>Log, ${counted(log.length, 'line')}</summary><pre tabindex="0" aria-label="Log of ${title}, ${run.label}">${log.join('\n')}</pre></details>` : nothing}
    `;
  }

  /** As if its file had been opened. */
  async #useDark({ files: [file] }: BatchItem): Promise<void> {
    await this.session.open([new File([file.blob], file.name)]);
  }
}

function seconds(ms: number): string {
  const whole = Math.round(ms / 1000);
  return whole < 100 ? `${(ms / 1000).toFixed(whole < 10 ? 1 : 0)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-batch-queue': XtcBatchQueue;
  }
}
