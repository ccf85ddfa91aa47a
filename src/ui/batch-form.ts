import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { BATCH_KINDS, COLUMN_FORMS } from '../state/batch-wish.ts';
import type { BatchFields } from '../state/batch-draft.ts';
import type { DelayScanWish } from '../state/delay-scans.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { formStyles } from './form-styles.ts';
import { counted } from './number-text.ts';
import { controlStyles } from './theme.ts';

const WORDS: Readonly<Record<BatchFields['kind'], string>> = {
  'modules': 'Run modules', 'dark': 'Make a dark', 'average': 'Average pictures', 'columns': 'Read columns', 'delay scan': 'Delay scan',
};
const SCAN_FORMS = ['npy', 'txt', 'mat', 'h5'] as const;

/** What a job does, over which runs and events; puts it into the queue, or saves it for the facility's machines. */
@customElement('xtc-batch-form')
export class XtcBatchForm extends LitElement {
  static override styles = [
    controlStyles,
    formStyles,
    css`
      :host { gap: var(--space-3); }
      fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: var(--space-1); min-width: 0; }
      legend { padding: 0; font-size: var(--text-small); font-weight: 600; color: var(--quiet); margin-bottom: var(--space-1); }
      textarea { font: var(--text-small) / 1.5 var(--mono); color: var(--text); background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius); padding: var(--space-1) var(--space-2); resize: vertical; min-height: 72px; width: 100%; }
      .form input { width: 100%; }
      .runs { max-height: 168px; overflow: auto; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => {
    const { draft, library, config } = this.session.jobs;
    return [draft.fields, draft.scan, draft.runs, library.own, config.plan, this.session.runs, this.session.current, this.session.dark, ...this.session.runs.value.map(({ index }) => index)];
  });

  protected override render() {
    const { draft } = this.session.jobs;
    const { kind, leftOut, skip, count, cores } = draft.fields.value;
    const chosen = draft.runs.value.length;
    return html`
      <label class="row">Job <select aria-label="Job" @change=${(event: Event) => draft.change({ kind: BATCH_KINDS[(event.target as HTMLSelectElement).selectedIndex] })}>
        ${BATCH_KINDS.map((each) => html`<option ?selected=${each === kind}>${WORDS[each]}</option>`)}
      </select></label>
      ${this.#fields()}
      <fieldset><legend>Runs</legend><div class="runs">
        ${this.session.runs.value.map(({ label, events }) => html`<label class="row"><input type="checkbox" .checked=${!leftOut.includes(label)} @change=${() => this.#toggleRun(label)} />${label} <span class="quiet-text">${counted(events, 'event')}</span></label>`)}
      </div></fieldset>
      <fieldset><legend>Events of each run</legend><div class="row">
        <label>number <input type="number" min="1" placeholder="all" aria-label="Number of events" .value=${count === null ? '' : String(count)} @change=${(event: Event) => this.#setNumber('count', event)} /></label>
        <label>skip <input type="number" min="0" aria-label="Skipped events" .value=${String(skip)} @change=${(event: Event) => this.#setNumber('skip', event)} /></label>
        ${kind === 'modules' ? html`<label>cores <input type="number" min="1" max="16" aria-label="Cores" .value=${String(cores)} @change=${(event: Event) => this.#setNumber('cores', event)} /></label>` : nothing}
      </div></fieldset>
      <div class="row">
        <button class="primary" ?disabled=${chosen === 0} @click=${() => void draft.queue()}>Add to the queue</button>
        <span class="quiet-text">${chosen === 0 ? 'no run is chosen' : `on ${counted(chosen, 'run')}`}</span>
      </div>
      <fieldset><legend>The same over the whole experiment</legend>
        <div class="row">
          <button class="quiet" @click=${() => void draft.save('pyana')}>Save pyana.cfg</button>
          <button class="quiet" @click=${() => void draft.save('psana')}>Save psana script</button>
        </div>
        <p class="none">For the facility’s machines, where all runs of the experiment are.</p>
      </fieldset>
    `;
  }

  #fields() {
    const { draft } = this.session.jobs;
    const fields = draft.fields.value;
    switch (fields.kind) {
      case 'modules':
        return this.#modules(fields);
      case 'dark':
        return html`<div class="form">${this.#source(fields)}</div>`;
      case 'average':
        return html`<div class="form">${this.#source(fields)}</div>
          <label class="row"><input type="checkbox" .checked=${fields.subtractsDark} ?disabled=${!this.session.dark.value} @change=${() => draft.change({ subtractsDark: !fields.subtractsDark })} />subtract the dark${this.session.dark.value ? ` ${this.session.dark.value.origin}` : ' (none is chosen)'}</label>`;
      case 'columns':
        return html`<label for="quantities">Quantities, one a line</label>
          <textarea id="quantities" spellcheck="false" .value=${fields.quantities} @change=${(event: Event) => draft.change({ quantities: (event.target as HTMLTextAreaElement).value })}></textarea>
          <label class="row">saved as ${this.#choice('Form', COLUMN_FORMS, fields.form, (form) => draft.change({ form }))}</label>`;
      case 'delay scan':
        return html`<div class="form">${this.#scanField('control', 'Control PV')}${this.#scanField('norm', 'Norm')}${this.#scanField('signal', 'Signal')}${this.#scanField('time', 'Time')}
          <label for="threshold">Threshold</label><input id="threshold" type="number" step="any" .value=${String(draft.scan.value.threshold ?? '')} @change=${this.#onThreshold} /></div>
          <label class="row">saved as ${this.#choice('Form', SCAN_FORMS, fields.scanForm, (scanForm) => draft.change({ scanForm }))}</label>`;
    }
  }

  #modules({ module, onError }: BatchFields) {
    const { draft, library, config } = this.session.jobs;
    const all = [...library.own.value, ...library.examples];
    const listed = config.plan.value.modules.map((each) => each.module.name).join(', ');
    return html`<div class="form">
      <label for="module">Module</label>
      <select id="module" @change=${(event: Event) => draft.change({ module: (event.target as HTMLSelectElement).value })}>
        <option value="cfg" ?selected=${module === 'cfg'}>pyana.cfg: ${listed || 'no module'}</option>
        ${all.map(({ id, name, note }) => html`<option value=${id} ?selected=${id === module}>${name}${note ? ' (example)' : ''}</option>`)}
      </select>
      <label for="on-error">On error</label>
      <select id="on-error" @change=${(event: Event) => draft.change({ onError: (event.target as HTMLSelectElement).value === 'continue' ? 'continue' : 'stop' })}>
        <option value="stop" ?selected=${onError === 'stop'}>stop</option><option value="continue" ?selected=${onError === 'continue'}>go on with the next event</option>
      </select>
    </div>
    <p class="none">With the parameters set in the Modules tab${this.session.dark.value ? ` and the dark ${this.session.dark.value.origin}` : ''}.</p>`;
  }

  #source({ source }: BatchFields) {
    const sources = [...new Set(this.session.runs.value.flatMap((run) => run.imageSources.value))];
    return html`<label for="source">Detector</label>
      <select id="source" @change=${(event: Event) => this.session.jobs.draft.change({ source: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${source === ''}>the first of each run</option>
        ${sources.map((each) => html`<option value=${each} ?selected=${each === source}>${each}</option>`)}
      </select>`;
  }

  #choice<T extends string>(label: string, choices: readonly T[], chosen: T, choose: (choice: T) => void) {
    return html`<select aria-label=${label} @change=${(event: Event) => choose(choices[(event.target as HTMLSelectElement).selectedIndex])}>
      ${choices.map((choice) => html`<option ?selected=${choice === chosen}>${choice}</option>`)}
    </select>`;
  }

