import { css, type LitElement, type ReactiveController } from 'lit';
import { LineScroll } from '../line-scroll.ts';
import { ResizeController } from './resize.ts';

/**
 * A list of any length of which only the lines that show are rendered. Its element renders `.box` (the scroll box) with,
 * below lines that stay on top, `.room` (as high as all lines) and in it `.window`, which holds lines `first` … `last`-1
 * (`linesStyles`).
 */
export class LinesController implements ReactiveController {
  readonly #host: LitElement;
  readonly #count: () => number;
  readonly #scroll: LineScroll;
  readonly #headHeight: number;
  readonly #size: ResizeController;
  #box: HTMLElement | null = null;
  #listened: HTMLElement | null = null;

  /** @param headHeight of the lines that stay on top of the box, CSS pixels */
  constructor(host: LitElement, count: () => number, lineHeight: number, headHeight = 0) {
    this.#host = host;
    this.#count = count;
    this.#scroll = new LineScroll(lineHeight);
    this.#headHeight = headHeight;
    this.#size = new ResizeController(host);
    host.addController(this);
  }

  /** First line that shows. */
  get first(): number {
    return this.#scroll.firstLine;
  }
  /** Behind the last line that shows. */
  get last(): number {
    return Math.min(this.#count(), this.first + this.page + 2);
  }
  /** Lines that fit whole. */
  get page(): number {
    return this.#scroll.page;
  }

  /** Brings a line into view. */
  reveal(line: number, where: 'edge' | 'middle' = 'edge'): void {
    this.#measure();
    this.#scroll.reveal(line, where);
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    this.#measure();
  }

  hostUpdated(): void {
    const root = this.#host.renderRoot;
    this.#box = root.querySelector<HTMLElement>('.box');
    const [room, window] = [root.querySelector<HTMLElement>('.room'), root.querySelector<HTMLElement>('.window')];
    if (!this.#box || !room || !window || !this.#size.size) return;
    if (this.#listened !== this.#box) this.#listen(this.#box);
    const pane = this.#pane;
    room.style.height = `${Math.max(this.#scroll.contentHeight, pane)}px`;
    window.style.height = `${pane}px`;
    if (Math.abs(this.#box.scrollTop - this.#scroll.scrollTop) >= 1) this.#box.scrollTop = this.#scroll.scrollTop;
    window.scrollTop = this.#scroll.shift;
  }

  #listen(box: HTMLElement): void {
    this.#listened = box;
    box.addEventListener('scroll', () => {
      this.#scroll.onScroll(box.scrollTop);
      this.#host.requestUpdate();
    });
    box.addEventListener('wheel', this.#onWheel, { passive: false });
  }

  /** A list that is scaled down would fly past under the wheel. */
  readonly #onWheel = (event: WheelEvent): void => {
    if (!this.#scroll.isScaled || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const line = this.#scroll.lineHeight;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? line : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.page * line : 1;
    this.#scroll.moveBy(event.deltaY * unit);
    this.#host.requestUpdate();
  };

  get #pane(): number {
    return Math.max(this.#scroll.lineHeight, (this.#box?.clientHeight ?? 0) - this.#headHeight);
  }

  #measure(): void {
    if (this.#size.size) this.#scroll.resize(this.#count(), this.#pane);
  }
}

/** For elements with a LinesController: the scroll box fills what its parent gives. */
export const linesStyles = css`
  .box { overflow: auto; min-height: 0; height: 100%; outline-offset: -2px; contain: strict; }
  .window { position: sticky; top: 0; overflow: hidden; }
`;
