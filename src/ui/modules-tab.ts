import { LitElement, css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { isExample, type KeptModule } from '../state/module-library.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import type { XtcModuleEditor } from './module-editor.ts';
import type { TextProblem } from './module-syntax.ts';
import { counted } from './number-text.ts';
import { controlStyles } from './theme.ts';
import './cfg-bar.ts';
import './job-options.ts';
import './job-view.ts';
import './module-editor.ts';
import './module-list.ts';
import './module-params.ts';

type Shown = 'module' | 'cfg';

/** Modules of users: their list, an editor, parameters, and what the job gives. */
@customElement('xtc-modules-tab')
export class XtcModulesTab extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: minmax(0, 1fr) / clamp(184px, 16vw, 232px) minmax(0, 1fr) minmax(320px, 34%); height: 100%; min-height: 0; gap: 1px; background: var(--line); }
      .text { display: grid; grid-template-rows: auto minmax(0, 1fr); min-width: 0; min-height: 0; background: var(--pane); }
      .bar { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; padding: var(--space-2) var(--space-3); border-bottom: 1px solid var(--line); min-height: 44px; }
      .bar input { flex: 1 1 14ch; }
      .switch { display: inline-flex; }
      .side { overflow: auto; min-height: 0; background: var(--pane); }
      .setup { display: grid; gap: var(--space-3); padding: var(--space-3); border-bottom: 1px solid var(--line); }
      .run { display: flex; gap: var(--space-3); align-items: center; flex-wrap: wrap; }
      .note { color: var(--quiet); font-size: var(--text-small); margin: 0; padding: var(--space-3); }
      .setup .note { padding: 0; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private shown: Shown = 'module';
  @query('xtc-module-editor') private readonly editor!: XtcModuleEditor;

  protected readonly store = new StoreController(this, () => {
    const { library, config, current } = this.session.jobs;
    return [library.current, library.own, config.text, config.plan, current, current.value?.problems, this.session.current, this.session.dark];
  });

  protected override render() {
    const { session } = this;
    const { library, config, current } = session.jobs;
    const module = library.current.value;
    const job = current.value;
    const isModule = this.shown === 'module';
    return html`
      <h2 class="visually-hidden">Modules</h2>
      <xtc-module-list .session=${session} .isShown=${isModule} @xtc-module-chosen=${() => { this.shown = 'module'; }}></xtc-module-list>
      <div class="text">
        <div class="bar">
          <span class="switch" role="group" aria-label="What to edit">
            <button aria-pressed=${isModule} @click=${() => { this.shown = 'module'; }}>Module</button>
            <button aria-pressed=${!isModule} @click=${() => { this.shown = 'cfg'; }}>pyana.cfg</button>
          </span>
          ${isModule ? this.#moduleBar(module) : html`<xtc-cfg-bar .session=${session}></xtc-cfg-bar>`}
        </div>
        <xtc-module-editor
          .documentId=${isModule ? module.id : 'cfg'}
          .text=${isModule ? module.source : config.text.value}
          .language=${isModule ? module.language : 'cfg'}
          .name=${isModule ? `Source of ${module.name}` : 'pyana.cfg'}
          .problems=${isModule ? this.#jobProblems(module) : config.plan.value.problems.map((problem): TextProblem => ({ line: problem.line, column: 0, message: problem.message, isNote: problem.kind === 'note' }))}
          @xtc-text=${this.#onText}
          @xtc-run=${this.#run}
        ></xtc-module-editor>
      </div>
      <div class="side">
        <section class="setup" aria-label="Run">
          <div class="run">
            <button class="primary" title="Ctrl+Enter in the editor" ?disabled=${!session.current.value} @click=${this.#run}>Run ${isModule ? 'module' : 'pyana.cfg'}</button>
            <span class="quiet-text">${session.dark.value ? `dark ${session.dark.value.origin}` : 'no dark'}</span>
          </div>
          <xtc-job-options .session=${session}></xtc-job-options>
          ${isModule
            ? html`<div><h3>Parameters</h3><xtc-module-params .params=${module.params} @xtc-params=${(event: CustomEvent<KeptModule['params']>) => library.change({ params: event.detail })}></xtc-module-params></div>`
            : this.#plan()}
        </section>
        ${job ? html`<xtc-job-view .session=${session} .job=${job} @xtc-show-line=${this.#onShowLine}></xtc-job-view>` : html`<p class="note">What the module prints, its plots and its files appear here. It can reach nothing but this run.</p>`}
      </div>
    `;
  }

  #moduleBar(module: KeptModule) {
    const { library, config } = this.session.jobs;
    return html`
      <input type="text" aria-label="Name of the module" spellcheck="false" .value=${module.name} @change=${(event: Event) => library.change({ name: (event.target as HTMLInputElement).value.trim() || module.name })} />
      <select aria-label="Language" @change=${(event: Event) => library.change({ language: (event.target as HTMLSelectElement).value === 'ts' ? 'ts' : 'js' })}>
        <option value="js" ?selected=${module.language === 'js'}>JavaScript</option>
        <option value="ts" ?selected=${module.language === 'ts'}>TypeScript</option>
      </select>
      <button class="quiet" title="Lets pyana.cfg run this module too" @click=${() => { config.add(module); this.shown = 'cfg'; }}>Add to cfg</button>
      <button class="quiet" @click=${() => library.save()}>Save</button>
      <button class="quiet" ?disabled=${isExample(module)} @click=${() => library.remove()}>Remove</button>
    `;
  }

  #plan() {
    const { modules, plots, problems } = this.session.jobs.config.plan.value;
    const wrong = problems.filter(({ kind }) => kind === 'wrong').length;
    return html`<p class="note">
      ${counted(modules.length, 'module')} to run${plots.length > 0 ? `, ${counted(plots.length, 'plot')} for the Plots tab` : ''}${wrong > 0 ? `; ${counted(wrong, 'line')} not understood, marked in the text` : ''}.
    </p>`;
  }

  /** Errors of the last job that happened in this module. */
  #jobProblems(module: KeptModule): readonly TextProblem[] {
    const found = this.session.jobs.current.value?.problems.value ?? [];
    return found
      .filter((problem) => problem.line > 0 && problem.module.split(':')[0] === module.name)
      .map(({ line, column, message, callback, event }) => ({ line, column, message: `${callback}${event >= 0 ? `, event ${event}` : ''}: ${message}` }));
  }

  readonly #onText = (event: CustomEvent<string>): void => {
    const { library, config } = this.session.jobs;
    if (this.shown === 'module') library.change({ source: event.detail });
    else config.write(event.detail);
  };

  readonly #run = (): void => {
    void (this.shown === 'module' ? this.session.jobs.runModule() : this.session.jobs.runConfig());
  };

  readonly #onShowLine = async (event: CustomEvent<number>): Promise<void> => {
    this.shown = 'module';
    await this.updateComplete;
    this.editor.showLine(event.detail);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-modules-tab': XtcModulesTab;
  }
}
