import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { chooseHandles } from './choose-handles.ts';
import { droppedFiles, readableFiles } from './dropped-files.ts';
import { counted } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** Makes the whole window a target for files and folders, and holds the two file choosers. */
@customElement('xtc-drop-zone')
export class XtcDropZone extends LitElement {
  static override styles = [
    controlStyles,
    css`
      .overlay {
        position: fixed; inset: 0; z-index: 100; display: grid; place-content: center; justify-items: center; gap: var(--space-2);
        pointer-events: none; background: color-mix(in srgb, var(--ground) 97%, transparent);
        outline: 2px dashed var(--accent); outline-offset: -16px;
      }
      strong { font-size: var(--text-large); font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private wish: string | null = null;
  @query('#files') private readonly files!: HTMLInputElement;
  @query('#folder') private readonly folder!: HTMLInputElement;
  // Enter and leave come for each element that is passed over: the drag has left when they are even.
  #depth = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('dragenter', this.#onEnter);
    window.addEventListener('dragover', this.#onOver);
    window.addEventListener('dragleave', this.#onLeave);
    window.addEventListener('drop', this.#onDrop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('dragenter', this.#onEnter);
    window.removeEventListener('dragover', this.#onOver);
    window.removeEventListener('dragleave', this.#onLeave);
    window.removeEventListener('drop', this.#onDrop);
  }

  /** Shows the browser's chooser; has to be called from a click. */
  choose(what: 'files' | 'folder' | 'growing'): void {
    if (what === 'growing') void this.#chooseGrowing();
    else (what === 'files' ? this.files : this.folder).click();
  }

  async #chooseGrowing(): Promise<void> {
    const handles = await chooseHandles();
    const files = await Promise.all(handles.map((handle) => handle.getFile()));
    files.forEach((file, i) => this.session.handles.remember(file, handles[i]));
    if (files.length > 0) await this.session.opening.choose(files, false);
  }

  protected override render() {
    return html`
      <input id="files" type="file" multiple hidden aria-label="Open files" @change=${this.#onChosen} />
      <input id="folder" type="file" webkitdirectory hidden aria-label="Open folder" @change=${this.#onChosen} />
      ${this.wish === null
        ? nothing
        : html`<div class="overlay" data-testid="drop-overlay">
            <strong>${this.wish}</strong>
            <span class="quiet-text">Runs (.xtc) open. Pedestals (.npy, text) become the dark.</span>
          </div>`}
    `;
  }

  readonly #onChosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    const isFolder = input === this.folder;
    // So that the same file can be chosen again.
    input.value = '';
    if (files.length > 0) void this.session.opening.choose(isFolder ? readableFiles(files) : files, isFolder);
  };

  readonly #onEnter = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    ++this.#depth;
    // Names stay hidden until the drop; some browsers hide the number too.
    const count = [...event.dataTransfer.items].filter((item) => item.kind === 'file').length;
    this.wish = count > 0 ? `Open ${counted(count, 'file')} or folder${count === 1 ? '' : 's'}` : 'Open files';
  };

  readonly #onOver = (event: DragEvent): void => {
    if (this.wish === null || !event.dataTransfer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };

  readonly #onLeave = (): void => {
    if (this.wish === null) return;
    this.#depth = Math.max(0, this.#depth - 1);
    if (this.#depth === 0) this.wish = null;
  };

  readonly #onDrop = (event: DragEvent): void => {
    this.#depth = 0;
    this.wish = null;
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void this.#open(event.dataTransfer);
  };

  async #open(transfer: DataTransfer): Promise<void> {
    const isFolder = [...transfer.items].some((item) => item.webkitGetAsEntry()?.isDirectory);
    const files = await droppedFiles(transfer, (file, handle) => this.session.handles.remember(file, handle));
    if (files.length > 0) await this.session.opening.choose(files, isFolder);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-drop-zone': XtcDropZone;
  }
}
