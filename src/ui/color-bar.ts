import { LitElement, css, html, svg } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { COLORMAPS, type ColormapName } from '../image/colormap.ts';
import { clickLevel, type Limits, type Scale } from '../image/levels.ts';
import { axisFor, axisTicks, barValue, isAxisGood, tickText } from '../image/level-axis.ts';
import type { Session } from '../state/session.ts';
import { pointIn, startDrag } from './controllers/drag.ts';
import { StoreController } from './controllers/store.ts';
import { ResizeController } from './controllers/resize.ts';
import { paintBar } from './paint-bar.ts';
import { controlStyles } from './theme.ts';

const SCALES: readonly Scale[] = ['linear', 'log', 'sqrt'];
const HISTOGRAM = 34; // CSS pixels wide, then the bar
const BAR = 16;
const END_WIDTH = 50;
const PAD = 10; // above and below the axis

/**
 * Colours against ADU with the histogram (log counts) along them. Left click sets the low limit, right click the high
 * one, middle or double click goes back to percentiles; the ends are dragged; the wheel widens and narrows.
 */
@customElement('xtc-color-bar')
export class XtcColorBar extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--space-1);
        width: 112px;
        padding: var(--space-2) var(--space-1);
        background: var(--pane);
        min-height: 0;
      }
      #bar {
        position: relative;
        flex: 1;
        min-height: 80px;
        cursor: crosshair;
        touch-action: none;
        user-select: none;
      }
      canvas,
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        display: block;
      }
      text {
        font: 11px var(--mono);
        fill: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      .tick {
        stroke: var(--edge);
        stroke-width: 1;
      }
      .end {
        cursor: ns-resize;
      }
      .end path {
        stroke: var(--text);
        stroke-width: 1.5;
      }
      .end rect {
        fill: var(--pane);
        stroke: var(--edge);
      }
      .end:hover rect,
      .end:focus-visible rect {
        stroke: var(--accent);
      }
      .end text {
        fill: var(--text);
        font-weight: 600;
      }
      .end:focus-visible {
        outline: none;
      }
      .end:focus-visible path {
        stroke: var(--accent);
        stroke-width: 3;
      }
      select {
        width: 100%;
        height: var(--control-small);
        padding: 0 var(--space-1);
      }
      .unit {
        text-align: end;
        color: var(--quiet);
        font-size: 11px;
        padding-inline-end: 2px;
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('#bar') private bar!: HTMLElement;
  #axis: Limits | null = null;
  #isHeld = false;
  readonly #resize = new ResizeController(this);
  readonly #store = new StoreController(this, () => {
    const { view, frame, limits } = this.session;
    return [frame, limits, view.scale, view.colormap, view.theme];
  });

  protected override render() {
    void this.#store;
    const { view } = this.session;
    const limits = this.session.limits.value;
    const height = this.bar?.clientHeight ?? 0;
    // The axis stands still under the hand; it is laid out anew when the limits no longer sit well on it.
    if (!this.#axis || (!this.#isHeld && !isAxisGood(this.#axis, limits))) this.#axis = axisFor(limits);
    return html` <div class="unit">ADU</div>
      <div
        id="bar"
        title="Click: low limit. Right click: high limit. Middle or double click: automatic. Wheel: wider, narrower."
        @pointerdown=${this.#onPointerDown}
        @contextmenu=${(event: Event) => event.preventDefault()}
        @dblclick=${() => this.session.autoLevels()}
        @wheel=${this.#onWheel}
      >
        <canvas aria-hidden="true"></canvas>
        <svg>${height > 0 ? this.#renderAxis(this.#axis, limits, height) : ''}</svg>
      </div>
      <select aria-label="Scale" @change=${(event: Event) => (view.scale.value = selected(event) as Scale)}>
        ${SCALES.map((scale) => html`<option value=${scale} ?selected=${view.scale.value === scale}>${scale}</option>`)}
      </select>
      <select
        aria-label="Colour map"
        @change=${(event: Event) => (view.colormap.value = selected(event) as ColormapName)}
      >
        ${COLORMAPS.map((name) => html`<option value=${name} ?selected=${view.colormap.value === name}>${name}</option>`)}
      </select>`;
  }

  #renderAxis(axis: Limits, limits: Limits, height: number) {
    const at = (value: number) =>
      PAD + (height - 2 * PAD) * (1 - (value - axis.low) / (axis.high - axis.low));
    const ends = [at(limits.low), at(limits.high)];
    const x = HISTOGRAM + BAR;
    const ticks = axisTicks(axis, Math.max(2, Math.floor(height / 48))).filter((tick) =>
      ends.every((end) => Math.abs(at(tick) - end) > 15),
    );
    return svg`
      ${ticks.map((tick) => svg`<path class="tick" d="M${x} ${at(tick)}h4"></path><text x=${x + 7} y=${at(tick) + 4}>${tickText(tick, axis)}</text>`)}
      ${(['low', 'high'] as const).map(
        (
          end,
        ) => svg`<g class="end" role="slider" tabindex="0" aria-orientation="vertical" aria-label="${end === 'low' ? 'Low' : 'High'} limit"
          aria-valuenow=${limits[end]} aria-valuemin=${axis.low} aria-valuemax=${axis.high} aria-valuetext="${tickText(limits[end], axis)} ADU" data-end=${end}
          @pointerdown=${(event: PointerEvent) => this.#dragEnd(event, end)} @keydown=${(event: KeyboardEvent) => this.#onEndKey(event, end)}>
          <rect x=${x + 3} y=${at(limits[end]) - 8} width="${END_WIDTH}" height="16" rx="3"></rect>
          <path d="M${HISTOGRAM - 3} ${at(limits[end])}H${x + 3}"></path>
          <text x=${x + 7} y=${at(limits[end]) + 4}>${tickText(limits[end], axis)}</text>
        </g>`,
      )}`;
  }

  protected override updated(): void {
    const { bar, canvas } = this;
    const [width, height, ratio] = [bar.clientWidth, bar.clientHeight, this.#resize.pixelRatio];
    if (!this.#axis || height <= 2 * PAD) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    const { view, frame } = this.session;
    paintBar(
      context,
      { left: HISTOGRAM, top: PAD, width: BAR, length: height - 2 * PAD },
      getComputedStyle(this),
      {
        axis: this.#axis,
        limits: this.session.limits.value,
        scale: view.scale.value,
        colormap: view.colormap.value,
        histogram: frame.value?.histogram ?? null,
      },
    );
  }

  #valueAt(event: MouseEvent): number {
    const length = this.bar.clientHeight - 2 * PAD;
    const t = 1 - (pointIn(this.bar, event).y - PAD) / length;
    return barValue(this.#axis ?? this.session.limits.value, Math.min(Math.max(t, 0), 1));
  }

  #set(limits: Limits): void {
    if (limits.high > limits.low) this.session.view.levels.value = { mode: 'fixed', ...limits };
  }

  readonly #onPointerDown = (event: PointerEvent): void => {
    const limits = this.session.limits.value;
    if (event.button === 1) {
      event.preventDefault();
      this.session.autoLevels();
      return;
    }
    if (event.button > 2 || event.detail > 1) return;
    this.session.view.levels.value = clickLevel(
      limits,
      event.button === 0 ? 'left' : 'right',
      this.#valueAt(event),
    );
  };

  #dragEnd(event: PointerEvent, end: keyof Limits): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    const before = this.session.limits.value;
    const axis = this.#axis ?? before;
    const perPixel = (axis.high - axis.low) / Math.max(1, this.bar.clientHeight - 2 * PAD);
    this.#isHeld = true;
    startDrag(event, {
      move: (_dx, dy) => this.#set({ ...before, [end]: before[end] - dy * perPixel }),
      end: (isCancelled) => {
        this.#isHeld = false;
        if (isCancelled) this.#set(before);
        this.requestUpdate();
      },
    });
  }

  #onEndKey(event: KeyboardEvent, end: keyof Limits): void {
    const sign = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[
      event.key
    ];
    if (!sign) return;
    event.preventDefault();
    event.stopPropagation();
    const limits = this.session.limits.value;
    const step = ((limits.high - limits.low) / 100) * sign * (event.shiftKey ? 10 : 1);
    this.#set({ ...limits, [end]: limits[end] + step });
  }

  readonly #onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const { low, high } = this.session.limits.value;
    const factor = Math.exp(Math.max(-200, Math.min(200, event.deltaY)) / 800);
    const centre = (low + high) / 2;
    const half = ((high - low) / 2) * factor;
    this.#axis = axisFor({ low: centre - half, high: centre + half });
    this.#set({ low: centre - half, high: centre + half });
  };
}

function selected(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-color-bar': XtcColorBar;
  }
}
