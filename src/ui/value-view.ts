import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { devicePage } from '../analysis/device-pages.ts';
import { damageText } from '../format/damage.ts';
import { typeLabel, typeName } from '../format/type-id.ts';
import type { DeviceNode } from '../state/device-tree.ts';
import type { CopyForm, DeviceValue, ValuePart } from '../state/devices.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';
import { pictureOf } from './value-lines.ts';
import './value-detail.ts';
import './value-fields.ts';
import './value-picture.ts';

const FORMS: readonly CopyForm[] = ['text', 'JSON', 'CSV'];

/** What the chosen device says at the event shown: its fields, a drawing of one, and why when it says nothing. */
@customElement('xtc-value-view')
export class XtcValueView extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; background: var(--pane); }
      header { padding: var(--space-1) var(--space-2) var(--space-1) var(--space-3); border-bottom: 1px solid var(--line); font-size: var(--text-small); }
      h2 { font-size: var(--text-body); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; user-select: text; }
      .bar { display: flex; gap: var(--space-2); align-items: center; min-height: 24px; }
      .where { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--quiet); }
      .bar button { height: var(--control-small); padding: 0 6px; }
      .damage, .problem { color: var(--warn); }
      xtc-value-fields { flex: 1 1 0; min-height: 60px; }
      xtc-value-detail { flex: 0 0 150px; border-top: 1px solid var(--line); }
      p { margin: 0; padding: var(--space-2) var(--space-3); font-size: var(--text-small); }
      .actions { display: flex; gap: var(--space-2); padding: 0 var(--space-3) var(--space-2); flex-wrap: wrap; }
      xtc-value-picture { flex: 0 1 220px; min-height: 80px; }
      .actions { padding-top: var(--space-2); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.devices.value,
    this.session.devices.selected,
    this.session.devices.field,
    this.session.event,
    this.session.current.value?.imageSources,
    this.session.frame,
    this.session.limits,
    this.session.view.colormap,
    this.session.view.tab,
    this.session.source,
  ]);

  protected override render() {
    const { value, selected, field } = this.session.devices;
    const node = selected.value;
    if (!node) return html`<p class="quiet-text">Choose a device to see its value at this event.</p>`;
    if (!node.target) return html`<p class="quiet-text">${node.name}: ${counted(node.below, 'line')}.</p>`;
    const shown = value.value;
    if (!shown) return html`<header><h2>${node.name}</h2></header>`;
    const readable = shown.parts.some(({ values }) => values !== null);
    return html`
      <header>
        <h2 title=${titleOf(shown)}>${titleOf(shown)}</h2>
        <div class="bar">
          <span class="where number">event ${grouped(shown.event)}${this.#where(shown)}</span>
          ${this.#plot(node)}
          <span class="bar" role="group" aria-label="Copy the value">
            ${FORMS.map((form) => html`<button ?disabled=${!readable} title="Copy the value as ${form}" @click=${() => void this.session.devices.copy(form)}>${form === 'text' ? 'Text' : form}</button>`)}
          </span>
        </div>
        ${shown.parts.map((part) => this.#damage(part))}
      </header>
      ${shown.problem ? html`<p class="problem" role="alert">${shown.problem.message}</p>` : nothing}
      ${!shown.problem && shown.parts.length === 0 ? html`<p class="quiet-text">${absenceOf(shown)}</p>` : nothing}
      ${this.#opaque(shown)} ${this.#image(shown)}
      ${readable ? html`<xtc-value-fields .session=${this.session}></xtc-value-fields>` : nothing}
      ${field.value || shown.waveforms.length > 0 || this.#hasPicture(shown) ? html`<xtc-value-detail .session=${this.session}></xtc-value-detail>` : nothing}
    `;
  }

  /** PVs are drawn over the run, as on the EPICS pages; of data their fields are, one by one. */
  #plot({ target }: DeviceNode) {
    if (target?.what !== 'pv') return nothing;
    const plot = (): void => {
      for (const spec of devicePage('epics', target.pv.source, [target.pv.name])) this.session.plots.add(spec);
      this.session.view.tab.value = 'Plots';
    };
    return html`<button title="Draw it over the run, in the Plots tab" @click=${plot}>Plot</button>`;
  }

  #where({ parts }: DeviceValue): string {
    if (parts.length > 1) return ` · ${parts.length} values`;
    const leaf = parts[0]?.leaf;
    return leaf ? ` · ${grouped(leaf.byteLength)} bytes` : '';
  }

  #damage({ leaf }: ValuePart) {
    return leaf && leaf.damage !== 0 ? html`<div class="damage">Damaged: ${damageText(leaf.damage)}</div>` : nothing;
  }

  /** Values that could not be taken apart: why, and the way to their bytes. */
  #opaque({ parts }: DeviceValue) {
    return parts
      .filter(({ values }) => values === null)
      .map(({ problem, leaf }) => html`<p>${leaf ? `${grouped(leaf.byteLength)} bytes. ` : ''}<span class="problem">${problem?.message}</span></p>
        ${leaf ? html`<div class="actions"><button @click=${() => void this.session.inspector.show(leaf.file, leaf.offset)}>Show the bytes</button></div>` : nothing}`);
  }

  #image({ run, node }: DeviceValue) {
    if (node.target?.what !== 'data' || this.session.view.tab.value === 'Image') return nothing;
    const { source } = node.target.kind;
    if (!run.imageSources.value.includes(source)) return nothing;
    const { frame, limits, view } = this.session;
    const shown = frame.value;
    return html`
      ${shown?.source === source
        ? html`<xtc-value-picture .shape=${shown.image.shape} .values=${shown.image.data} .limits=${limits.value} .label="event ${grouped(shown.event)} of ${source}" .colormap=${view.colormap.value}></xtc-value-picture>`
        : nothing}
      <div class="actions"><button @click=${() => this.#showImage(source)}>Show in Image tab</button></div>
    `;
  }

  /** Pictures of the source in the Image tab are shown as they are there. */
  #hasPicture({ node, parts }: DeviceValue): boolean {
    const isShown = node.target?.what === 'data' && node.target.kind.source === this.session.source.value;
    return !isShown && pictureOf(parts[0]?.placed ?? []) !== null;
  }

  #showImage(source: string): void {
    this.session.selectSource(source);
    this.session.view.tab.value = 'Image';
  }
}

function titleOf({ node }: DeviceValue): string {
  const { target } = node;
  if (!target || target.what === 'pv') return node.name;
  const { source, typeId, version } = target.kind;
  return `${source} · ${typeLabel(typeName(typeId), version)}`;
}

function absenceOf({ node, event }: DeviceValue): string {
  return node.target?.what === 'configuration' ? `No configuration holds for event ${grouped(event)}.` : `Event ${grouped(event)} is without it.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-value-view': XtcValueView;
  }
}
