import { signal } from '@preact/signals-core';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ImagePoint } from '../image/viewport.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import './color-bar.ts';
import './dark-panel.ts';
import './image-view.ts';
import './levels-panel.ts';
import './readout.ts';
import './region-panel.ts';
import './region-view.ts';
import { controlStyles } from './theme.ts';

/** The image with its colour bar and readout, and beside it the inspector: levels, region, dark. */
@customElement('xtc-image-tab')
export class XtcImageTab extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: grid;
        grid-template: minmax(0, 1fr) auto / minmax(0, 1fr) auto auto;
        min-height: 0;
        height: 100%;
      }
      xtc-image-view {
        grid-area: 1 / 1;
      }
      xtc-color-bar {
        grid-area: 1 / 2;
        border-inline-start: 1px solid var(--line);
      }
      xtc-readout {
        grid-area: 2 / 1 / 3 / 3;
      }
      .inspector {
        grid-area: 1 / 3 / 3 / 4;
        width: 300px;
        overflow-y: auto;
        background: var(--pane);
        border-inline-start: 1px solid var(--line);
        display: flex;
        flex-direction: column;
        scrollbar-width: thin;
      }
      section {
        padding: var(--space-2) var(--space-3) var(--space-3);
        border-bottom: 1px solid var(--line);
      }
      .region {
        flex: 1 0 auto;
        display: flex;
        flex-direction: column;
        gap: var(--space-2);
      }
      xtc-region-view {
        flex: 1 0 200px;
      }
      @media (width < 1200px) {
        .inspector {
          width: 260px;
        }
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  readonly #cursor = signal<ImagePoint | null>(null);
  readonly #store = new StoreController(this, () => [
    this.session.view.isImageOnly,
    this.session.view.isInspectorOpen,
  ]);

  protected override render() {
    void this.#store;
    const { session } = this;
    const isAlone = session.view.isImageOnly.value;
    return html` <xtc-image-view .session=${session} .cursor=${this.#cursor}></xtc-image-view>
      <xtc-color-bar .session=${session} ?hidden=${isAlone}></xtc-color-bar>
      <xtc-readout .session=${session} .cursor=${this.#cursor} ?hidden=${isAlone}></xtc-readout>
      <aside
        class="inspector"
        aria-label="Inspector"
        ?hidden=${isAlone || !session.view.isInspectorOpen.value}
      >
        <section><xtc-levels-panel .session=${session}></xtc-levels-panel></section>
        <section><xtc-dark-panel .session=${session}></xtc-dark-panel></section>
        <section class="region">
          <xtc-region-panel .session=${session}></xtc-region-panel>
          <xtc-region-view .session=${session}></xtc-region-view>
        </section>
      </aside>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-image-tab': XtcImageTab;
  }
}
