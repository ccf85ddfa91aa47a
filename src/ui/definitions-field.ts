import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { parseDefinitions } from '../analysis/definitions.ts';
import { XtcError, type Problem } from '../base/errors.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { formStyles } from './form-styles.ts';
import { controlStyles } from './theme.ts';

const EXAMPLE = `# one a line; a name can be used in the lines below its own
i0 = XppSb3Ipm-1|Ipimb-0 IpmFex.sum
ratio = XppSb3Pim-1|Ipimb-0 IpmFex.channel[1] / i0`;
const PAUSE_MS = 400;

/** The user's own names for expressions. Text that is wrong leaves the last right one in force. */
@customElement('xtc-definitions-field')
export class XtcDefinitionsField extends LitElement {
  static override styles = [controlStyles, formStyles, css`
    textarea { width: 100%; min-height: 160px; padding: var(--space-2); resize: vertical; font: var(--text-small) / 1.5 var(--mono); color: var(--text); background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius); white-space: pre; overflow-x: auto; }
    textarea[aria-invalid='true'] { border-color: var(--bad); }
    textarea::placeholder { color: var(--quiet); opacity: 1; }
  `];

  @property({ attribute: false }) session!: Session;
  @state() private typed: string | null = null;
  @state() private problem: Problem | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  protected readonly store = new StoreController(this, () => [this.session.quantities.definitions]);

  protected override render() {
    const { problem } = this;
    return html`
      <h3>Names</h3>
      <p class="note">Names for expressions, to be used in plots and filters.</p>
      <textarea aria-label="Names" aria-invalid=${problem !== null} aria-describedby="problem" spellcheck="false" placeholder=${EXAMPLE} .value=${this.typed ?? this.session.quantities.definitions.value}
        @input=${this.#onInput} @change=${this.#use}></textarea>
      <p id="problem" class="problem" role="status" ?hidden=${!problem}>${problem?.message ?? nothing}</p>
    `;
  }

  #onInput(event: Event): void {
    this.typed = (event.target as HTMLTextAreaElement).value;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#use(), PAUSE_MS);
  }

  #use(): void {
    clearTimeout(this.#pause);
    if (this.typed === null) return;
    try {
      parseDefinitions(this.typed, this.session.workbench.known.sources.value);
      this.session.quantities.definitions.value = this.typed;
      this.problem = null;
    } catch (error) {
      if (!(error instanceof XtcError)) throw error;
      this.problem = error.toProblem();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-definitions-field': XtcDefinitionsField;
  }
}
