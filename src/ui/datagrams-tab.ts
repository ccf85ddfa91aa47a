import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';
import './datagram-inspector.ts';
import './datagram-list.ts';
import './datagram-text.ts';
import './query-field.ts';

/** All datagrams of the run, found by a query, and beside them the one that is looked at: taken apart, or as text. */
@customElement('xtc-datagrams-tab')
export class XtcDatagramsTab extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) clamp(380px, 46%, 680px); height: 100%; min-height: 0; }
      .bar { display: flex; gap: var(--space-4); grid-area: 1 / 1 / 2 / 3; padding: var(--space-2) var(--space-3); background: var(--pane); border-bottom: 1px solid var(--line); }
      xtc-query-field { flex: 1; }
      .side { display: grid; min-width: 0; min-height: 0; border-inline-start: 1px solid var(--line); background: var(--pane); }
      .side > * { min-width: 0; min-height: 0; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.texts.isOpen]);

  protected override render() {
    const { session } = this;
    const isText = session.texts.isOpen.value;
    return html`
      <h2 class="visually-hidden">Datagrams</h2>
      <div class="bar">
        <xtc-query-field .session=${session}></xtc-query-field>
        <span role="group" aria-label="Beside the list">
          <button aria-pressed=${!isText} @click=${() => (session.texts.isOpen.value = false)}>Tree and bytes</button>
          <button aria-pressed=${isText} @click=${() => (session.texts.isOpen.value = true)}>Text</button>
        </span>
      </div>
      <xtc-datagram-list .session=${session}></xtc-datagram-list>
      <div class="side">
        <xtc-datagram-inspector .session=${session} ?hidden=${isText}></xtc-datagram-inspector>
        <xtc-datagram-text .session=${session} ?hidden=${!isText}></xtc-datagram-text>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-datagrams-tab': XtcDatagramsTab;
  }
}
