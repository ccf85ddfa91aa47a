import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { controlStyles } from './theme.ts';
import './batch-form.ts';
import './batch-queue.ts';

/** Jobs over one or many runs: what to do at the left, the queue at the right. */
@customElement('xtc-batch-tab')
export class XtcBatchTab extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: minmax(0, 1fr) / minmax(320px, 400px) minmax(0, 1fr); height: 100%; min-height: 0; gap: 1px; background: var(--line); }
      xtc-batch-form, xtc-batch-queue { overflow: auto; min-height: 0; background: var(--pane); }
    `,
  ];

  @property({ attribute: false }) session!: Session;

  protected override render() {
    return html`
      <h2 class="visually-hidden">Batch</h2>
      <xtc-batch-form .session=${this.session}></xtc-batch-form>
      <xtc-batch-queue .session=${this.session}></xtc-batch-queue>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-batch-tab': XtcBatchTab;
  }
}
