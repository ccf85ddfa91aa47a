import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';

/** One plot with its axes. */
@customElement('xtc-plot-view')
export class XtcPlotView extends LitElement {
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) plotId = '';

  protected override render() {
    return html`${this.session.plots.data(this.plotId).value.share}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plot-view': XtcPlotView;
  }
}
