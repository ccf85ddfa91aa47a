import { LitElement, css, html, nothing, svg, unsafeCSS } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { valueText } from '../plot/axis-text.ts';
import { FRAME_STYLES } from '../plot/frame-styles.ts';
import { layersExtent, type PlotLayer } from '../plot/layer.ts';
import { toX, toY, valuesAt, type PlotMap } from '../plot/plot-map.ts';
import { fittedRange, type AxisRange } from '../plot/range.ts';
import type { ScreenPoint } from '../image/viewport.ts';
import type { Plot, PlotData } from '../state/plot-data.ts';
import type { Session } from '../state/session.ts';
import { ResizeController } from './controllers/resize.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { PlotCanvas } from './plot-canvas.ts';
import { plotColors } from './plot-colors.ts';
import { hoverLayers, type Hovered } from './plot-hover.ts';
import { captionsOf, fitLayers, layersOf, unitsOf, yLabel } from './plot-layers.ts';
import { PlotGestures, type PlotRanges } from './plot-gestures.ts';
import { eventsInBox, eventsInside, type ValueBox } from './plot-selecting.ts';
import type { XtcPlotSelectForm } from './plot-select-form.ts';
import { plotViewStyles } from './plot-view-styles.ts';
import { controlStyles } from './theme.ts';
import './plot-select-form.ts';

/** What the pointer is over: for whoever shows the picture of that event. */
export type PlotHover = CustomEvent<{ readonly event: number | null }>;

