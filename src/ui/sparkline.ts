import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ResizeController } from './controllers/resize.ts';
import { controlStyles } from './theme.ts';
import { shortNumber, spreadOf, traceColumns } from './value-trace.ts';

const MARGIN = 6;

/** A place on a line that was clicked: its index. */
export type SparkPick = CustomEvent<number>;

/**
 * A line of numbers with their spread in words below; the pointer reads single ones, a click is told as `xtc-pick`. Gaps
 * are where a value is missing.
 */
@customElement('xtc-sparkline')
export class XtcSparkline extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: minmax(0, 1fr) 20px / minmax(0, 1fr); min-height: 0; }
      .plot { position: relative; min-height: 0; }
      canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
      :host([can-pick]) canvas { cursor: pointer; }
      output { padding: 0 var(--space-3); line-height: 20px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--quiet); }
      output.read { color: var(--text); }
    `,
  ];

  /** In order; NaN where there is none. */
  @property({ attribute: false }) values: ArrayLike<number> = [];
  /** Index that is marked; -1 for none. */
  @property({ attribute: false }) marked = -1;
  /** What it is, for people who cannot see it. */
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) unit = '';
  /** Says what an index is: `event 204`, `12.5 ns`. */
  @property({ attribute: false }) nameOf: (index: number) => string = (index) => `[${index}]`;
  @property({ type: Boolean, attribute: 'can-pick', reflect: true }) canPick = false;
  @state() private hovered = -1;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  protected readonly resize = new ResizeController(this);

  protected override render() {
    const isRead = this.hovered >= 0 && this.hovered < this.values.length;
    return html`
      <div class="plot"><canvas role="img" aria-label="${this.label}: ${this.#spread()}" @pointermove=${this.#onMove} @pointerleave=${this.#onLeave} @click=${this.#onClick}></canvas></div>
      <output class=${isRead ? 'read' : nothing} title=${this.#spread()}>${isRead ? this.#reading() : this.#spread()}</output>
    `;
  }

  #spread(): string {
    const { min, max, mean, count } = spreadOf(this.values);
    if (count === 0) return 'no value here';
    const unit = this.unit ? ` ${this.unit}` : '';
    return `min ${shortNumber(min)} · mean ${shortNumber(mean)} · max ${shortNumber(max)}${unit} · ${count} of ${this.values.length}`;
  }

  #reading(): string {
    const value = this.values[this.hovered];
    return `${this.nameOf(this.hovered)}: ${Number.isNaN(value) ? 'none' : `${value}${this.unit ? ` ${this.unit}` : ''}`}`;
  }

  protected override updated(): void {
    const { canvas } = this;
    const ratio = this.resize.pixelRatio;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d');
    if (!context || width === 0 || height === 0) return;
    const style = getComputedStyle(this);
    context.scale(ratio, ratio);
    if (this.marked >= 0 && this.marked < this.values.length) {
      context.fillStyle = style.getPropertyValue('--warn');
      context.fillRect(Math.round(this.#xOf(this.marked, width)) - 0.5, 0, 1, height);
    }
    if (this.hovered >= 0 && this.hovered < this.values.length) {
      context.fillStyle = style.getPropertyValue('--edge');
      context.fillRect(Math.round(this.#xOf(this.hovered, width)) - 0.5, 0, 1, height);
    }
    context.strokeStyle = context.fillStyle = style.getPropertyValue('--accent');
    this.#draw(context, width, height);
  }

  #draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    const { min, max, count } = spreadOf(this.values);
    if (count === 0) return;
    const range = max - min;
    const y = (value: number): number => (range === 0 ? height / 2 : height - MARGIN - ((value - min) / range) * (height - 2 * MARGIN));
    const columns = Math.min(this.values.length, Math.max(1, Math.floor(width - 2 * MARGIN)));
    const x = (column: number): number => (columns === 1 ? width / 2 : MARGIN + (column / (columns - 1)) * (width - 2 * MARGIN));
    context.lineWidth = 1.25;
    context.lineJoin = 'round';
    context.beginPath();
    let isDown = false;
    traceColumns(this.values, columns).forEach((column, i, all) => {
      if (!column) {
        isDown = false;
        return;
      }
      if (isDown) context.lineTo(x(i), y(column.first));
      else context.moveTo(x(i), y(column.first));
      if (column.low !== column.high) {
        context.lineTo(x(i), y(column.low));
        context.lineTo(x(i), y(column.high));
        context.lineTo(x(i), y(column.last));
      }
      // A value between two gaps would not show.
      if (!isDown && !all[i + 1]) context.fillRect(x(i) - 1, y(column.last) - 1, 2, 2);
      isDown = true;
    });
    context.stroke();
  }

  /** Where a value lies, CSS pixels. */
  #xOf(index: number, width: number): number {
    const last = this.values.length - 1;
    return last <= 0 ? width / 2 : MARGIN + (index / last) * (width - 2 * MARGIN);
  }

  #indexAt(event: MouseEvent): number {
    const last = this.values.length - 1;
    const { left, width } = this.canvas.getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.round(((event.clientX - left - MARGIN) / (width - 2 * MARGIN)) * last)));
  }

  #onMove(event: MouseEvent): void {
    this.hovered = this.#indexAt(event);
  }

  #onLeave(): void {
    this.hovered = -1;
  }

  #onClick(event: MouseEvent): void {
    if (this.canPick && this.values.length > 0) this.dispatchEvent(new CustomEvent('xtc-pick', { detail: this.#indexAt(event) }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-sparkline': XtcSparkline;
  }
}
