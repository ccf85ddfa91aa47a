import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Image } from '../base/arrays.ts';
import { toProblem } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import { ImageRenderer } from '../gl/image-renderer.ts';
import { cropImage } from '../image/crop.ts';
import { axisTicks } from '../image/level-axis.ts';
import { moveRegion, scaleRegion } from '../image/region-shape.ts';
import {
  fitRegion,
  imageToScreen,
  screenToImage,
  type CanvasSize,
  type Viewport,
} from '../image/viewport.ts';
import type { Session } from '../state/session.ts';
import { pointIn, startDrag } from './controllers/drag.ts';
import { ResizeController } from './controllers/resize.ts';
import { StoreController } from './controllers/store.ts';
import { drawCentre, overlayStyles, screenBox } from './image-overlay.ts';
import { controlStyles } from './theme.ts';

const LEFT = 34; // room for row numbers
const BOTTOM = 18; // room for column numbers

/** The region enlarged, in the colours of the image. Wheel and drag in it change the region, as zooming and panning would. */
@customElement('xtc-region-view')
export class XtcRegionView extends LitElement {
  static override styles = [
    controlStyles,
    overlayStyles,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 160px;
        background: var(--pane);
      }
      #pane {
        position: absolute;
        inset: 0 0 18px 34px;
        background: var(--image-ground);
        cursor: grab;
        touch-action: none;
        overflow: hidden;
      }
      #pane:active {
        cursor: grabbing;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        display: block;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        pointer-events: none;
      }
      .axis {
        font: 10px var(--mono);
        fill: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .axis.rows {
        text-anchor: end;
      }
      .axis.columns {
        text-anchor: middle;
      }
      .tick {
        stroke: var(--edge);
      }
      p {
        position: absolute;
        inset: 0;
        margin: 0;
        display: grid;
        place-items: center;
        padding: var(--space-3);
        text-align: center;
        color: var(--quiet);
        font-size: var(--text-small);
        border: 1px dashed var(--line);
        border-radius: var(--radius);
        background: var(--pane);
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private failure = '';
  @query('canvas') private canvas!: HTMLCanvasElement;
  #renderer: ImageRenderer | null = null;
  #crop: { image: Image; region: Region; cropped: Image } | null = null;
  readonly #resize = new ResizeController(this);
  readonly #store = new StoreController(this, () => {
    const { view, frame, limits, regionStats } = this.session;
    return [frame, limits, regionStats, view.scale, view.colormap, view.region];
  });

  protected override render() {
    void this.#store;
    const region = this.#region();
    const canvas = this.#canvasSize();
    const hint =
      this.failure ||
      (this.session.frame.value ? 'No region yet: press r and drag on the image, or drag with Shift.' : '');
    return html` <div id="pane" @wheel=${this.#onWheel} @pointerdown=${this.#onPointerDown}>
        <canvas aria-hidden="true"></canvas>
      </div>
      <svg role="img" aria-label="The region enlarged">
        ${region && canvas ? this.#renderAxes(region, canvas) : nothing}
      </svg>
      ${region && !this.failure ? nothing : html`<p>${hint}</p>`}`;
  }

  #renderAxes(region: Region, canvas: CanvasSize) {
    const viewport = fitRegion(region, canvas);
    const box = screenBox(region, { viewport, canvas });
    const whole = (low: number, high: number, room: number) =>
      axisTicks({ low, high: high - 1 }, Math.max(2, room / 36)).filter((tick) => Number.isInteger(tick));
    const columns = whole(region.column0, region.column1, box.width);
    const rows = whole(region.row0, region.row1, box.height);
    return svg`
      ${columns.map((column) => {
        const x = LEFT + imageToScreen(viewport, canvas, { row: 0, column }).x;
        return svg`<path class="tick" d="M${x} ${canvas.height}v4"></path><text class="axis columns" x=${x} y=${canvas.height + 14}>${column}</text>`;
      })}
      ${rows.map((row) => {
        const { y } = imageToScreen(viewport, canvas, { row, column: 0 });
        return svg`<path class="tick" d="M${LEFT - 4} ${y}h4"></path><text class="axis rows" x=${LEFT - 6} y=${y + 3.5}>${row}</text>`;
      })}
      <g transform="translate(${LEFT} 0)">${drawCentre(this.session.regionStats.value, { viewport, canvas })}</g>`;
  }

  protected override updated(): void {
    const image = this.session.frame.value?.image;
    const region = this.#region();
    const canvas = this.#canvasSize();
    if (!image || !region || !canvas || this.failure) return;
    if (this.#crop?.image !== image || this.#crop.region !== region) {
      this.#crop = { image, region, cropped: cropImage(image, region) };
    }
    const { view, limits } = this.session;
    try {
      this.#renderer ??= new ImageRenderer(this.canvas);
      this.#renderer.show(this.#crop.cropped);
    } catch (error) {
      this.failure = toProblem(error).message;
      return;
    }
    this.#renderer.look({
      viewport: inCrop(fitRegion(region, canvas), region),
      limits: limits.value,
      scale: view.scale.value,
      colormap: view.colormap.value,
      canvas,
      pixelRatio: this.#resize.pixelRatio,
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#renderer?.dispose();
    this.#renderer = null;
  }

  /** The region as far as it lies in the picture; a region of another detector's picture may not. */
  #region(): Region | null {
    const region = this.session.view.region.value;
    const shape = this.session.frame.value?.image.shape;
    return region && shape && region.row1 <= shape[0] && region.column1 <= shape[1] ? region : null;
  }

  #canvasSize(): CanvasSize | null {
    const { size } = this.#resize;
    return size && { width: Math.max(1, size.width - LEFT), height: Math.max(1, size.height - BOTTOM) };
  }

  readonly #onWheel = (event: WheelEvent): void => {
    const region = this.#region();
    const canvas = this.#canvasSize();
    const shape = this.session.frame.value?.image.shape;
    if (!region || !canvas || !shape) return;
    event.preventDefault();
    const at = screenToImage(
      fitRegion(region, canvas),
      canvas,
      pointIn(event.currentTarget as Element, event),
    );
    const held = {
      row: Math.min(Math.max(at.row, region.row0), region.row1 - 1),
      column: Math.min(Math.max(at.column, region.column0), region.column1 - 1),
    };
    this.session.setRegion(
      scaleRegion(region, held, Math.exp(Math.max(-200, Math.min(200, event.deltaY)) / 800), shape),
    );
  };

  readonly #onPointerDown = (event: PointerEvent): void => {
    const region = this.#region();
    const canvas = this.#canvasSize();
    const shape = this.session.frame.value?.image.shape;
    if (event.button !== 0 || !region || !canvas || !shape) return;
    const { zoom } = fitRegion(region, canvas);
    startDrag(event, {
      move: (dx, dy) => this.session.setRegion(moveRegion(region, -dy / zoom, -dx / zoom, shape)),
      end: (isCancelled) => isCancelled && this.session.setRegion(region),
    });
  };
}

function inCrop(viewport: Viewport, region: Region): Viewport {
  return { ...viewport, column: viewport.column - region.column0, row: viewport.row - region.row0 };
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-region-view': XtcRegionView;
  }
}