/** One plot: axes, legend, what is under the pointer; zoom, pan, selection. The slot `tip` stands beside the hovered event. */
@customElement('xtc-plot-view')
export class XtcPlotView extends LitElement {
  static override styles = [controlStyles, css`${unsafeCSS(FRAME_STYLES)}`, plotViewStyles];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) plotId = '';
  /** What is shown when it is not all. */
  @state() private zoomed: PlotRanges | null = null;
  @state() private hovered: Hovered | null = null;
  @state() private drawing: { readonly kind: 'box' | 'lasso'; readonly corners: readonly ScreenPoint[] } | null = null;
  @query('.frame') private readonly frame!: HTMLElement;
  @query('xtc-plot-select-form') private readonly form!: XtcPlotSelectForm;
  readonly #size = new ResizeController(this);
  #canvas: PlotCanvas | null = null;
  #layers: readonly PlotLayer[] = [];
  #fitted: PlotRanges = { x: fittedRange(null, false), y: fittedRange(null, false) };
  #made: readonly unknown[] = [];
  #axes = '';
  #area = '';
  #undraw: (() => void) | null = null;
  #theme = '';

  protected readonly store = new StoreController(this, () => {
    const { plots, selection, event, view, current } = this.session;
    return [plots.specs, plots.data(this.plotId), plots.cursor, selection.events, selection.table, event, view.theme, current];
  });

  readonly #gestures = new PlotGestures({
    map: () => this.#canvas?.map ?? null,
    ranges: () => this.#ranges,
    zoom: (ranges) => (this.zoomed = ranges),
    isPlane: () => this.#plot?.kind === 'scatter' || this.#plot?.kind === 'density',
    drawing: (drawing) => (this.drawing = drawing),
    select: (corners) => void this.#select(corners),
    click: () => this.#click(),
    hover: (at) => this.#hover(at),
  });

  get #plot(): Plot | undefined {
    return this.session.plots.specs.value.find(({ id }) => id === this.plotId);
  }
  get #data(): PlotData {
    return this.session.plots.data(this.plotId).value;
  }
  get #selection(): Uint8Array | null {
    const { selection } = this.session;
    return selection.table.value === (this.#plot?.table ?? '') ? selection.events.value : null;
  }
  get #ranges(): PlotRanges {
    return this.zoomed ?? this.#fitted;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#undraw?.();
    this.#undraw = null;
    this.#canvas?.dispose();
    this.#canvas = null;
  }

  protected override willUpdate(): void {
    const plot = this.#plot;
    if (!plot) return;
    const [data, selection] = [this.#data, this.#selection];
    const axes = [plot.kind, plot.x, plot.y.join(), plot.logX, plot.logY, plot.table].join('\n');
    if (axes !== this.#axes) this.zoomed = null;
    this.#axes = axes;
    const parts = [plot, data, plot.kind === 'histogram' || plot.kind === 'density' ? selection : null];
    if (parts.every((part, i) => part === this.#made[i])) return;
    this.#made = parts;
    this.#layers = layersOf(plot, data, selection);
    const fit = (axis: 'x' | 'y', isLog: boolean): AxisRange => {
      const isFloor = axis === 'y' && plot.kind === 'histogram' && !isLog;
      const range = fittedRange(layersExtent(this.#layers, axis, isLog), isLog, plot.kind === 'density' ? 0 : undefined);
      return isFloor ? { ...range, min: 0 } : range;
    };
    this.#fitted = { x: fit('x', plot.logX ?? false), y: fit('y', plot.logY ?? false) };
  }

  protected override render() {
    const plot = this.#plot;
    if (!plot) return nothing;
    const data = this.#data;
    const isHovered = this.hovered !== null;
    return html`
      <div class="legend">${this.#legend(plot, data)}</div>
      <div class="stage">
        <div class="frame"></div>
        <svg class="over" role="application" tabindex="0" aria-label="${plot.title || yLabel(plot)}: ${this.#summary(data)}" aria-describedby="keys"
          @pointerdown=${this.#gestures.down} @pointermove=${this.#gestures.move} @pointerleave=${this.#gestures.leave} @dblclick=${this.#gestures.fit}
          @wheel=${this.#gestures.wheel} @keydown=${this.#onKeyDown}>${this.#marks()}</svg>
        <div class="tip" ?hidden=${!isHovered} aria-hidden="true">
          ${this.hovered?.lines.map((line) => html`<div class="number">${line}</div>`)}
          <slot name="tip"></slot>
        </div>
        ${data.problem ? html`<p class="problem" role="alert">${data.problem.message}</p>` : nothing}
      </div>
      <div class="readout"><output>${this.#readout(data)}</output><button class="quiet small" @click=${() => this.form.open()}>Select…</button></div>
      <p id="keys" class="visually-hidden">Arrow keys move, plus and minus zoom, 0 shows all, s selects events by ranges.</p>
      <xtc-plot-select-form .x=${plot.x || 'x'} .y=${plot.kind === 'histogram' || plot.kind === 'profile' ? '' : plot.y.length === 1 ? plot.y[0] : 'y'} @xtc-box=${this.#onBox}></xtc-plot-select-form>
    `;
  }

  protected override updated(): void {
    const plot = this.#plot;
    const theme = this.session.view.theme.value;
    if (theme !== this.#theme) requestAnimationFrame(() => this.requestUpdate()); // The window takes its colours over after this.
    this.#theme = theme;
    const { clientWidth: width, clientHeight: height } = this.frame ?? { clientWidth: 0, clientHeight: 0 };
    if (!plot || !this.#size.size || width < 40 || height < 40) return;
    this.#canvas ??= new PlotCanvas(this.frame, () => this.#place());
    this.#undraw ??= this.session.plots.drawnBy(this.plotId, {
      image: () => this.#canvas?.image(this.#title(), captionsOf(this.#data)) ?? Promise.resolve(new Blob()),
      svg: () => this.#canvas?.svg(this.#title(), captionsOf(this.#data)) ?? '',
    });
    const style = getComputedStyle(this);
    const data = this.#data;
    const units = unitsOf(plot, data);
    const ranges = this.#ranges;
    const isHistogram = plot.kind === 'histogram';
    const xName = plot.x || (plot.source !== '' ? 'time' : (plot.labels[0] ?? ''));
    const look = {
      x: { quantity: xName, unit: units.x, isLog: plot.logX ?? false, isTime: plot.x.trim() === 'time' && plot.table === '' },
      y: { quantity: yLabel(plot), unit: isHistogram ? '' : units.y, isLog: plot.logY ?? false, isTime: !isHistogram && plot.y.length === 1 && plot.y[0].trim() === 'time' && plot.table === '' },
      colors: plotColors(style),
      face: style.getPropertyValue('--face').trim(),
    };
    this.#canvas.show({ look, ...ranges, layers: [...this.#layers, ...fitLayers(data, ranges.x)], selection: this.#selection }, { width, height });
    this.#place();
  }

  #title(): string {
    const plot = this.#plot;
    const run = this.session.current.value;
    return [plot?.title, plot?.table || run?.label].filter((text) => text).join(' · ');
  }

  #legend(plot: Plot, data: PlotData) {
    const named = this.#layers.filter(({ label }) => label !== '');
    const entries = named.length > 1 ? named.map(({ label, color }) => html`<span class="entry"><i class="swatch series-${(color % 6) + 1}"></i>${label}</span>`) : nothing;
    const share = data.share < 1 && !data.problem ? html`<span class="entry number">${Math.floor(100 * data.share)} %</span>` : nothing;
    return [share, entries, plot.filter || data.kept.kept < data.kept.all ? html`<span class="entry quiet-text">${grouped(data.kept.kept)} of ${grouped(data.kept.all)}</span>` : nothing];
  }

  #summary(data: PlotData): string {
    return data.problem ? data.problem.message : `${grouped(data.kept.kept)} of ${grouped(data.kept.all)} events`;
  }

  #readout(data: PlotData): string {
    const count = this.#selection ? this.session.selection.count.value : 0;
    const chosen = count > 0 ? ` · ${grouped(count)} selected` : '';
    return data.problem || data.kept.all === 0 ? '' : `${grouped(data.kept.kept)} ${this.#plot?.table ? 'rows' : 'events'}${chosen}`;
  }

  /** Lines and rings over the canvas: the linked cursor, the event shown, what is under the pointer, what is being drawn. */
  #marks() {
    const drawn = this.#canvas?.map;
    const plot = this.#plot;
    if (!drawn || !plot) return nothing;
    const map = { ...drawn, ...this.#ranges }; // The canvas follows with this update.
    this.#area = areaOf(drawn);
    const right = map.left + map.width;
    const bottom = map.top + map.height;
    const upright = (value: number, name: string) => {
      const x = toX(map, value);
      return x >= map.left && x <= right ? svg`<line class=${name} x1=${x} x2=${x} y1=${map.top} y2=${bottom} />` : nothing;
    };
    const cursor = this.session.plots.cursor.value;
    const corners = this.drawing?.corners ?? [];
    const path = this.drawing?.kind === 'box' ? [corners[0], { x: corners[1].x, y: corners[0].y }, corners[1], { x: corners[0].x, y: corners[1].y }] : corners;
    return svg`
      ${cursor && cursor.quantity === plot.x.trim() && !this.hovered ? upright(cursor.value, 'cursor') : nothing}
      ${this.#currentEvent(plot, map, upright)}
      ${this.hovered ? svg`<circle class="hovered" cx=${this.hovered.at.x} cy=${this.hovered.at.y} r="6" />` : nothing}
      ${path.length > 1 ? svg`<polygon class=${this.drawing?.kind ?? ''} points=${path.map(({ x, y }) => `${x},${y}`).join(' ')} />` : nothing}
    `;
  }

  #currentEvent(plot: Plot, map: PlotMap, upright: (value: number, name: string) => unknown) {
    const { x, y } = this.#data;
    const event = this.session.event.value;
    if (plot.table !== '' || !x || event >= x.data.length || Number.isNaN(x.data[event])) return nothing;
    const rings = plot.kind === 'histogram' || plot.kind === 'profile' ? [] : y.map(({ data }) => ({ cx: toX(map, x.data[event]), cy: toY(map, data[event]) }));
    const isInside = (at: { cx: number; cy: number }): boolean => at.cx >= map.left && at.cx <= map.left + map.width && at.cy >= map.top && at.cy <= map.top + map.height;
    return svg`${plot.kind === 'scatter' || plot.kind === 'density' ? nothing : upright(x.data[event], 'event')}${rings.filter(isInside).map(({ cx, cy }) => svg`<circle class="event" cx=${cx} cy=${cy} r="5" />`)}`;
  }

  /** Puts the tip where it belongs; the policy forbids style attributes. */
  #place(): void {
    const map = this.#canvas?.map;
    if (map && areaOf(map) !== this.#area) this.requestUpdate(); // Numbers of another length moved the axes.
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!tip || !this.hovered) return;
    const { x, y } = this.hovered.at;
    const { clientWidth, clientHeight } = this.frame;
    tip.style.left = `${x + 14 + tip.offsetWidth > clientWidth ? Math.max(0, x - 14 - tip.offsetWidth) : x + 14}px`;
    tip.style.top = `${Math.max(0, Math.min(clientHeight - tip.offsetHeight, y + 10))}px`;
  }

  #hover(at: ScreenPoint | null): void {
    const [map, plot, canvas] = [this.#canvas?.map, this.#plot, this.#canvas];
    if (!map || !plot || !canvas || !at) {
      if (this.hovered) this.#tell(null);
      this.hovered = null;
      this.session.plots.cursor.value = null;
      return;
    }
    const nameOf = (row: number): string => (plot.table === '' ? `event ${grouped(row)}` : `row ${grouped(row)}`);
    const units = unitsOf(plot, this.#data);
    const ratio = canvas.pixelRatio;
    const point = canvas.points.near((at.x - map.left) * ratio, (at.y - map.top) * ratio, 8 * ratio);
    const before = this.hovered?.row ?? -1;
    if (point) {
      const { row, layer } = point;
      const value = { x: layer.x[row], y: layer.y[row] };
      this.hovered = { row, lines: [nameOf(row), `${valueText(value.x, units.x)}, ${valueText(value.y, units.y)}`], at: { x: toX(map, value.x), y: toY(map, value.y) } };
    } else this.hovered = hoverLayers(this.#layers, map, at, units, nameOf);
    if ((this.hovered?.row ?? -1) !== before) this.#tell(this.hovered && this.hovered.row >= 0 && plot.table === '' ? this.hovered.row : null);
    this.session.plots.cursor.value = { quantity: plot.x.trim(), value: valuesAt(map, at).x };
  }

  #tell(event: number | null): void {
    this.dispatchEvent(new CustomEvent('xtc-plot-hover', { detail: { event }, bubbles: true, composed: true }));
  }

  #click(): void {
    if (this.hovered && this.hovered.row >= 0 && this.#plot?.table === '') this.session.selectEvent(this.hovered.row);
  }

  async #select(corners: readonly ScreenPoint[]): Promise<void> {
    const [plot, map, canvas] = [this.#plot, this.#canvas?.map, this.#canvas];
    if (!plot || !map || !canvas) return;
    this.#choose(plot, await eventsInside(plot, this.#data, this.#layers, canvas.points.sets, map, corners));
  }

  #onBox({ detail }: CustomEvent<ValueBox>): void {
    const plot = this.#plot;
    if (plot) this.#choose(plot, eventsInBox(plot, this.#data, detail));
  }

  #choose(plot: Plot, events: Uint8Array | null): void {
    if (events) this.session.selection.set(events, plot.title || `${plot.y.join(', ')} against ${plot.x}`, plot.table);
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.key === 's' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.form.open();
    } else this.#gestures.key(event);
  }
}


function areaOf({ left, top, width, height }: PlotMap): string {
  return [left, top, width, height].join();
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plot-view': XtcPlotView;
  }
}
