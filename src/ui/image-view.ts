import { signal, type Signal } from '@preact/signals-core';
import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { XtcError, toProblem } from '../base/errors.ts';
import { ImageRenderer } from '../gl/image-renderer.ts';
import { fitViewport, pixelAt, screenToImage, type ImagePoint, type ScreenPoint } from '../image/viewport.ts';
import type { Session } from '../state/session.ts';
import { pointIn, startDrag } from './controllers/drag.ts';
import { ARROWS, RegionEditor } from './controllers/region-editor.ts';
import { ResizeController } from './controllers/resize.ts';
import { StoreController } from './controllers/store.ts';
import {
  drawAbsent,
  drawCentre,
  drawNumbers,
  drawRegion,
  overlayStyles,
  type Place,
} from './image-overlay.ts';
import { controlStyles } from './theme.ts';
import { pan, zoomBy, zoomTo, zoomToFit } from './zoom.ts';

/**
 * The picture of the event. Wheel zooms at the cursor, drag pans, double-click fits, Shift-drag (or the next drag while
 * `view.isDrawingRegion`) draws the region. With the focus on it, arrows pan, + and - zoom, 0 fits, 1 is 1:1; with the
 * focus on the region or a handle, arrows nudge it by a pixel, Shift by ten.
 */
@customElement('xtc-image-view')
export class XtcImageView extends LitElement {
  static override styles = [
    controlStyles,
    overlayStyles,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
        min-width: 0;
        min-height: 0;
        background: var(--image-ground);
      }
      #pane {
        position: absolute;
        inset: 0;
        cursor: crosshair;
        touch-action: none;
        user-select: none;
      }
      #pane.panning {
        cursor: grabbing;
      }
      #pane:focus-visible {
        outline-offset: -2px;
      }
      canvas,
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        display: block;
      }
      svg {
        pointer-events: none;
      }
      canvas[hidden] {
        display: none;
      }
      .message {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        padding: var(--space-5);
        color: var(--text);
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  /** The pixel under the pointer goes here; null when there is none. */
  @property({ attribute: false }) cursor: Signal<ImagePoint | null> = signal(null);
  @state() private isPanning = false;
  @state() private failure = '';
  @query('canvas') private canvas!: HTMLCanvasElement;
  #renderer: ImageRenderer | null = null;
  #shape = '';
  readonly #resize = new ResizeController(this);
  readonly #editor = new RegionEditor(() => ({ session: this.session, place: this.#place() }));
  protected readonly store = new StoreController(this, () => {
    const { view, frame, frameAbsence, limits, regionStats } = this.session;
    return [
      frame,
      frameAbsence,
      limits,
      regionStats,
      view.viewport,
      view.scale,
      view.colormap,
      view.region,
      view.isDrawingRegion,
    ];
  });

  /** What the canvas shows: RGBA bytes, rows from the top, device pixels. @throws {XtcError} 'out-of-range' without a picture */
  readPixels(): ReturnType<ImageRenderer['readPixels']> {
    if (!this.#renderer) throw new XtcError('out-of-range', 'No picture is shown yet.');
    return this.#renderer.readPixels();
  }

  protected override render() {
    const frame = this.session.frame.value;
    const absence = this.session.frameAbsence.value;
    const label = frame
      ? `Picture of event ${frame.event} from ${frame.source}, ${frame.image.shape.join(' × ')} pixels`
      : absence || 'No picture yet';
    return html` <div
        id="pane"
        class=${this.isPanning ? 'panning' : ''}
        role="application"
        tabindex="0"
        aria-label=${label}
        @wheel=${this.#onWheel}
        @pointerdown=${this.#onPointerDown}
        @pointermove=${this.#onPointerMove}
        @pointerleave=${() => (this.cursor.value = null)}
        @dblclick=${() => zoomToFit(this.session)}
        @keydown=${this.#onKeyDown}
      >
        <canvas aria-hidden="true" ?hidden=${absence !== ''}></canvas>
        <svg>${this.#renderOverlay()}</svg>
      </div>
      ${this.failure || absence ? html`<p class="message" role="status">${this.failure || absence}</p>` : nothing}`;
  }

  #renderOverlay() {
    const place = this.#place();
    const frame = this.session.frame.value;
    if (!place || !frame) return nothing;
    const { view, limits, regionStats } = this.session;
    const look = { limits: limits.value, scale: view.scale.value, colormap: view.colormap.value };
    const region = view.region.value;
    return svg`
      ${drawAbsent(frame, place)}
      ${drawNumbers(frame, place, look)}
      ${region ? drawRegion(region, place, this.#editor.hold, this.#editor.nudge) : nothing}
      ${region ? drawCentre(regionStats.value, place) : nothing}`;
  }

  protected override updated(): void {
    const frame = this.session.frame.value;
    const { view } = this.session;
    const { size } = this.#resize;
    if (!sameSize(view.imagePane.peek(), size)) view.imagePane.value = size;
    // What was drawn may be gone when a hidden pane comes back.
    if (!size) this.#renderer?.requestFrame();
    if (!frame || !size || this.failure) return;
    const shape = frame.image.shape.join();
    // Another detector's picture is looked at from the start; another event's is not.
    if (this.#shape && this.#shape !== shape) view.viewport.value = null;
    this.#shape = shape;
    try {
      this.#renderer ??= new ImageRenderer(this.canvas);
      this.#renderer.show(frame.image);
    } catch (error) {
      this.failure = toProblem(error).message;
      return;
    }
    this.#renderer.look({
      viewport: view.viewport.value ?? fitViewport(frame.image.shape, size),
      limits: this.session.limits.value,
      scale: view.scale.value,
      colormap: view.colormap.value,
      canvas: size,
      pixelRatio: this.#resize.pixelRatio,
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#renderer?.dispose();
    this.#renderer = null;
    this.session.view.imagePane.value = null;
    this.cursor.value = null;
  }

  #place(): Place | null {
    const canvas = this.#resize.size;
    const shape = this.session.frame.value?.image.shape;
    if (!canvas || !shape) return null;
    return { canvas, viewport: this.session.view.viewport.value ?? fitViewport(shape, canvas) };
  }

  #pointAt(at: ScreenPoint): ImagePoint | null {
    const place = this.#place();
    return place && screenToImage(place.viewport, place.canvas, at);
  }

  readonly #onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
    zoomBy(this.session, Math.exp(-Math.max(-200, Math.min(200, lines)) / 400), pointIn(this, event));
  };

  readonly #onPointerMove = (event: PointerEvent): void => {
    const shape = this.session.frame.value?.image.shape;
    const point = this.#pointAt(pointIn(this, event));
    this.cursor.value = shape && point ? pixelAt(point, shape) : null;
  };

  readonly #onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.session.frame.value) return;
    if (event.shiftKey || this.session.view.isDrawingRegion.value)
      this.#editor.draw(event, pointIn(this, event));
    else this.#pan(event);
  };

  #pan(event: PointerEvent): void {
    let last = { x: 0, y: 0 };
    startDrag(event, {
      move: (x, y) => {
        if (!this.isPanning && Math.hypot(x, y) < 3) return;
        this.isPanning = true;
        pan(this.session, x - last.x, y - last.y);
        last = { x, y };
      },
      end: () => (this.isPanning = false),
    });
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (event.key === 'Escape') this.session.view.isDrawingRegion.value = false;
    else if (arrow) pan(this.session, -arrow[1] * 40, -arrow[0] * 40);
    else if (event.key === '+' || event.key === '=') zoomBy(this.session, 1.25);
    else if (event.key === '-') zoomBy(this.session, 0.8);
    else if (event.key === '0') zoomToFit(this.session);
    else if (event.key === '1') zoomTo(this.session, 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function sameSize(
  a: { width: number; height: number } | null,
  b: { width: number; height: number } | null,
): boolean {
  return a?.width === b?.width && a?.height === b?.height;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-image-view': XtcImageView;
  }
}
