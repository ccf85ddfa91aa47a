import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { FIT_MODELS, type FitModelName } from '../analysis/fit-models.ts';
import type { PlotKind } from '../analysis/plot-spec.ts';
import { asKind } from '../state/new-plots.ts';
import type { Plot } from '../state/plot-data.ts';
import type { Session } from '../state/session.ts';
import { PopupController } from './controllers/popup.ts';
import { StoreController } from './controllers/store.ts';
import { placePopup } from './place-popup.ts';
import { controlStyles, popupStyles } from './theme.ts';
import type { PlotHover } from './plot-view.ts';
import './event-thumbnail.ts';
import './fit-panel.ts';
import './plot-editor.ts';
import './plot-save-menu.ts';
import './plot-view.ts';

const KINDS: readonly (readonly [PlotKind, string])[] = [
  ['trace', 'Trace'], ['scatter', 'Scatter'], ['histogram', 'Histogram'], ['density', 'Density'], ['profile', 'Profile'], ['strip', 'Strip chart'],
];
const WAVEFORMS: readonly (readonly [PlotKind, string])[] = [['waveform', 'Single'], ['waveform-average', 'Average'], ['waveform-stack', 'Stack']];

/** What a plot is called: its title, or its quantities. */
export function plotTitle({ title, x, y, kind, source }: Plot): string {
  if (title !== '') return title;
  if (source !== '') return source;
  if (kind === 'histogram') return [x, ...y].join(', ');
  return `${y.join(', ')} against ${x}`;
}

/** One plot with its head: what it shows, its kind, its axes, its fit, saving and closing. */
@customElement('xtc-plot-card')
export class XtcPlotCard extends LitElement {
  static override styles = [
    controlStyles,
    popupStyles,
    css`
      :host { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); min-width: 0; min-height: 0; background: var(--pane); container-type: inline-size; }
      header { display: flex; align-items: center; gap: var(--space-1); padding: 2px var(--space-2); min-width: 0; border-bottom: 1px solid var(--line); }
      header button, header select { height: var(--control-small); }
      header select { max-width: 14ch; }
      h3 { flex: 1; min-width: 4ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text); }
      /* What there is no room for is in the editor too. */
      @container (width < 600px) { .fit { display: none; } }
      @container (width < 430px) { .log { display: none; } }
      .popup { position: fixed; inset: auto; margin: 0; min-width: 0; width: min(460px, 90vw); max-height: 90vh; overflow: visible; color: inherit; }
      button.icon { width: var(--control-small); }
      xtc-plot-view { min-width: 0; min-height: 0; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) plot!: Plot;
  /** The event under the pointer. */
  @state() private pointed: number | null = null;
  readonly #popup = new PopupController(this);
  protected readonly store = new StoreController(this, () => [this.session.plots.data(this.plot.id)]);

  protected override render() {
    const { session, plot } = this;
    const data = session.plots.data(plot.id).value;
    const title = plotTitle(plot);
    const isWaveform = plot.kind.startsWith('waveform');
    return html`
      <header>
        <h3 title=${title}>${title}</h3>
        <select aria-label="Kind of plot" @change=${(event: Event) => this.#update(asKind(plot, (event.target as HTMLSelectElement).value as PlotKind))}>
          ${(isWaveform ? WAVEFORMS : KINDS).map(([kind, name]) => html`<option value=${kind} ?selected=${kind === plot.kind}>${name}</option>`)}
        </select>
        <button class="log" aria-pressed=${plot.logX === true} title="Logarithmic x axis" @click=${() => this.#update({ logX: plot.logX !== true })}>log x</button>
        <button class="log" aria-pressed=${plot.logY === true} title="Logarithmic y axis" @click=${() => this.#update({ logY: plot.logY !== true })}>log y</button>
        ${isWaveform
          ? nothing
          : html`<select class="fit" aria-label="Fit" @change=${(event: Event) => this.#update({ fit: ((event.target as HTMLSelectElement).value || null) as FitModelName | null })}>
              <option value="" ?selected=${plot.fit === null}>no fit</option>
              ${Object.values(FIT_MODELS).map(({ name, label }) => html`<option value=${name} ?selected=${name === plot.fit}>${label}</option>`)}
            </select>`}
        <span class="anchor">
          <button aria-haspopup="true" aria-expanded=${this.#popup.isOpen} aria-label="Edit the plot ${title}" @click=${this.#popup.toggle}>Edit <span aria-hidden="true">▾</span></button>
          ${this.#popup.isOpen ? html`<div class="popup" popover="manual" role="group" aria-label="Edit the plot" @keydown=${this.#onEditorKey}><xtc-plot-editor .session=${session} .plot=${plot}></xtc-plot-editor></div>` : nothing}
        </span>
        <xtc-plot-save-menu .session=${session} .plot=${plot}></xtc-plot-save-menu>
        <button class="quiet icon" aria-label="Close the plot ${title}" title="Close" @click=${() => session.plots.remove(plot.id)}>✕</button>
      </header>
      <xtc-plot-view .session=${session} .plotId=${plot.id} @xtc-plot-hover=${this.#onHover}>
        ${this.pointed !== null && session.source.value !== null ? html`<xtc-event-thumbnail slot="tip" .session=${session} .event=${this.pointed}></xtc-event-thumbnail>` : nothing}
      </xtc-plot-view>
      ${data.fits.length > 0 ? html`<xtc-fit-panel .fits=${data.fits}></xtc-fit-panel>` : nothing}
    `;
  }

  protected override updated(): void {
    placePopup(this.renderRoot.querySelector('.popup'), this.renderRoot.querySelector('.anchor'));
  }

  /** Arrow keys belong to the fields, not to the menu around them. */
  #onEditorKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') event.stopPropagation();
  }

  #onHover({ detail: { event } }: PlotHover): void {
    if (event === this.pointed) return;
    this.pointed = event;
    this.session.workbench.hover.want(event);
  }

  #update(patch: Partial<Omit<Plot, 'id'>>): void {
    this.session.plots.update(this.plot.id, patch);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plot-card': XtcPlotCard;
  }
}
