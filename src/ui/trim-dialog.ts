import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { XtcError } from '../base/errors.ts';
import { parseNumberList } from '../base/number-list.ts';
import { eventsOf } from '../format/events-of.ts';
import type { TrimPlan, TrimWish } from '../format/trim-ranges.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { byteText, counted, grouped } from './number-text.ts';
import { controlStyles, dialogStyles } from './theme.ts';

type Choice = 'events' | 'cycles' | 'query';

/** Chooses events of the current run that are saved as a run of their own. */
@customElement('xtc-trim-dialog')
export class XtcTrimDialog extends LitElement {
  static override styles = [
    controlStyles,
    dialogStyles,
    css`
      dialog { width: min(560px, 94vw); }
      .choices { display: grid; grid-template-columns: max-content 1fr; gap: var(--space-2) var(--space-4); align-items: center; margin: var(--space-3) 0; }
      .choices label { min-height: var(--control); display: flex; align-items: center; }
      .choices div { display: flex; gap: var(--space-2); align-items: center; }
      input[type='number'] { width: 12ch; text-align: end; }
      #cycles { flex: 1; }
      .estimate { min-height: 40px; margin: 0 0 var(--space-3); }
      .wrong { color: var(--bad); }
      footer { display: flex; gap: var(--space-2); justify-content: flex-end; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private choice: Choice = 'events';
  @state() private first = 0;
  @state() private last = 0;
  @state() private cycles = '0';
  @state() private plan: TrimPlan | null = null;
  @state() private wrong = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  #stop = new AbortController();
  protected readonly store = new StoreController(this, () => [
    this.session.current,
    this.session.datagrams.search.matches,
  ]);

  /** Shows the dialog, with the event on the screen as the first proposal. */
  open(): void {
    const run = this.session.current.value;
    if (!run || this.dialog.open) return;
    const event = this.session.event.value;
    [this.first, this.last] = [event, Math.min(event + 99, Math.max(0, run.events - 1))];
    if (this.choice === 'query' && !this.session.datagrams.search.matches.value) this.choice = 'events';
    this.dialog.showModal();
    void this.#estimate();
  }

  protected override render() {
    const run = this.session.current.value;
    return html`<dialog aria-label="Trim" @close=${() => this.#stop.abort()}>
      <header><h2>Trim ${run?.label ?? ''}</h2><button class="quiet icon" aria-label="Close" @click=${() => this.dialog.close()}>✕</button></header>
      <p class="quiet-text">Saves chosen events as a new .xtc file, together with the configurations and transitions that frame them.</p>
      ${run ? this.#choices(run) : nothing}
      <p class="estimate number" role="status" data-testid="trim-estimate">
        ${this.wrong ? html`<span class="wrong">${this.wrong}</span>` : this.plan && run ? estimateText(this.plan, run) : '…'}
      </p>
      <footer>
        <button @click=${() => this.dialog.close()}>Cancel</button>
        <button class="primary" ?disabled=${!this.plan || this.plan.datagrams === 0} @click=${this.#save}>Save trimmed run…</button>
      </footer>
    </dialog>`;
  }

  #choices(run: OpenRun) {
    const matches = this.session.datagrams.search.matches.value;
    const lastCycle = Math.max(0, (run.index.value?.cycles.length ?? 1) - 1);
    return html`<div class="choices" role="radiogroup" aria-label="What to keep" @input=${this.#onInput}>
      ${this.#radio('events', 'Events', true)}
      <div>
        <input type="number" min="0" aria-label="First event" .value=${String(this.first)} ?disabled=${this.choice !== 'events'} />
        <label for="last">to</label>
        <input id="last" type="number" min="0" aria-label="Last event" .value=${String(this.last)} ?disabled=${this.choice !== 'events'} />
        <span class="quiet-text number">of 0–${grouped(Math.max(0, run.events - 1))}</span>
      </div>
      ${this.#radio('cycles', 'Calib cycles', true)}
      <div>
        <input id="cycles" type="text" aria-label="Calib cycles" placeholder="0, 3-5" spellcheck="false" .value=${this.cycles} ?disabled=${this.choice !== 'cycles'} />
        <span class="quiet-text number">of 0–${grouped(lastCycle)}</span>
      </div>
      ${this.#radio('query', 'Found datagrams', matches !== null)}
      <div class="quiet-text">
        ${matches ? html`<span class="number">${grouped(matches.length)}</span> by <code>${this.session.datagrams.search.text.value}</code>` : 'Search in the Datagrams tab first.'}
      </div>
    </div>`;
  }

  #radio(choice: Choice, label: string, isEnabled: boolean) {
    return html`<label><input type="radio" name="choice" value=${choice} .checked=${this.choice === choice} ?disabled=${!isEnabled} />${label}</label>`;
  }

  #onInput(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.type === 'radio') this.choice = input.value as Choice;
    else if (input.id === 'cycles') this.cycles = input.value;
    else if (input.id === 'last') this.last = input.valueAsNumber;
    else this.first = input.valueAsNumber;
    void this.#estimate();
  }

  /** @throws {XtcError} 'out-of-range' when what stands in the fields is not in the run */
  #wish(run: OpenRun): TrimWish {
    const { index } = run;
    if (!index.value) throw new XtcError('out-of-range', 'The run has not been scanned.');
    if (this.choice === 'cycles') return { cycles: parseNumberList(this.cycles, index.value.cycles.length, 'calib cycle') };
    if (this.choice === 'query') return { events: eventsOf(index.value, this.session.datagrams.search.matches.value ?? []) };
    const [first, last] = [this.first, this.last];
    const isGood = Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last < run.events && first <= last;
    if (!isGood) throw new XtcError('out-of-range', `Expected two events from 0 to ${Math.max(0, run.events - 1)}, the first one first.`);
    return { events: Uint32Array.from({ length: last - first + 1 }, (_, i) => first + i) };
  }

  async #estimate(): Promise<void> {
    const run = this.session.current.value;
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    if (!run) return;
    try {
      const plan = await this.session.excerpts.plan(run, this.#wish(run), signal);
      if (signal.aborted) return;
      [this.plan, this.wrong] = [plan, plan.events === 0 && this.choice !== 'cycles' ? 'No events are chosen.' : ''];
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof XtcError)) throw error;
      [this.plan, this.wrong] = [null, error.message];
    }
  }

  #save(): void {
    const run = this.session.current.value;
    if (!run) return;
    void this.session.excerpts.saveTrimmed(run, this.#wish(run));
    this.dialog.close();
  }
}

function estimateText({ events, datagrams, byteLength }: TrimPlan, run: OpenRun): string {
  return `${counted(events, 'event')}, ${counted(datagrams, 'datagram')} with transitions: ${byteText(byteLength)} of ${byteText(run.byteLength)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-trim-dialog': XtcTrimDialog;
  }
}
