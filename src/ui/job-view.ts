import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LogLine, ModuleProblem } from '../modules/outputs.ts';
import type { Job } from '../state/job.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { counted, grouped } from './number-text.ts';
import { drawPlot } from './plot-picture.ts';
import { controlStyles } from './theme.ts';
import './job-plots.ts';

const STATES: Readonly<Record<Job['state']['value'], string>> = {
  starting: 'Starting', running: 'Running', joining: 'Joining the parts', done: 'Done', failed: 'Stopped by a problem', cancelled: 'Cancelled',
};

/** Lines on the page; all that are kept can be saved. */
const MOST_LINES = 1000;

/** What a job gives: how far it is, problems, plots, files, what it printed. Emits `xtc-show-line` for a problem's line. */
@customElement('xtc-job-view')
export class XtcJobView extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; gap: var(--space-3); align-content: start; padding: var(--space-3); min-width: 0; }
      .row { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; font-size: var(--text-small); }
      progress { flex: 1; min-width: 80px; height: 6px; accent-color: var(--accent); }
      ul { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--space-1); }
      .problem { color: var(--bad); font-size: var(--text-small); overflow-wrap: anywhere; }
      .problem button { height: var(--control-small); margin-inline-start: var(--space-2); }
      .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: var(--space-2); }
      figure { margin: 0; min-width: 0; display: grid; gap: 2px; }
      figure button { justify-self: end; height: var(--control-small); }
      pre { margin: 0; padding: var(--space-2); max-height: 320px; min-height: 60px; overflow: auto; background: var(--ground); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
      .space { flex: 1; }
      .note { color: var(--quiet); }
      .done { color: var(--good); }
      .failed { color: var(--bad); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) job!: Job;
  protected readonly store = new StoreController(this, () => {
    const { job } = this;
    return [job.state, job.progress, job.log, job.plots, job.files, job.problems, this.session.view.theme];
  });

  protected override render() {
    const { job } = this;
    const state = job.state.value;
    const { done, total } = job.progress.value;
    const isBusy = state === 'starting' || state === 'running' || state === 'joining';
    return html`
      <div class="row" role="status">
        <span class=${state}>${STATES[state]}</span>
        <progress aria-label="Progress" max=${Math.max(1, total)} .value=${done}></progress>
        <span class="number">${grouped(done)} of ${grouped(total)} events</span>
        ${isBusy ? html`<button @click=${() => job.cancel()}>Stop</button>` : nothing}
      </div>
      ${this.#problems(job.problems.value)} ${this.#plots()} ${this.#files()} ${this.#log()}
    `;
  }

  #problems(problems: readonly ModuleProblem[]) {
    if (problems.length === 0) return nothing;
    return html`<section aria-label="Problems of the job" role="alert"><ul>
      ${problems.slice(-20).map(
        (problem) => html`<li class="problem">${placeText(problem)}${problem.message}
          ${problem.line > 0 ? html`<button class="quiet" @click=${() => this.#showLine(problem)}>line ${problem.line}</button>` : nothing}</li>`,
      )}
    </ul></section>`;
  }

  #plots() {
    const plots = this.job.plots.value;
    if (plots.length === 0) return nothing;
    return html`<section><h3>Plots</h3><div class="plots">
      ${repeat(plots, ({ module, name }) => `${module} ${name}`, (plot) => html`<figure>
        <xtc-job-plot .plot=${plot} .theme=${this.session.view.theme.value}></xtc-job-plot>
        <button class="quiet" aria-label="Save PNG of ${plot.name}" @click=${async () => this.#save(`${plot.name}.png`, await drawPlot(plot))}>Save PNG</button>
      </figure>`)}
    </div></section>`;
  }

  #files() {
    const files = this.job.files.value;
    if (files.length === 0) return nothing;
    return html`<section><h3>Files</h3><div class="row">
      ${files.map(({ name, blob }) => html`<button @click=${() => this.#save(name, blob)}>${name} <span class="note">${grouped(blob.size)} bytes</span></button>`)}
    </div></section>`;
  }

  #log() {
    const { lines, dropped } = this.job.log.value;
    if (lines.length === 0) return nothing;
    const hidden = dropped + Math.max(0, lines.length - MOST_LINES);
    const save = () => this.#save('log.txt', new Blob([`${lines.map(({ text }) => text).join('\n')}\n`], { type: 'text/plain' }));
    return html`<section><div class="row"><h3>Printed</h3><span class="space"></span><button class="quiet" @click=${save}>Save log</button></div>
      <pre tabindex="0" role="log" aria-label="Printed lines">${hidden > 0 ? html`<span class="note">${counted(hidden, 'earlier line')} not shown\n</span>` : nothing}${blocksOf(lines.slice(-MOST_LINES)).map(({ text, kind }) => (kind === 'note' ? html`<span class="note">${text}</span>` : text))}</pre>
    </section>`;
  }

  protected override updated(): void {
    const log = this.renderRoot.querySelector('pre');
    if (log) log.scrollTop = log.scrollHeight;
  }

  #save(name: string, blob: Blob): void {
    this.session.jobs.offer(name, blob);
  }

  #showLine(problem: ModuleProblem): void {
    this.dispatchEvent(new CustomEvent('xtc-show-line', { detail: problem.line, bubbles: true, composed: true }));
  }
}

/** Lines of one kind that follow each other as one text: a few nodes for the page instead of thousands. */
function blocksOf(lines: readonly LogLine[]): { text: string; kind: LogLine['kind'] }[] {
  const blocks: { text: string; kind: LogLine['kind'] }[] = [];
  for (const { text, kind } of lines) {
    const last = blocks.at(-1);
    if (last?.kind === kind) last.text += `${text}\n`;
    else blocks.push({ text: `${text}\n`, kind });
  }
  return blocks;
}

function placeText({ module, callback, event }: ModuleProblem): string {
  const place = [module, callback, ...(event >= 0 ? [`event ${event}`] : [])].filter((part) => part !== '');
  return place.length > 0 ? `${place.join(', ')}: ` : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-job-view': XtcJobView;
  }
}
