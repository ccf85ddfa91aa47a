import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { colormapTable } from '../image/colormap.ts';
import { thumbnail } from '../image/thumbnail.ts';
import type { AverageImage } from '../state/average-image.ts';
import type { Session } from '../state/session.ts';
import { ResizeController } from './controllers/resize.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';
import { shortNumber } from './value-trace.ts';

type Levels = { readonly low: number; readonly high: number };
/** Part of the pixels that are darker than the lowest colour, and brighter than the highest. */
const TAIL = 0.005;

/** The mean picture of selected events, with levels of its own. */
@customElement('xtc-average-view')
export class XtcAverageView extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; min-height: 0; min-width: 0; background: var(--pane); }
      header, footer { display: flex; align-items: center; gap: var(--space-2); padding: 2px var(--space-2); border-bottom: 1px solid var(--line); font-size: var(--text-small); }
      h3 { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text); }
      button, input[type='number'] { height: var(--control-small); }
      input[type='number'] { width: 11ch; }
      .picture { display: grid; place-items: center; min-height: 0; background: var(--image-ground); overflow: hidden; }
      footer { border: 0; border-top: 1px solid var(--line); }
      output { margin-inline-start: auto; color: var(--quiet); }
      button.icon { width: var(--control-small); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private levels: Levels | null = null;
  @state() private readout = '';
  @query('canvas') private readonly canvas?: HTMLCanvasElement;
  @query('.picture') private readonly pane?: HTMLElement;
  #of: AverageImage | null = null;
  protected readonly resize = new ResizeController(this);
  protected readonly store = new StoreController(this, () => [this.session.workbench.averages.shown, this.session.view.colormap]);

  protected override willUpdate(): void {
    const shown = this.session.workbench.averages.shown.value;
    if (shown === this.#of) return;
    this.#of = shown;
    this.levels = shown && levelsOf(shown.image.data);
    this.readout = '';
  }

  protected override render() {
    const { averages } = this.session.workbench;
    const shown = averages.shown.value;
    if (!shown || !this.levels) return nothing;
    const { low, high } = this.levels;
    const title = `Mean of ${grouped(shown.events)} events · ${shown.source}${shown.dark ? ` · minus ${shown.dark}` : ''}`;
    return html`
      <header>
        <h3 title=${title} data-testid="average-title">${title}</h3>
        <button @click=${() => this.#save()}>Save .npy</button>
        <button class="quiet icon" aria-label="Close the average" title="Close" @click=${() => averages.close()}>✕</button>
      </header>
      <div class="picture"><canvas role="img" aria-label=${title} @pointermove=${this.#onMove} @pointerleave=${() => (this.readout = '')}></canvas></div>
      <footer>
        <label>Levels <input type="number" step="any" aria-label="Lowest level" .value=${shortText(low)} @change=${(event: Event) => this.#setLevel('low', event)} /></label>
        <input type="number" step="any" aria-label="Highest level" .value=${shortText(high)} @change=${(event: Event) => this.#setLevel('high', event)} />
        <button @click=${() => (this.levels = levelsOf(shown.image.data))}>Auto</button>
        <output>${this.readout || 'ADU'}</output>
      </footer>
    `;
  }

  protected override updated(): void {
    const { canvas, pane, levels } = this;
    const shown = this.#of;
    if (!canvas || !pane || !levels || !shown || pane.clientHeight === 0) return;
    const [rows, columns] = shown.image.shape;
    const zoom = Math.min(pane.clientWidth / columns, pane.clientHeight / rows);
    const size = Math.max(rows, columns) * Math.min(1, zoom * this.resize.pixelRatio);
    const small = thumbnail(shown.image, size, levels, 'linear', colormapTable(this.session.view.colormap.value));
    canvas.width = small.width;
    canvas.height = small.height;
    canvas.style.width = `${Math.floor(columns * zoom)}px`;
    canvas.style.height = `${Math.floor(rows * zoom)}px`;
    canvas.getContext('2d')?.putImageData(new ImageData(small.rgba, small.width, small.height), 0, 0);
  }

  #save(): void {
    const run = this.session.current.value;
    if (run) this.session.workbench.averages.save(run);
  }

  #setLevel(which: keyof Levels, event: Event): void {
    const { valueAsNumber } = event.target as HTMLInputElement;
    if (!this.levels || Number.isNaN(valueAsNumber)) return;
    const next = { ...this.levels, [which]: valueAsNumber };
    if (next.low < next.high) this.levels = next;
    else this.requestUpdate();
  }

  #onMove(event: PointerEvent): void {
    const shown = this.#of;
    if (!shown || !this.canvas) return;
    const box = this.canvas.getBoundingClientRect();
    const [rows, columns] = shown.image.shape;
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const value = shown.image.data[row * columns + column];
    this.readout = `row ${row} col ${column} · ${Number.isFinite(value) ? `${shortNumber(value)} ADU` : 'no pixel'}`;
  }
}

/** Levels that leave out the darkest and brightest pixels; of some of the pixels, which is near enough. */
function levelsOf(data: Float32Array): Levels {
  const step = Math.max(1, Math.floor(data.length / 100_000));
  const sample = new Float32Array(Math.ceil(data.length / step)).map((_, i) => data[i * step]).filter((value) => Number.isFinite(value)).sort();
  if (sample.length === 0) return { low: 0, high: 1 };
  const at = (part: number): number => sample[Math.min(sample.length - 1, Math.floor(part * sample.length))];
  const [low, high] = [at(TAIL), at(1 - TAIL)];
  return { low, high: high > low ? high : low + 1 };
}

function shortText(value: number): string {
  return String(Number(value.toPrecision(5)));
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-average-view': XtcAverageView;
  }
}
