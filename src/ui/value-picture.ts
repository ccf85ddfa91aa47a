import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { colormapTable, type ColormapName } from '../image/colormap.ts';
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

  @property({ attribute: false }) rows = 0;
  @property({ attribute: false }) columns = 0;
  /** In C order. */
  @property({ attribute: false }) values: ArrayLike<number> = [];
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) colormap: ColormapName = 'viridis';
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  @query('.plot') private readonly plot!: HTMLElement;
  protected readonly resize = new ResizeController(this);

  protected override render() {
    const { min, max } = spreadOf(this.values);
    return html`
      <div class="plot"><canvas width="1" height="1" role="img" aria-label="${this.label} as a picture"></canvas></div>
      <output>${shortNumber(min)} … ${shortNumber(max)}</output>
    `;
  }

  protected override updated(): void {
    const { clientWidth: width, clientHeight: height } = this.plot;
    if (width === 0 || height === 0 || this.rows * this.columns === 0) return;
    const { min, max } = spreadOf(this.values);
    const zoom = Math.min(width / this.columns, height / this.rows);
    const size = Math.max(this.columns, this.rows) * Math.min(1, zoom) * this.resize.pixelRatio;
    const image = { shape: [this.rows, this.columns], dtype: 'f32', data: Float32Array.from(this.values) } as const;
    const small = thumbnail(image, size, { low: min, high: max > min ? max : min + 1 }, 'linear', colormapTable(this.colormap));
    this.canvas.width = small.width;
    this.canvas.height = small.height;
    this.canvas.style.width = `${Math.floor(this.columns * zoom)}px`;
    this.canvas.style.height = `${Math.floor(this.rows * zoom)}px`;
    this.canvas.getContext('2d')?.putImageData(new ImageData(small.rgba, small.width, small.height), 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-value-picture': XtcValuePicture;
  }
}
