import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { startDrag } from './controllers/drag.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';
import './devices-tree.ts';
import './value-view.ts';

const NARROWEST = 260;
/** Of the window. */
const WIDEST = 0.75;
const KEY_STEP = 20;

/** The pane of devices beside every tab: a tree to find them, and the value of the chosen one; side by side when it is wide. */
@customElement('xtc-devices-pane')
export class XtcDevicesPane extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr) 5px; height: 100%; max-width: 75vw; min-height: 0; background: var(--pane); }
      .pane { container-type: inline-size; min-width: 0; min-height: 0; }
      .body { display: grid; grid-template: minmax(80px, 5fr) minmax(120px, 6fr) / minmax(0, 1fr); height: 100%; min-height: 0; }
      .tree { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
      .search { display: flex; align-items: center; gap: var(--space-2); padding: var(--space-1) var(--space-1) var(--space-1) var(--space-2); border-bottom: 1px solid var(--line); }
      .search input { flex: 1; width: 0; height: var(--control-small); }
      .search button { height: var(--control-small); width: var(--control-small); }
      xtc-devices-tree { flex: 1; }
      xtc-value-view { border-top: 1px solid var(--line); }
      .none { margin: 0; padding: var(--space-3); color: var(--quiet); font-size: var(--text-small); }
      .edge { cursor: col-resize; border-inline-end: 1px solid var(--line); touch-action: none; }
      .edge:hover, .edge:focus-visible { background: var(--accent); outline: none; }
      @container (width >= 620px) {
        .body { grid-template: minmax(0, 1fr) / minmax(0, 300px) minmax(0, 1fr); }
        xtc-value-view { border-top: 0; border-inline-start: 1px solid var(--line); }
      }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.devices.search,
    this.session.devices.found,
    this.session.devices.tree,
    this.session.view.devicesWidth,
  ]);

  protected override updated(): void {
    this.style.width = `${this.session.view.devicesWidth.value}px`;
  }

  protected override render() {
    const { devices, view } = this.session;
    const found = devices.found.value;
    return html`
      <div class="pane"><div class="body">
        <div class="tree">
          <div class="search">
            <input type="search" placeholder="Find a device, type or PV" aria-label="Find a device, type or PV" .value=${devices.search.value} @input=${this.#onSearch} @keydown=${this.#onKeyDown} />
            <span class="quiet-text number" aria-live="polite">${found === null ? nothing : `${grouped(found)} found`}</span>
            <button class="quiet icon" title="Close ([)" aria-label="Close the devices" @click=${() => (view.isDevicesOpen.value = false)}>✕</button>
          </div>
          ${devices.tree.value.length === 0 ? html`<p class="none">No devices so far.</p>` : found === 0 ? html`<p class="none">Nothing matches “${devices.search.value}”.</p>` : nothing}
          <xtc-devices-tree .session=${this.session}></xtc-devices-tree>
        </div>
        <xtc-value-view role="region" aria-label="Value" .session=${this.session}></xtc-value-view>
      </div></div>
      <div class="edge" role="separator" tabindex="0" aria-label="Width of the devices" aria-orientation="vertical"
        aria-valuenow=${view.devicesWidth.value} aria-valuemin=${NARROWEST} aria-valuemax=${this.#widest()}
        title="Drag to resize; double click: tree and value side by side" @pointerdown=${this.#onPointerDown} @keydown=${this.#onEdgeKey} @dblclick=${this.#toggleWide}></div>
    `;
  }

  #onSearch(event: Event): void {
    this.session.devices.search.value = (event.target as HTMLInputElement).value;
  }

  /** Down goes on into the tree, Escape clears the search. */
  #onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') this.renderRoot.querySelector('xtc-devices-tree')?.renderRoot.querySelector<HTMLElement>('.box')?.focus();
    else if (event.key === 'Escape' && this.session.devices.search.value !== '') this.session.devices.search.value = '';
    else return;
    event.preventDefault();
  }

  #widest(): number {
    return Math.round(window.innerWidth * WIDEST);
  }

  #resize(width: number): void {
    this.session.view.devicesWidth.value = Math.round(Math.max(NARROWEST, Math.min(width, this.#widest())));
  }

  #onPointerDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const before = this.session.view.devicesWidth.value;
    startDrag(event, { move: (dx) => this.#resize(before + dx), end: (isCancelled) => isCancelled && this.#resize(before) });
  }

  #onEdgeKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0;
    if (event.key === 'Enter') this.#toggleWide();
    else if (step !== 0) this.#resize(this.session.view.devicesWidth.value + step);
    else return;
    event.preventDefault();
  }

  #toggleWide(): void {
    this.#resize(this.session.view.devicesWidth.value < 620 ? 720 : 340);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-devices-pane': XtcDevicesPane;
  }
}
