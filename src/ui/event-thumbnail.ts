import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { colormapTable } from '../image/colormap.ts';
import { thumbnail } from '../image/thumbnail.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';

/** Edge of the picture, CSS pixels. */
const SIZE = 120;

/** The picture of the event that is pointed at, with the levels of the picture on the screen. */
@customElement('xtc-event-thumbnail')
export class XtcEventThumbnail extends LitElement {
  static override styles = css`
    :host { display: grid; place-items: center; width: ${SIZE}px; height: ${SIZE}px; margin-top: 4px; background: var(--image-ground); }
  `;

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) event = 0;
  @query('canvas') private readonly canvas?: HTMLCanvasElement;
  protected readonly store = new StoreController(this, () => [this.session.workbench.hover.shown, this.session.limits]);

  protected override render() {
    const shown = this.session.workbench.hover.shown.value;
    return shown?.event === this.event ? html`<canvas data-event=${shown.event} width="1" height="1"></canvas>` : nothing;
  }

  protected override updated(): void {
    const shown = this.session.workbench.hover.shown.value;
    const { canvas } = this;
    if (!canvas || !shown) return;
    const { limits, view } = this.session;
    const small = thumbnail(shown.image, SIZE * Math.min(2, window.devicePixelRatio), limits.value, view.scale.value, colormapTable(view.colormap.value));
    const zoom = SIZE / Math.max(small.width, small.height);
    canvas.width = small.width;
    canvas.height = small.height;
    canvas.style.width = `${Math.round(small.width * zoom)}px`;
    canvas.style.height = `${Math.round(small.height * zoom)}px`;
    canvas.getContext('2d')?.putImageData(new ImageData(small.rgba, small.width, small.height), 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-event-thumbnail': XtcEventThumbnail;
  }
}
