import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { isOfSections } from '../base/pixels.ts';
import type { ArrayForm } from '../state/saving.ts';
import type { Session } from '../state/session.ts';
import { PopupController } from './controllers/popup.ts';
import { StoreController } from './controllers/store.ts';
import { ask } from './events.ts';
import { controlStyles, popupStyles } from './theme.ts';

const FORMS = [['tiff', 'float for the image, 16 bit for sections of 16 bit'], ['h5', 'HDF5'], ['mat', 'MATLAB 5'], ['npz', 'numpy.savez']] as const;

/** Saves what is in hand: picture, arrays, dark, summary; and parts of the run as new files. */
@customElement('xtc-save-menu')
export class XtcSaveMenu extends LitElement {
  static override styles = [controlStyles, popupStyles, css`
    .kind { margin-inline-start: auto; color: var(--quiet); }
    .forms { display: flex; align-items: center; justify-content: end; gap: var(--space-1); padding-inline: var(--space-2); color: var(--quiet); font-size: var(--text-small); }
    .forms button { height: var(--control-small); padding: 0 var(--space-1); color: var(--accent); }
    hr { margin: var(--space-1) 0; border: 0; border-top: 1px solid var(--line); }
  `];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.frame,
    this.session.dark,
    this.session.current,
    this.session.current.value?.table,
    this.session.current.value?.index,
  ]);
  readonly #popup = new PopupController(this);

  protected override render() {
    const { session } = this;
    const hasFrame = session.frame.value !== null;
    const raw = session.frame.value?.raw;
    const dark = session.dark.value;
    const isCspad = !raw || raw.dtype === 'i16';
    const datagrams = session.current.value?.index.value?.datagrams ?? 0;
    return html`<span class="anchor">
      <button aria-haspopup="true" aria-expanded=${this.#popup.isOpen} @click=${this.#popup.toggle}>
        Save <span aria-hidden="true">▾</span>
      </button>
      ${this.#popup.isOpen
        ? html`<div class="popup" role="group" aria-label="Save">
            ${this.#item('Image', '.npy, f32', hasFrame, () => void session.saves.image())}
            ${this.#forms('image', hasFrame, (form) => void session.saves.image(form))}
            ${this.#item(isCspad ? 'Sections' : 'Raw pixels', `.npy${raw ? `, ${raw.dtype}, ${raw.shape.join('×')}` : ''}`, hasFrame, () => void session.saves.sections())}
            ${this.#forms('sections', hasFrame, (form) => void session.saves.sections(form))}
            ${this.#item('Dark', `.npy${dark ? `, ${isOfSections(dark.shape) ? `${dark.mean.length / 388}×388` : dark.shape.join('×')}` : ''}`, session.dark.value !== null, () => session.saves.dark())}
            ${this.#item('Picture', '.png, with colour bar', hasFrame, () => void session.saves.picture())}
            ${this.#item('Summary', '.txt', Boolean(session.current.value?.table.value), () => session.saves.summary())}
            ${this.#item('Index', '.xtcscope-index, opens at once', this.#hasIndex(), () => void this.#saveIndex())}
            <hr />
            ${this.#item('Trim…', '.xtc, chosen events', datagrams > 0, () => ask(this, 'xtc-show-trim'))}
            ${this.#item('Healthy part…', '.xtc, without faults', datagrams > 0, () => ask(this, 'xtc-show-heal'))}
          </div>`
        : nothing}
    </span>`;
  }

  #hasIndex(): boolean {
    const run = this.session.current.value;
    return Boolean(run?.table.value) && !run?.progress.value && !run?.isPartial.value;
  }

  async #saveIndex(): Promise<void> {
    const run = this.session.current.value;
    if (run) await this.session.indexes.save(run);
  }

  /** The other forms of what stands above, in one line. */
  #forms(what: string, isEnabled: boolean, save: (form: ArrayForm) => void) {
    const saveAs = (form: ArrayForm): void => {
      this.#popup.close();
      save(form);
    };
    return html`<div class="forms">as ${FORMS.map(([form, note]) => html`<button class="quiet" title=${note} aria-label="Save ${what} as .${form}" ?disabled=${!isEnabled} @click=${() => saveAs(form)}>.${form}</button>`)}</div>`;
  }

  #item(name: string, kind: string, isEnabled: boolean, save: () => void) {
    const onClick = () => {
      this.#popup.close();
      save();
    };
    return html`<button class="item" ?disabled=${!isEnabled} @click=${onClick}>${name} <span class="kind">${kind}</span></button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-save-menu': XtcSaveMenu;
  }
}
