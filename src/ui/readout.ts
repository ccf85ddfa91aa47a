import { signal, type Signal } from '@preact/signals-core';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { gainBits } from '../base/pixels.ts';
import { locateRawPixel, rawIndex, type RawPixel } from '../image/pixel-map.ts';
import type { ImagePoint } from '../image/viewport.ts';
import type { Frame } from '../pipeline/frame.ts';
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
    const index = frame && rawAt ? rawIndex(frame.pixelMap, rawAt) : -1;
    const dark = this.session.dark.value;
    const isDarkOfShape = dark !== null && frame !== null && dark.shape.join() === frame.raw.shape.join();
    const value = frame && at ? frame.image.data[at.row * frame.image.shape[1] + at.column] : NaN;
    const word = frame && index >= 0 && !isAbsent ? frame.raw.data[index] : null;
    const place = frame && at ? placeText(frame, rawAt, word) : '';
    const raw = frame && word !== null ? grouped(frame.raw.dtype === 'i16' ? word : (word & frame.valueMask) >>> 0) : '–';
    const darkText = index >= 0 && isDarkOfShape ? fixed(dark.mean[index], 1) : '–';
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
}

/** What the parts of a detector are called. */
const PART_NAMES: Readonly<Record<Frame['pixelMap']['layout'], string>> = {
  cspad: '', cspad2x2: '', section: '', plain: '', fccd: '', grid: 'm', pnccd: 'link ', timepix: 'chip ',
};

/** Where a raw pixel is in its detector, with the gain bits of its word where it has some. */
function placeText({ pixelMap, raw, valueMask }: Frame, at: RawPixel | null, word: number | null): string {
  if (!at) return raw.dtype === 'i16' ? 'between sections' : 'between modules';
  const inPart = `r${pad(at.row, 3)} c${pad(at.column, 3)}`;
  if (raw.dtype === 'i16') return `q${at.section >> 3} s${at.section & 7} ${inPart}`;
  const part = PART_NAMES[pixelMap.layout];
  const gain = raw.dtype === 'u16' && valueMask !== 0xffff && word !== null ? ` g${gainBits(word, valueMask)}` : '';
  return `${part ? `${part}${at.section} ` : ''}${inPart}${gain}`;
}

function pad(value: number | undefined, width: number): string {
  return (value === undefined ? '–' : String(value)).padStart(width);
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-readout': XtcReadout;
  }
}
