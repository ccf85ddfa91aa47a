import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { offsetText } from '../format/hex-text.ts';
import type { Inspected, Mark } from '../state/inspected.ts';
import type { Session } from '../state/session.ts';
import { byteRuns, type ByteMarks } from './byte-runs.ts';
import { LinesController, linesStyles } from './controllers/lines.ts';
import { ResizeController } from './controllers/resize.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';

const LINE = 18;
/** Room that a line of sixteen bytes needs, CSS pixels. */
const WIDE = 570;

/** The bytes of the datagram looked at, in hexadecimal and as text; a click marks the field that a byte belongs to. */
@customElement('xtc-byte-view')
export class XtcByteView extends LitElement {
  static override styles = [
    controlStyles,
    linesStyles,
    css`
      :host { display: block; min-height: 0; min-width: 0; }
      .line { display: flex; gap: 2ch; height: 18px; line-height: 18px; padding: 0 var(--space-3); font-family: var(--mono); font-size: var(--text-small); white-space: pre; width: max-content; min-width: 100%; }
      .head { position: sticky; top: 0; z-index: 1; background: var(--pane); color: var(--quiet); }
      .window { top: 18px; }
      .offset { color: var(--quiet); }
      .digits, .text { cursor: text; }
      .text { border-inline-start: 1px solid var(--line); padding-inline-start: 1ch; }
      .node { background: color-mix(in srgb, var(--accent) 14%, var(--pane)); }
      .field { background: color-mix(in srgb, var(--accent) 44%, var(--pane)); }
      .cursor { outline: 1px solid var(--accent); outline-offset: -1px; }
      .problem { padding: var(--space-3); color: var(--warn); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  /** Byte the keys stand on, offset in the file. */
  @state() private cursor: number | null = null;
  protected readonly store = new StoreController(this, () => {
    const { inspected, mark } = this.session.inspector;
    return [inspected, mark, inspected.value?.bytes.arrived, inspected.value?.bytes.problem];
  });
  readonly #size = new ResizeController(this);
  readonly #lines: LinesController = new LinesController(this, () => Math.ceil(this.#byteLength / this.#perLine), LINE, LINE);
  #revealed: { mark: Mark | null; inspected: Inspected | null } = { mark: null, inspected: null };

  get #inspected(): Inspected | null {
    return this.session.inspector.inspected.value;
  }
  get #byteLength(): number {
    return this.#inspected?.ref.byteLength ?? 0;
  }
  get #perLine(): number {
    return (this.#size.size?.width ?? WIDE) >= WIDE ? 16 : 8;
  }

  protected override willUpdate(): void {
    const inspected = this.#inspected;
    const mark = this.session.inspector.mark.value;
    if (!inspected || (this.#revealed.mark === mark && this.#revealed.inspected === inspected)) return;
    this.#revealed = { mark, inspected };
    const { span, nodeSpan } = this.session.inspector;
    const marked = (mark.field ? span.value : nodeSpan.value) ?? { start: inspected.ref.offset, end: inspected.ref.offset };
    const isInside = this.cursor !== null && this.cursor >= marked.start && this.cursor < marked.end;
    if (!isInside || !mark.field) this.cursor = marked.start;
    this.#lines.reveal(this.#lineOf(this.cursor ?? marked.start), 'middle');
  }

  protected override render() {
    const inspected = this.#inspected;
    const { ref, bytes } = inspected ?? {};
    const problem = bytes?.problem.value;
    if (problem) return html`<p class="problem">${problem.message}</p>`;
    const digits = Math.max(8, ((ref?.offset ?? 0) + this.#byteLength).toString(16).length);
    const { first, last } = this.#lines;
    const perLine = this.#perLine;
    const columns = Array.from({ length: perLine }, (_, i) => `+${i.toString(16)}`).join(' ');
    return html`
      <div class="box" role="application" tabindex="0" aria-label="Bytes" aria-describedby="where" @keydown=${this.#onKeyDown} @click=${this.#onClick}>
        <div class="line head" aria-hidden="true"><span>${' '.repeat(digits)}</span><span>${columns}</span></div>
        <div class="room"><div class="window">${Array.from({ length: Math.max(0, last - first) }, (_, i) => this.#line(first + i, digits))}</div></div>
      </div>
      <span id="where" class="visually-hidden" aria-live="polite">${this.#where()}</span>
    `;
  }

  #line(line: number, digits: number) {
    const inspected = this.#inspected;
    if (!inspected) return null;
    const perLine = this.#perLine;
    const at = line * perLine;
    const offset = inspected.ref.offset + at;
    const byteLength = Math.min(perLine, this.#byteLength - at);
    const bytes = inspected.bytes.peek(at, byteLength);
    const runs = bytes ? byteRuns(bytes, offset, this.#marks()) : [{ look: 'offset', hex: Array<string>(byteLength).fill('··').join(' '), text: '·'.repeat(byteLength) }];
    const padding = ' '.repeat(3 * (perLine - byteLength));
    return html`<div class="line" data-offset=${offset}><span class="offset">${offsetText(offset, digits)}</span><span class="digits">${runs.map(({ look, hex }, i) => html`${i > 0 ? ' ' : ''}<span class=${look}>${hex}</span>`)}${padding}</span><span class="text">${runs.map(({ look, text }) => html`<span class=${look}>${text}</span>`)}</span></div>`;
  }

  #marks(): ByteMarks {
    const { mark, nodeSpan } = this.session.inspector;
    return { node: mark.value.node ? nodeSpan.value : null, field: mark.value.field, cursor: this.cursor };
  }

  #where(): string {
    const { node, field } = this.session.inspector.mark.value;
    return `byte ${this.cursor ?? 0}, ${node ? `${node.type} of ${node.source}` : 'datagram'}${field ? `, ${field.name} ${field.value} ${field.meaning}` : ''}`;
  }

  #lineOf(offset: number): number {
    return Math.floor((offset - (this.#inspected?.ref.offset ?? 0)) / this.#perLine);
  }

  #onClick(event: MouseEvent): void {
    const path = event.composedPath().filter((node) => node instanceof HTMLElement);
    const line = path.find((node) => node.dataset.offset !== undefined);
    const column = path.find((node) => node.classList.contains('digits') || node.classList.contains('text'));
    if (!line || !column || getSelection()?.type === 'Range') return;
    const place = this.#placeIn(column, event.clientX);
    const end = (this.#inspected?.ref.offset ?? 0) + this.#byteLength - 1;
    this.#goTo(Math.min(Number(line.dataset.offset) + place, end));
  }

  /** Which byte of a line lies under the pointer: all characters are equally wide. */
  #placeIn(column: HTMLElement, clientX: number): number {
    const [first, last] = [column.firstElementChild, column.lastElementChild].map((run) => run?.getBoundingClientRect());
    if (!first || !last) return 0;
    const isText = column.classList.contains('text');
    const characters = isText ? column.textContent.length : column.textContent.trimEnd().length;
    const character = ((clientX - first.left) / (last.right - first.left)) * characters;
    const place = isText ? character : (character + 0.5) / 3;
    return Math.max(0, Math.floor(place));
  }

  #onKeyDown(event: KeyboardEvent): void {
    const inspected = this.#inspected;
    if (event.altKey || event.metaKey || !inspected) return;
    const { offset } = inspected.ref;
    const perLine = this.#perLine;
    const at = (this.cursor ?? offset) - offset;
    const end = this.#byteLength - 1;
    const page = this.#lines.page * perLine;
    const to: Record<string, number> = {
      ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - perLine, ArrowDown: at + perLine, PageUp: at - page, PageDown: at + page,
      Home: event.ctrlKey ? 0 : at - (at % perLine), End: event.ctrlKey ? end : at - (at % perLine) + perLine - 1,
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    this.#goTo(offset + Math.max(0, Math.min(to[event.key], end)));
  }

  #goTo(offset: number): void {
    this.cursor = offset;
    this.session.inspector.markByte(offset);
    this.#revealed = { mark: this.session.inspector.mark.value, inspected: this.#inspected };
    this.#lines.reveal(this.#lineOf(offset));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-byte-view': XtcByteView;
  }
}
