import { autocompletion } from '@codemirror/autocomplete';
import { javascript, javascriptLanguage, localCompletionSource, typescriptLanguage } from '@codemirror/lang-javascript';
import { forceLinting, linter, lintGutter } from '@codemirror/lint';
import { Compartment, EditorState, StateEffect, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { LitElement, css, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cfgLanguage } from './cfg-language.ts';
import { editorTheme } from './editor-theme.ts';
import { completeModule } from './module-completion.ts';
import { placedProblems, syntaxProblems, type TextProblem } from './module-syntax.ts';

/** What a text is written in. */
export type EditorLanguage = 'js' | 'ts' | 'cfg';

/** Others have found new problems. */
const problemsCame = StateEffect.define();

/** An editor for modules and configurations. Emits `xtc-text` with the text, and `xtc-run` for Ctrl-Enter. */
@customElement('xtc-module-editor')
export class XtcModuleEditor extends LitElement {
  static override styles = css`
    :host { display: block; min-width: 0; min-height: 0; overflow: hidden; }
  `;

  /** Which text it is: another one starts with a history of its own. */
  @property({ attribute: false }) documentId = '';
  @property({ attribute: false }) text = '';
  @property({ attribute: false }) language: EditorLanguage = 'js';
  /** What the editor is of, for those who do not see it. */
  @property({ attribute: false }) name = '';
  /** Found by others: errors of a job, of a configuration. */
  @property({ attribute: false }) problems: readonly TextProblem[] = [];
  #view: EditorView | null = null;
  readonly #language = new Compartment();

  protected override firstUpdated(): void {
    this.#view = new EditorView({ root: this.renderRoot as ShadowRoot, parent: this.renderRoot, state: this.#newState() });
  }

  protected override updated(changed: PropertyValues<this>): void {
    const view = this.#view;
    if (!view) return;
    const isOther = this.text !== view.state.doc.toString();
    // An example that is being changed becomes a module of the user: the cursor stays where it is.
    if (changed.has('documentId') && isOther) view.setState(this.#newState());
    else if (isOther) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: this.text } });
    if (changed.has('language')) view.dispatch({ effects: this.#language.reconfigure(languageOf(this.language)) });
    if (changed.has('problems') || changed.has('documentId')) {
      view.dispatch({ effects: problemsCame.of(null) });
      forceLinting(view);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#view) this.firstUpdated();
  }

  override focus(): void {
    this.#view?.focus();
  }

  /** Puts the cursor at a line, from 1. */
  showLine(number: number): void {
    const view = this.#view;
    if (!view) return;
    const { from } = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    view.focus();
  }

  #newState(): EditorState {
    return EditorState.create({
      doc: this.text,
      extensions: [
        keymap.of([{ key: 'Mod-Enter', run: () => this.#emit('xtc-run', undefined) }]),
        basicSetup,
        this.#language.of(languageOf(this.language)),
        linter((view) => [...(this.language === 'cfg' ? [] : syntaxProblems(view.state)), ...placedProblems(view.state, this.problems)], {
          delay: 300,
          needsRefresh: ({ transactions }) => transactions.some(({ effects }) => effects.some((effect) => effect.is(problemsCame))),
        }),
        EditorView.domEventHandlers({ beforeinput: replaceByHand }),
        lintGutter(),
        editorTheme,
        EditorView.contentAttributes.of(() => ({ 'aria-label': this.name, 'tabindex': '0' })),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged && state.doc.toString() !== this.text) this.#emit('xtc-text', state.doc.toString());
        }),
      ],
    });
  }

  #emit(name: string, detail: unknown): boolean {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    return true;
  }
}

function languageOf(language: EditorLanguage): Extension {
  if (language === 'cfg') return cfgLanguage;
  const { data } = language === 'ts' ? typescriptLanguage : javascriptLanguage;
  return [javascript({ typescript: language === 'ts' }), data.of({ autocomplete: completeModule }), data.of({ autocomplete: localCompletionSource }), autocompletion({ icons: false })];
}

/**
 * Puts typed text in the place of a selection. Left to it, the browser would keep the look of what it replaces by inline
 * styles, which the page's policy refuses.
 */
function replaceByHand(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== 'insertText' || text === null || empty || view.composing || view.state.readOnly) return false;
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
  const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
  if (!isHandled) view.dispatch(insert());
  event.preventDefault();
  return true;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-module-editor': XtcModuleEditor;
  }
}
