import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { colormapTable, type ColormapName } from '../image/colormap.ts';
import type { Limits } from '../image/levels.ts';
import { thumbnail } from '../image/thumbnail.ts';
import { ResizeController } from './controllers/resize.ts';
import { controlStyles } from './theme.ts';
import { shortNumber, spreadOf } from './value-trace.ts';

/** A table of numbers as a small picture, from its lowest to its highest value. */
@customElement('xtc-value-picture')
export class XtcValuePicture extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: minmax(0, 1fr) 20px / minmax(0, 1fr); min-height: 0; }
      .plot { display: grid; place-items: center; min-height: 0; background: var(--image-ground); }
      output { padding: 0 var(--space-3); line-height: 20px; color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    `,
  ];

  /** The rows of all but the last axis lie below one another. */
  @property({ attribute: false }) shape: readonly number[] = [];
  /** In C order; NaN where there is no pixel. */
  @property({ attribute: false }) values: ArrayLike<number> = [];
  /** Values of the first and last colour; null: the lowest and the highest. */
  @property({ attribute: false }) limits: Limits | null = null;
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) colormap: ColormapName = 'viridis';
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  @query('.plot') private readonly plot!: HTMLElement;
  protected readonly resize = new ResizeController(this);

  protected override render() {
    const { low, high } = this.#limits();
    return html`
      <div class="plot"><canvas width="1" height="1" role="img" aria-label="${this.label} as a picture"></canvas></div>
      <output>${shortNumber(low)} … ${shortNumber(high)}</output>
    `;
  }

  #limits(): Limits {
    if (this.limits) return this.limits;
    const { min, max } = spreadOf(this.values);
    return { low: min, high: max > min ? max : min + 1 };
  }

  protected override updated(): void {
    const { clientWidth: width, clientHeight: height } = this.plot;
    const columns = this.shape[this.shape.length - 1] ?? 0;
    const rows = columns > 0 ? this.values.length / columns : 0;
    if (width === 0 || height === 0 || rows === 0) return;
    const zoom = Math.min(width / columns, height / rows);
    const size = Math.max(1, Math.max(columns, rows) * Math.min(1, zoom) * this.resize.pixelRatio);
    const data = this.values instanceof Float32Array ? this.values : Float32Array.from(this.values);
    const small = thumbnail({ shape: [rows, columns], dtype: 'f32', data }, size, this.#limits(), 'linear', colormapTable(this.colormap));
    this.canvas.width = small.width;
    this.canvas.height = small.height;
    this.canvas.style.width = `${Math.floor(columns * zoom)}px`;
    this.canvas.style.height = `${Math.floor(rows * zoom)}px`;
    this.canvas.getContext('2d')?.putImageData(new ImageData(small.rgba, small.width, small.height), 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-value-picture': XtcValuePicture;
  }
}
