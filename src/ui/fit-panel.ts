import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { FIT_MODELS } from '../analysis/fit-models.ts';
import type { PlotFit } from '../state/plot-data.ts';
import { controlStyles } from './theme.ts';

/** The curves fitted to a plot: parameters with their errors. */
@customElement('xtc-fit-panel')
export class XtcFitPanel extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; flex-wrap: wrap; gap: 2px var(--space-4); padding: 2px var(--space-3); max-height: 84px; overflow-y: auto; border-top: 1px solid var(--line); font-size: var(--text-small); }
      .fit { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
      .number { white-space: nowrap; }
      .problem { color: var(--warn); }
    `,
  ];

  @property({ attribute: false }) fits: readonly PlotFit[] = [];

  protected override render() {
    return this.fits.map(
      ({ label, fit, problem }) => html`<div class="fit" role="group" aria-label="Fit of ${label}">
        ${this.fits.length > 1 ? html`<strong>${label}</strong>` : nothing}
        ${problem ? html`<span class="problem">${problem.message}</span>` : nothing}
        ${fit
          ? html`<span class="quiet-text" title=${FIT_MODELS[fit.model].formula}>${FIT_MODELS[fit.model].label}</span>
              ${fit.parameters.map(({ name, value, error }) => html`<span class="number" data-parameter=${name}>${name} ${withError(value, error)}</span>`)}
              <span class="number quiet-text">χ² ${Number(fit.chiSquared.toPrecision(4))} / ${fit.degreesOfFreedom}</span>
              ${fit.message === '' ? nothing : html`<span class="problem">${fit.message}</span>`}`
          : nothing}
      </div>`,
    );
  }
}

/** A value with as many digits as its error allows, two of the error itself: `1.234 ± 0.012`. */
export function withError(value: number, error: number): string {
  if (!Number.isFinite(error) || error <= 0) return String(Number(value.toPrecision(6)));
  const exponent = Math.floor(Math.log10(error));
  const decimals = Math.max(0, 1 - exponent);
  if (decimals > 12 || Math.abs(value) >= 1e9) return `${value.toExponential(4)} ± ${error.toExponential(1)}`;
  return `${value.toFixed(decimals)} ± ${error.toFixed(decimals)}`.replaceAll('-', '\u2212');
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-fit-panel': XtcFitPanel;
  }
}
