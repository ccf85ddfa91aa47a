import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Problem } from '../base/errors.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { ask } from './events.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** A file with many problems says the same many times: more than these are only counted. */
const SHOWN = 300;

/** Every problem with its file and byte, newest first. */
@customElement('xtc-problem-list')
export class XtcProblemList extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; background: var(--pane); border: 1px solid var(--line); border-radius: var(--radius); }
      header { display: flex; align-items: center; gap: var(--space-2); padding: var(--space-1) var(--space-1) var(--space-1) var(--space-3); border-bottom: 1px solid var(--line); }
      h2 { flex: 1; }
      ol { list-style: none; margin: 0; padding: 0; overflow: auto; }
      li { padding: var(--space-2) var(--space-3); border-bottom: 1px solid var(--line); user-select: text; }
      .where { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); align-items: baseline; }
      .code { color: var(--warn); }
      .byte { height: 20px; padding: 0 2px; color: var(--quiet); text-decoration: underline; text-underline-offset: 3px; }
      p { margin: 2px 0 0; max-width: 100ch; overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.problems,
    this.session.current,
    this.session.current.value?.index,
  ]);

  protected override render() {
    const problems = this.session.problems.value;
    const newest = problems.slice(-SHOWN).reverse();
    const skipped = this.session.current.value?.index.value?.skipped.length ?? 0;
    return html`
      <header>
        <h2>${problems.length === 0 ? 'No problems' : counted(problems.length, 'problem')}</h2>
        ${skipped > 0 ? html`<button @click=${() => ask(this, 'xtc-show-heal')}>Save healthy part…</button>` : nothing}
        <button class="quiet" ?disabled=${problems.length === 0} @click=${() => this.session.dismissProblems()}>Dismiss all</button>
        <slot name="close"></slot>
      </header>
      <ol aria-label="Problems" tabindex="0">
        ${newest.map((problem) => problemLine(this.session, problem))}
        ${problems.length > SHOWN ? html`<li class="quiet-text">and ${grouped(problems.length - SHOWN)} more before these.</li>` : nothing}
      </ol>
    `;
  }
}

function problemLine(session: Session, problem: Problem) {
  return html`<li>
    <div class="where">
      <code class="code">${problem.code}</code>
      ${problem.file
        ? html`<code>${problem.file}</code>
            <button class="quiet byte number" title="Look at this byte" @click=${() => void session.inspector.show(problem.file, problem.offset)}>byte ${grouped(problem.offset)}</button>`
        : nothing}
    </div>
    <p>${problem.message}</p>
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-problem-list': XtcProblemList;
  }
}
