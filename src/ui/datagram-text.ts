import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Verbosity } from '../format/reader-text.ts';
import type { Session } from '../state/session.ts';
import { choiceLength } from '../state/text-request.ts';
import { PopupController } from './controllers/popup.ts';
import { StoreController } from './controllers/store.ts';
import { counted } from './number-text.ts';
import { controlStyles, popupStyles } from './theme.ts';

const VERBOSITIES: readonly (readonly [Verbosity, string])[] = [
  [0, 'a line for each datagram and each Xtc'],
  [1, 'and one for each object'],
  [2, 'and the fields of headers and first payload words'],
];
const SCOPES = [['marked', 'Marked'], ['found', 'Found'], ['run', 'Whole run']] as const;

/** The marked datagrams in the words of xtcreader, to be read, copied or saved. */
@customElement('xtc-datagram-text')
export class XtcDatagramText extends LitElement {
  static override styles = [
    controlStyles,
    popupStyles,
    css`
      :host { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
      header { display: flex; align-items: center; gap: var(--space-1); padding: var(--space-1) var(--space-2); border-bottom: 1px solid var(--line); }
      .space { flex: 1; }
      header button { height: var(--control-small); }
      .count { margin-inline-start: auto; color: var(--quiet); }
      pre { flex: 1; min-height: 0; margin: 0; padding: var(--space-2) var(--space-3); overflow: auto; user-select: text; line-height: 1.5; outline-offset: -2px; }
      .left { margin: 0; padding: var(--space-1) var(--space-3); border-top: 1px solid var(--line); color: var(--quiet); font-size: var(--text-small); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  readonly #menu = new PopupController(this);
  protected readonly store = new StoreController(this, () => {
    const { texts, datagrams } = this.session;
    return [texts.shown, texts.verbosity, datagrams.range, datagrams.search.matches, this.session.current.value?.index];
  });

  protected override render() {
    const { texts } = this.session;
    const shown = texts.shown.value;
    return html`
      <header>
        <span role="group" aria-label="Verbosity">
          <span class="quiet-text">Verbosity</span>
          ${VERBOSITIES.map(
            ([verbosity, title]) => html`<button class="quiet" title=${title} aria-label="Verbosity ${verbosity}" aria-pressed=${texts.verbosity.value === verbosity}
              @click=${() => (texts.verbosity.value = verbosity)}>${verbosity}</button>`,
          )}
        </span>
        <span class="space"></span>
        <button ?disabled=${!shown} title="Copy the text of all marked datagrams" @click=${() => void texts.copy()}>Copy</button>
        <span class="anchor">
          <button aria-haspopup="true" aria-expanded=${this.#menu.isOpen} ?disabled=${!shown} @click=${this.#menu.toggle}>Save text…</button>
          ${this.#menu.isOpen ? html`<div class="popup right">${SCOPES.map(([scope, title]) => this.#item(scope, title))}</div>` : nothing}
        </span>
      </header>
      <pre tabindex="0" aria-label="Text of the datagrams">${shown?.text ?? nothing}</pre>
      ${shown && (shown.left > 0 || shown.cut > 0)
        ? html`<p class="left">${shown.cut > 0 ? `${counted(shown.cut, 'more character')}; ` : nothing}${shown.left > 0 ? `${counted(shown.left, 'more datagram')}; ` : nothing}all of it is copied and saved.</p>`
        : nothing}
    `;
  }

  #item(scope: (typeof SCOPES)[number][0], title: string) {
    const choice = this.session.texts.choice(scope);
    return html`<button class="item" ?disabled=${!choice || choiceLength(choice) === 0} @click=${() => this.#save(scope)}>
      ${title}<span class="count number">${counted(choice ? choiceLength(choice) : 0, 'datagram')}</span>
    </button>`;
  }

  #save(scope: (typeof SCOPES)[number][0]): void {
    this.#menu.close();
    void this.session.texts.save(scope);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-datagram-text': XtcDatagramText;
  }
}
