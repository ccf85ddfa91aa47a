import { css, type LitElement, type ReactiveController } from 'lit';
import { LineScroll } from '../line-scroll.ts';

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
  readonly #observer: ResizeObserver;
  #box: HTMLElement | null = null;
  /** Content height of the box, CSS pixels; 0 while it is hidden. Asking the box itself would lay out the page at each update. */
  #height = 0;
  /** Where the bar is, as we know it. */
  #barTop = 0;

  /** @param headHeight of the lines that stay on top of the box, CSS pixels */
  constructor(host: LitElement, count: () => number, lineHeight: number, headHeight = 0) {
    this.#host = host;
    this.#count = count;
    this.#scroll = new LineScroll(lineHeight);
    this.#headHeight = headHeight;
    this.#observer = new ResizeObserver(([entry]) => {
      this.#height = entry.contentRect.height;
      host.requestUpdate();
    });
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
    const [box, room, window] = ['.box', '.room', '.window'].map((part) => root.querySelector<HTMLElement>(part));
    if (box !== this.#box) this.#watch(box ?? null);
    if (!box || !room || !window || this.#height === 0) return;
    const pane = this.#pane;
    room.style.height = `${Math.max(this.#scroll.contentHeight, pane)}px`;
    window.style.height = `${pane}px`;
    window.style.setProperty('--shift', `${-this.#scroll.shift}px`);
    if (Math.abs(this.#barTop - this.#scroll.scrollTop) < 1) return;
    this.#barTop = this.#scroll.scrollTop;
    box.scrollTop = this.#barTop;
  }

  hostDisconnected(): void {
    this.#watch(null);
  }

  #watch(box: HTMLElement | null): void {
    this.#box?.removeEventListener('scroll', this.#onScroll);
    this.#box?.removeEventListener('wheel', this.#onWheel);
    this.#observer.disconnect();
    this.#box = box;
    this.#height = 0;
    this.#barTop = 0;
    if (!box) return;
    this.#observer.observe(box);
    box.addEventListener('scroll', this.#onScroll);
    box.addEventListener('wheel', this.#onWheel, { passive: false });
  }

  readonly #onScroll = (): void => {
    this.#barTop = this.#box?.scrollTop ?? 0;
    this.#scroll.onScroll(this.#barTop);
    this.#host.requestUpdate();
  };

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
    return Math.max(this.#scroll.lineHeight, this.#height - this.#headHeight);
  }

  #measure(): void {
    if (this.#height > 0) this.#scroll.resize(this.#count(), this.#pane);
  }
}

/** For elements with a LinesController: the scroll box fills what its parent gives. */
export const linesStyles = css`
  .box { overflow: auto; min-height: 0; height: 100%; outline-offset: -2px; contain: strict; }
  .window { position: sticky; top: 0; overflow: hidden; }
  .window > * { position: relative; top: var(--shift); }
`;
