import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';
import './add-plot.ts';
import './array-files.ts';
import './average-view.ts';
import './definitions-field.ts';
import './delay-scan-panel.ts';
import './filter-field.ts';
import './first-plots.ts';
import './plot-card.ts';
import './plot-pages.ts';
import './quantity-picker.ts';
import './scan-workbench.ts';
import './selection-bar.ts';

const PANES = ['Quantities', 'Delay scan', 'Scan steps', 'Names', 'Files'] as const;
type Pane = (typeof PANES)[number];
const COLUMNS = [1, 2, 3] as const;

/** Plots of anything against anything: how they are made, filtered and selected from, and the plots in a grid. */
@customElement('xtc-plots-tab')
export class XtcPlotsTab extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); height: 100%; min-height: 0; background: var(--ground); }
      .bars { display: grid; gap: var(--space-1); padding: var(--space-1) var(--space-2); background: var(--pane); border-bottom: 1px solid var(--line); }
      .bar { display: flex; align-items: center; gap: var(--space-2); min-width: 0; }
      xtc-add-plot, xtc-filter-field { flex: 1; }
      xtc-selection-bar { flex: 1; }
      .panes, .columns { display: flex; gap: 2px; }
      .panes button, .columns button { height: var(--control-small); }
      .body { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
      .body.split { grid-template-columns: clamp(300px, 32%, 460px) minmax(0, 1fr); }
      .pane { overflow-y: auto; min-height: 0; background: var(--pane); border-inline-end: 1px solid var(--line); }
      .pane.whole { display: grid; overflow: hidden; }
      .scroll { overflow-y: auto; min-height: 0; }
      .grid { display: grid; grid-auto-rows: minmax(300px, 1fr); gap: 1px; min-height: 100%; }
      .grid > * { box-shadow: 0 0 0 1px var(--line); }
      .grid.c1 { grid-template-columns: minmax(0, 1fr); }
      .grid.c2 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      .grid.c3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
      .grid.single { grid-template-columns: minmax(0, 1fr); }
      .empty { display: grid; gap: var(--space-3); place-content: center; justify-items: center; min-height: 100%; padding: var(--space-5); text-align: center; color: var(--quiet); }
      .empty p { margin: 0; max-width: 60ch; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private pane: Pane | null = null;
  @state() private columns: (typeof COLUMNS)[number] = 2;
  protected readonly store = new StoreController(this, () => [this.session.plots.specs, this.session.workbench.averages.shown, this.session.current, this.session.current.value?.table]);

  protected override render() {
    const { session, pane } = this;
    return html`
      <h2 class="visually-hidden">Plots</h2>
      <div class="bars">
        <div class="bar"><xtc-add-plot .session=${session}></xtc-add-plot><xtc-plot-pages .session=${session}></xtc-plot-pages></div>
        <div class="bar"><xtc-filter-field .session=${session}></xtc-filter-field></div>
        <div class="bar">
          <div class="panes" role="group" aria-label="Panels">${PANES.map((name) => html`<button aria-pressed=${name === pane} @click=${() => (this.pane = name === pane ? null : name)}>${name}</button>`)}</div>
          <xtc-selection-bar .session=${session}></xtc-selection-bar>
          <div class="columns" role="group" aria-label="Plots side by side">
            ${COLUMNS.map((count) => html`<button aria-pressed=${count === this.columns} aria-label="${count} side by side" title="${count} side by side" @click=${() => (this.columns = count)}>${count}</button>`)}
          </div>
        </div>
      </div>
      <div class="body ${pane ? 'split' : ''}">
        ${pane ? html`<div class="pane ${pane === 'Quantities' ? 'whole' : ''}" role="region" aria-label=${pane}>${this.#pane(pane)}</div>` : nothing}
        <div class="scroll">${this.#plots()}</div>
      </div>
    `;
  }

  #pane(pane: Pane) {
    const { session } = this;
    switch (pane) {
      case 'Quantities':
        return html`<xtc-quantity-picker .session=${session}></xtc-quantity-picker>`;
      case 'Delay scan':
        return html`<xtc-delay-scan-panel .session=${session}></xtc-delay-scan-panel>`;
      case 'Scan steps':
        return html`<xtc-scan-workbench .session=${session}></xtc-scan-workbench>`;
      case 'Names':
        return html`<xtc-definitions-field .session=${session}></xtc-definitions-field>`;
      case 'Files':
        return html`<xtc-array-files .session=${session}></xtc-array-files>`;
    }
  }

  #plots() {
    const { session } = this;
    const specs = session.plots.specs.value;
    const average = session.workbench.averages.shown.value;
    if (specs.length === 0 && !average) {
      const isScan = (session.current.value?.table.value?.controls.length ?? 0) > 0;
      return html`<div class="empty">
        <p>No plots yet. Type a quantity above, take a page that fits a device, or tick quantities in the list.</p>
        <xtc-first-plots .session=${session}></xtc-first-plots>
        <div class="bar">
          <button @click=${() => (this.pane = 'Quantities')}>Show the quantities</button>
          ${isScan ? html`<button @click=${() => (this.pane = 'Delay scan')}>Signal against delay</button>` : nothing}
        </div>
      </div>`;
    }
    const count = specs.length + (average ? 1 : 0);
    return html`<div class="grid ${count === 1 ? 'single' : `c${this.columns}`}">
      ${average ? html`<xtc-average-view .session=${session}></xtc-average-view>` : nothing}
      ${repeat(specs, ({ id }) => id, (plot) => html`<xtc-plot-card .session=${session} .plot=${plot}></xtc-plot-card>`)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plots-tab': XtcPlotsTab;
  }
}
