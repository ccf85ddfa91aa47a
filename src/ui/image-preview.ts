import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { colormapTable } from '../image/colormap.ts';
import { thumbnail } from '../image/thumbnail.ts';
import type { Frame } from '../pipeline/frame.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** Edge of the preview, screen pixels. */
const SIZE = 336;

/** The picture of the event in small; a click shows it in its tab. */
@customElement('xtc-image-preview')
export class XtcImagePreview extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; gap: var(--space-2); align-content: start; width: 360px; }
      button { display: grid; place-items: center; width: 360px; height: 360px; padding: 0; background: var(--image-ground); border-color: var(--line); }
      p { margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--text-small); color: var(--quiet); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  protected readonly store = new StoreController(this, () => [
    this.session.frame,
    this.session.limits,
    this.session.view.tab,
    this.session.view.scale,
    this.session.view.colormap,
  ]);

  /** While it cannot be seen it costs nothing. */
  protected override shouldUpdate(_changed: PropertyValues): boolean {
    return !this.hasUpdated || this.session.view.tab.value === 'Summary';
  }

  protected override render() {
    const frame = this.session.frame.value;
    const label = frame ? `event ${grouped(frame.event)} · ${frame.source}` : '';
    return html`
      <button aria-label="Show the picture of ${label}" title="Show it in the Image tab" ?disabled=${!frame} @click=${this.#show}>
        <canvas width="1" height="1" aria-hidden="true"></canvas>
      </button>
      <p class="number">${label}</p>
    `;
  }

  protected override updated(): void {
    const frame = this.session.frame.value;
    if (frame) this.#draw(frame);
  }

  #draw(frame: Frame): void {
    const { view, limits } = this.session;
    const ratio = Math.min(2, window.devicePixelRatio);
    const small = thumbnail(frame.image, SIZE * ratio, limits.value, view.scale.value, colormapTable(view.colormap.value));
    this.canvas.width = small.width;
    this.canvas.height = small.height;
    const zoom = SIZE / Math.max(small.width, small.height);
    this.canvas.style.width = `${Math.round(small.width * zoom)}px`;
    this.canvas.style.height = `${Math.round(small.height * zoom)}px`;
    this.canvas.getContext('2d')?.putImageData(new ImageData(small.rgba, small.width, small.height), 0, 0);
  }

  #show(): void {
    this.session.view.tab.value = 'Image';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-image-preview': XtcImagePreview;
  }
}