  #scanField(name: 'control' | 'norm' | 'signal' | 'time', label: string) {
    const { draft } = this.session.jobs;
    const onChange = (event: Event) => draft.changeScan({ [name]: (event.target as HTMLInputElement).value.trim() } satisfies Partial<DelayScanWish>);
    return html`<label for=${name}>${label}</label><input id=${name} type="text" spellcheck="false" .value=${draft.scan.value[name]} @change=${onChange} />`;
  }

  readonly #onThreshold = (event: Event): void => {
    const text = (event.target as HTMLInputElement).value.trim();
    this.session.jobs.draft.changeScan({ threshold: text === '' || !Number.isFinite(Number(text)) ? null : Number(text) });
  };

  #setNumber(name: 'skip' | 'count' | 'cores', event: Event): void {
    const text = (event.target as HTMLInputElement).value.trim();
    const least = name === 'skip' ? 0 : 1;
    const wish = Math.max(least, Math.trunc(Number(text)) || least);
    this.session.jobs.draft.change({ [name]: text === '' && name === 'count' ? null : name === 'cores' ? Math.min(16, wish) : wish });
    this.requestUpdate();
  }

  #toggleRun(label: string): void {
    const { draft } = this.session.jobs;
    const { leftOut } = draft.fields.value;
    draft.change({ leftOut: leftOut.includes(label) ? leftOut.filter((each) => each !== label) : [...leftOut, label] });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-batch-form': XtcBatchForm;
  }
}
