import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';
import './byte-view.ts';
import './datagram-tree.ts';
import './field-list.ts';

/** One datagram taken apart: its tree of Xtcs, the fields of the marked one, and its bytes, which mark one another. */
@customElement('xtc-datagram-inspector')
export class XtcDatagramInspector extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: auto minmax(0, 1fr) minmax(0, 1fr) auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; background: var(--pane); }
      header { display: flex; align-items: center; gap: var(--space-2); height: 32px; padding: 0 var(--space-2) 0 var(--space-3); border-bottom: 1px solid var(--line); font-size: var(--text-small); }
      header .where { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--quiet); user-select: text; }
      header button { height: var(--control-small); }
      xtc-field-list, header + xtc-byte-view { border-top: 1px solid var(--line); }
      .bytes { border-top: 1px solid var(--line); }
      h3 { white-space: nowrap; }
      .problem { grid-row: 2 / 4; margin: 0; padding: var(--space-3); color: var(--warn); }
      .none { padding: var(--space-4); color: var(--quiet); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.inspector.inspected, this.session.inspector.span]);

  protected override render() {
    const { inspector } = this.session;
    const inspected = inspector.inspected.value;
    if (!inspected) return html`<p class="none">No datagram is selected.</p>`;
    const { ref, file, problem } = inspected;
    const span = inspector.span.value;
    return html`
      <header>
        <h3>Datagram ${grouped(ref.index)}</h3>
        <span class="where number" title=${file.name}>${file.name} @ ${grouped(ref.offset)} · ${grouped(ref.byteLength)} bytes</span>
      </header>
      ${problem
        ? html`<p class="problem" role="alert">${problem.message}</p>`
        : html`<xtc-datagram-tree .session=${this.session}></xtc-datagram-tree><xtc-field-list .session=${this.session}></xtc-field-list>`}
      <header class="bytes">
        <h3>Bytes</h3>
        <span class="where number" data-testid="span">${span ? `${grouped(span.start)} – ${grouped(span.end - 1)} · ${grouped(span.end - span.start)}` : nothing}</span>
        <button title="Copy the marked bytes as hexadecimal digits" @click=${() => void inspector.copy('hex')}>Copy hex</button>
        <button title="Copy the marked bytes as text" @click=${() => void inspector.copy('text')}>Copy text</button>
        <button title="Save the marked bytes: a field, the payload of an Xtc, or the whole datagram" @click=${() => inspector.save()}>Save bytes</button>
      </header>
      <xtc-byte-view .session=${this.session}></xtc-byte-view>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-datagram-inspector': XtcDatagramInspector;
  }
}
