import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DeviceLine } from '../state/device-lines.ts';
import type { Session } from '../state/session.ts';
import { LinesController, linesStyles } from './controllers/lines.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

const LINE = 22;

/** The devices of the run as a tree; the chosen line is the one whose value is shown. */
@customElement('xtc-devices-tree')
export class XtcDevicesTree extends LitElement {
  static override styles = [
    controlStyles,
    linesStyles,
    css`
      :host { display: block; min-height: 0; min-width: 0; }
      .line { display: flex; gap: var(--space-2); height: 22px; line-height: 22px; padding: 0 var(--space-3) 0 var(--space-2); font-size: var(--text-small); white-space: pre; cursor: default; }
      .line > * { overflow: hidden; text-overflow: ellipsis; }
      .line:hover { background: color-mix(in srgb, var(--accent) 8%, var(--pane)); }
      .window .line[aria-selected='true'] { background: color-mix(in srgb, var(--accent) 26%, var(--pane)); box-shadow: inset 3px 0 var(--accent); }
      .indent { flex: none; margin-inline-end: calc(-1 * var(--space-2)); }
      .sign { flex: none; width: 10px; color: var(--quiet); cursor: pointer; }
      .name { flex: 0 1 auto; min-width: 6ch; }
      .group > .name { font-weight: 600; }
      .detail { flex: 1 1 0; min-width: 0; color: var(--quiet); }
      .line[aria-selected='true'] .detail { color: inherit; }
      .number, .damage { flex: none; }
      .damage { color: var(--warn); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.devices.lines, this.session.devices.selected]);
  readonly #lines: LinesController = new LinesController(this, () => this.session.devices.lines.value.length, LINE);
  /** The line that keys start from; that of the chosen device where it shows. */
  #active = '';
  #selected: string | null = null;

  protected override willUpdate(): void {
    const selected = this.session.devices.selected.value?.key ?? null;
    if (selected === this.#selected) return;
    this.#selected = selected;
    if (selected !== null) this.#active = selected;
  }

  protected override render() {
    const lines = this.session.devices.lines.value;
    const at = this.#activeAt();
    const { first, last } = this.#lines;
    return html`
      <div class="box" role="tree" tabindex="0" aria-label="Devices" aria-activedescendant=${at >= first && at < last ? `device-${at}` : nothing}
        @keydown=${this.#onKeyDown} @click=${this.#onClick} @dblclick=${this.#onDoubleClick}>
        <div class="room" role="presentation"><div class="window" role="presentation">
          ${lines.slice(first, last).map((line, i) => this.#line(line, first + i))}
        </div></div>
      </div>
    `;
  }

  #line({ node, level, position, siblings, isOpen }: DeviceLine, at: number) {
    const { name, detail, count, damaged } = node;
    const damage = damaged > 0 ? `${grouped(damaged)} damaged` : '';
    return html`<div class="line ${level === 1 ? 'group' : ''}" id="device-${at}" data-at=${at} role="treeitem"
      title=${[name, detail, count === null ? '' : `${grouped(count)} in the run`, damage].filter(Boolean).join(' · ')}
      aria-level=${level} aria-posinset=${position} aria-setsize=${siblings}
      aria-selected=${node.key === this.#selected} aria-expanded=${isOpen === null ? nothing : isOpen}
    ><span class="indent" aria-hidden="true">${'   '.repeat(level - 1)}</span><span class="sign" aria-hidden="true">${isOpen === null ? ' ' : isOpen ? '▾' : '▸'}</span><span class="name">${name}</span> <span class="detail">${detail}</span> ${damage ? html`<span class="damage"><span aria-hidden="true">⚠ </span>${grouped(damaged)}<span class="visually-hidden"> damaged</span></span>` : nothing} <span class="number ${count === null ? 'quiet-text' : ''}">${count === null ? (isOpen === null ? '' : grouped(node.below)) : grouped(count)}</span></div>`;
  }

  #activeAt(): number {
    return this.session.devices.lines.value.findIndex(({ node }) => node.key === this.#active);
  }

  #lineAt(event: Event): number {
    const line = event.composedPath().find((node) => node instanceof HTMLElement && node.dataset.at !== undefined);
    return line instanceof HTMLElement ? Number(line.dataset.at) : -1;
  }

  #onClick(event: MouseEvent): void {
    const at = this.#lineAt(event);
    const line = this.session.devices.lines.value[at];
    if (!line) return;
    const isSign = event.composedPath()[0] instanceof Element && (event.composedPath()[0] as Element).className === 'sign';
    // A line without a value of its own opens wherever it is clicked.
    if (isSign || !line.node.target) this.#open(line, !line.isOpen);
    this.#activate(at, !isSign);
  }

  #onDoubleClick(event: MouseEvent): void {
    const line = this.session.devices.lines.value[this.#lineAt(event)];
    if (line?.node.target) this.#open(line, !line.isOpen);
  }

  /** @source ARIA Authoring Practices, tree view */
  #onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const lines = this.session.devices.lines.value;
    const at = Math.max(0, this.#activeAt());
    const line = lines[at];
    if (!line) return;
    const { page } = this.#lines;
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: lines.length - 1 };
    if (event.key in to) this.#activate(to[event.key], true);
    else if (event.key === 'ArrowRight' && line.isOpen) this.#activate(at + 1, true);
    else if (event.key === 'ArrowRight' && line.isOpen === false) this.#open(line, true);
    else if (event.key === 'ArrowLeft' && line.isOpen) this.#open(line, false);
    else if (event.key === 'ArrowLeft' && line.level > 1) this.#activate(this.#parentOf(at), true);
    else if (event.key === 'Enter' || event.key === ' ') this.#open(line, !line.isOpen);
    else if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault(); // Also where there is nothing to open: the tree's own arrows never change the event.
  }

  #parentOf(at: number): number {
    const lines = this.session.devices.lines.value;
    for (let above = at - 1; above >= 0; --above) if (lines[above].level < lines[at].level) return above;
    return at;
  }

  #open({ node, isOpen }: DeviceLine, toOpen: boolean): void {
    if (isOpen !== null) this.session.devices.setOpen(node.key, toOpen);
  }

  #activate(at: number, isChosen: boolean): void {
    const { devices } = this.session;
    const place = Math.max(0, Math.min(at, devices.lines.value.length - 1));
    const line = devices.lines.value[place];
    if (!line) return;
    this.#active = line.node.key;
    if (isChosen && line.node.target) devices.select(line.node);
    this.#lines.reveal(place);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-devices-tree': XtcDevicesTree;
  }
}
