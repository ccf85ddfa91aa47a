import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ModulePlot } from '../modules/outputs.ts';
import { paintModulePlot } from '../plot/paint-module-plot.ts';
import { ResizeController } from './controllers/resize.ts';
import { plotColors } from './plot-colors.ts';
import { controlStyles } from './theme.ts';

/** One plot of a module, painted as large as its element is. */
@customElement('xtc-job-plot')
export class XtcJobPlot extends LitElement {
  static override styles = [controlStyles, css`
    :host { display: block; position: relative; aspect-ratio: 3 / 2; min-width: 0; background: var(--pane); border: 1px solid var(--line); }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  `];

  @property({ attribute: false }) plot: ModulePlot | null = null;
  /** Painted again when it changes. */
  @property({ attribute: false }) theme = '';
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #size = new ResizeController(this);

  protected override render() {
    const { plot } = this;
    return plot ? html`<canvas role="img" aria-label="${plot.title || plot.name}, ${plot.kind} of ${plot.module}"></canvas>` : nothing;
  }

  protected override updated(): void {
    const { plot } = this;
    const { size, pixelRatio } = this.#size;
    if (!plot || !size) return;
    const [width, height] = [Math.round(size.width * pixelRatio), Math.round(size.height * pixelRatio)];
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext('2d');
    const style = getComputedStyle(this);
    if (context) paintModulePlot(context, plot, { width, height, pixelRatio, colors: plotColors(style), face: style.fontFamily });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-job-plot': XtcJobPlot;
  }
}
