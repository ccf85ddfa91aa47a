import { signal, type Signal } from '@preact/signals-core';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { locateRawPixel } from '../image/pixel-map.ts';
import type { ImagePoint } from '../image/viewport.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { fixed, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** Where the pointer is and what is there, in one line whose fields keep their places. */
@customElement('xtc-readout')
export class XtcReadout extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        height: 24px;
        padding: 0 var(--space-2);
        gap: 1.5ch;
        overflow: hidden;
        white-space: pre;
        font: var(--text-small) / 24px var(--mono);
        font-variant-numeric: tabular-nums;
        color: var(--quiet);
        background: var(--pane);
        border-top: 1px solid var(--line);
      }
      b {
        font-weight: 400;
        color: var(--text);
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  /** The pixel under the pointer. */
  @property({ attribute: false }) cursor: Signal<ImagePoint | null> = signal(null);
  readonly #store = new StoreController(this, () => [this.cursor, this.session.frame, this.session.dark]);

  protected override render() {
    void this.#store;
    const frame = this.session.frame.value;
    const at = frame ? this.cursor.value : null;
    const rawAt = frame && at ? locateRawPixel(frame.pixelMap, at.row, at.column) : null;
    const isAbsent = rawAt !== null && frame !== null && !((frame.present >>> rawAt.section) & 1);
    const rawIndex = frame && rawAt ? this.#indexOf(rawAt, frame.raw.shape) : -1;
    const dark = this.session.dark.value;
    const isDarkOfShape = dark !== null && frame !== null && dark.shape.join() === frame.raw.shape.join();
    const value = frame && at ? frame.image.data[at.row * frame.image.shape[1] + at.column] : NaN;
    const place = rawAt
      ? `q${rawAt.section >> 3} s${rawAt.section & 7} r${pad(rawAt.row, 3)} c${pad(rawAt.column, 3)}`
      : at
        ? 'between sections'
        : '';
    const raw = rawIndex >= 0 && !isAbsent ? grouped(frame?.raw.data[rawIndex] ?? NaN) : '–';
    const darkText = rawIndex >= 0 && isDarkOfShape ? fixed(dark.mean[rawIndex], 1) : '–';
    const valueText = isAbsent
      ? 'not read out'
      : value === Infinity
        ? 'saturated'
        : `${fixed(value, frame?.darkId === null ? 0 : 1)} ADU`;
    return html`<span>row <b>${pad(at?.row, 4)}</b></span
      ><span>col <b>${pad(at?.column, 4)}</b></span
      ><span>· <b>${place.padEnd(16)}</b></span
      ><span>· raw <b>${raw.padStart(6)}</b></span
      ><span>· dark <b>${darkText.padStart(8)}</b></span
      ><span>· <b data-testid="value">${(at ? valueText : '–').padStart(13)}</b></span>`;
  }

  /** Sections lie one after the other in the raw array; a pair or a single one has them counted from 0. */
  #indexOf(at: { section: number; row: number; column: number }, shape: readonly number[]): number {
    const [rows, columns] = shape.slice(-2);
    const index = (at.section * rows + at.row) * columns + at.column;
    return index < shape.reduce((product, length) => product * length, 1) ? index : -1;
  }
}

function pad(value: number | undefined, width: number): string {
  return (value === undefined ? '–' : String(value)).padStart(width);
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-readout': XtcReadout;
  }
}
