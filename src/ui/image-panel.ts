import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { missingBigFiles } from '../state/small-data.ts';
import { StoreController } from './controllers/store.ts';
import { counted } from './number-text.ts';
import { controlStyles } from './theme.ts';
import './image-tab.ts';

/** The Image tab, or one sentence when the run has no pictures. */
@customElement('xtc-image-panel')
export class XtcImagePanel extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: block; height: 100%; min-height: 0; }
      xtc-image-tab { height: 100%; }
      .absent { display: grid; place-content: center; height: 100%; padding: var(--space-5); text-align: center; }
      p { margin: 0; max-width: 70ch; }
      .others { display: flex; gap: var(--space-2); justify-content: center; align-items: center; margin-top: var(--space-3); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.current,
    ...this.session.runs.value.map((run) => run.imageSources),
    this.session.runs,
    this.session.source,
    this.session.current.value?.progress,
    this.session.current.value?.table,
  ]);

  protected override render() {
    const { session } = this;
    const isAbsent = session.source.value === null;
    return html`
      <h2 class="visually-hidden">Image</h2>
      <xtc-image-tab .session=${session} ?hidden=${isAbsent}></xtc-image-tab>
      <div class="absent" ?hidden=${!isAbsent}><p>${isAbsent ? this.#absence() : nothing}</p>${isAbsent ? this.#others() : nothing}</div>
    `;
  }

  /** The open runs that do have pictures, one click away. */
  #others() {
    const runs = this.session.runs.value.filter((run) => run.imageSources.value.length > 0);
    if (runs.length === 0) return nothing;
    return html`<div class="others">
      <span class="quiet-text">Open with pictures:</span>
      ${runs.map((run) => html`<button @click=${() => this.session.selectRun(run)}>${run.label}</button>`)}
    </div>`;
  }

  #absence(): string {
    const run = this.session.current.value;
    if (!run) return '';
    if (run.progress.value) return `No picture found in ${run.label} so far: the scan goes on.`;
    const missing = missingBigFiles(run);
    if (missing) return missing;
    const devices = run.table.value?.devices.length ?? 0;
    return `${run.label} has no pictures. Its ${counted(devices, 'device')} ${devices === 1 ? 'is' : 'are'} listed in Summary.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-image-panel': XtcImagePanel;
  }
}
