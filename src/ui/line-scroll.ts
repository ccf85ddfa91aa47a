/** Height of a line of a list, CSS pixels. */
export const LINE_HEIGHT = 24;
/** Browsers cap the height of an element at some ten million pixels: longer lists are scaled down to this. */
export const MOST_PIXELS = 8_000_000;

/** Where a list of lines stands in its scroll box; lists beyond MOST_PIXELS move more than a pixel for each of the bar's. */
export class LineScroll {
  /** CSS pixels. */
  readonly lineHeight: number;
  #lines = 0;
  #pane = 0;
  #top = 0;
  #scrollTop = 0;

  constructor(lineHeight = LINE_HEIGHT) {
    this.lineHeight = lineHeight;
  }

  /** @param pane height of the room for lines */
  resize(lines: number, pane: number): void {
    this.#lines = lines;
    this.#pane = pane;
    this.moveTo(this.#top);
  }

  /** Height of the content of the scroll box. */
  get contentHeight(): number {
    return Math.min(this.#lines * this.lineHeight, MOST_PIXELS);
  }
  get isScaled(): boolean {
    return this.#lines * this.lineHeight > MOST_PIXELS;
  }
  /** Where the scroll bar belongs. */
  get scrollTop(): number {
    return this.#scrollTop;
  }
  /** First line that shows, and how many pixels of it are above the box. */
  get firstLine(): number {
    return Math.floor(this.#top / this.lineHeight);
  }
  get shift(): number {
    return this.#top - this.firstLine * this.lineHeight;
  }
  /** Lines that fit whole. */
  get page(): number {
    return Math.max(1, Math.floor(this.#pane / this.lineHeight));
  }

  /** The user moved the bar. */
  onScroll(scrollTop: number): void {
    if (Math.abs(scrollTop - this.#scrollTop) < 1) return; // it is where we put it
    this.#scrollTop = scrollTop;
    const room = this.contentHeight - this.#pane;
    this.#top = room <= 0 ? 0 : (scrollTop / room) * this.#most;
  }

  /** Moves by pixels of the list, not of the bar. */
  moveBy(pixels: number): void {
    this.moveTo(this.#top + pixels);
  }

  /** Brings a line into view: at the nearest edge, or in the middle. */
  reveal(line: number, where: 'edge' | 'middle'): void {
    const at = line * this.lineHeight;
    const isAbove = at < this.#top;
    if (!isAbove && at + this.lineHeight <= this.#top + this.#pane) return;
    if (where === 'middle') this.moveTo(at - Math.floor((this.#pane - this.lineHeight) / 2));
    else this.moveTo(isAbove ? at : at + this.lineHeight - this.#pane);
  }

  moveTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.#most));
    const room = this.contentHeight - this.#pane;
    this.#scrollTop = this.#most === 0 ? 0 : Math.round((this.#top / this.#most) * room);
  }

  get #most(): number {
    return Math.max(0, this.#lines * this.lineHeight - this.#pane);
  }
}
