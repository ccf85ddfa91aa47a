import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SessionApi } from '../state/session.ts';
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
    `,
  ];

  @property({ attribute: false }) session!: SessionApi;
  protected readonly store = new StoreController(this, () => [
    this.session.current,
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
      <div class="absent" ?hidden=${!isAbsent}><p>${isAbsent ? this.#absence() : ''}</p></div>
    `;
  }

  #absence(): string {
    const run = this.session.current.value;
    if (!run) return '';
    if (run.progress.value) return `No picture found in ${run.label} so far: the scan goes on.`;
    const devices = run.table.value?.devices.length ?? 0;
    return `${run.label} has no pictures. Its ${counted(devices, 'device')} ${devices === 1 ? 'is' : 'are'} listed in Summary.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-image-panel': XtcImagePanel;
  }
}
