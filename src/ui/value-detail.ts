import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { traceSpec } from '../analysis/plot-spec.ts';
import { quantityText } from '../analysis/quantity.ts';
import { typeName } from '../format/type-id.ts';
import type { DeviceValue } from '../state/devices.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import type { SparkPick } from './sparkline.ts';
import { controlStyles } from './theme.ts';
import { valueLines } from './value-lines.ts';
import './sparkline.ts';
import './value-picture.ts';

/** The chosen field in a drawing: a number over the events around the one shown, a list as a line, a table as a picture. */
@customElement('xtc-value-detail')
export class XtcValueDetail extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
      header { display: flex; gap: var(--space-2); align-items: baseline; padding: 2px var(--space-3) 0; font-size: var(--text-small); white-space: nowrap; }
      h3 { overflow: hidden; text-overflow: ellipsis; font-family: var(--mono); }
      .plot { height: 20px; margin-inline-start: auto; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.devices.value,
    this.session.devices.field,
    this.session.devices.series.current,
    this.session.event,
  ]);

  protected override render() {
    const { field, value, series } = this.session.devices;
    const chosen = field.value;
    if (!chosen || !value.value) return nothing;
    if (!chosen.isNumber) return this.#array(value.value, chosen.path);
    const line = series.current.value;
    return html`
      <header><h3>${chosen.path}</h3><span class="quiet-text">${line ? `events ${grouped(line.from)} – ${grouped(line.from + Math.max(0, line.values.length - 1))}` : 'reading …'}</span>${this.#plotButton(value.value, chosen.path)}</header>
      ${line
        ? html`<xtc-sparkline can-pick .values=${line.values} .marked=${this.session.event.value - line.from} .label="${chosen.path} over events" .unit=${this.#unitOf(value.value, chosen.path)} .nameOf=${(i: number) => `event ${grouped(line.from + i)}`}
            @xtc-pick=${(event: SparkPick) => this.session.selectEvent(line.from + event.detail)}></xtc-sparkline>`
        : nothing}
    `;
  }

  #array(value: DeviceValue, path: string) {
    const array = this.#lineOf(value, path)?.array;
    if (!array) return nothing;
    const [rows, columns] = array.shape;
    const numbers = typeof array.data[0] === 'bigint' ? Float64Array.from(array.data, Number) : (array.data as ArrayLike<number>);
    const isPicture = array.shape.length === 2 && rows > 4 && columns > 4;
    return html`
      <header><h3>${path}</h3><span class="quiet-text">event ${grouped(value.event)} · ${array.shape.join(' × ')}</span></header>
      ${isPicture
        ? html`<xtc-value-picture .rows=${rows} .columns=${columns} .values=${numbers} .label=${path} .colormap=${this.session.view.colormap.value}></xtc-value-picture>`
        : html`<xtc-sparkline .values=${numbers} .label=${path} .unit=${this.#unitOf(value, path)}></xtc-sparkline>`}
    `;
  }

  #plotButton({ node }: DeviceValue, path: string) {
    const { target } = node;
    if (target?.what !== 'data') return nothing;
    const plot = (): void => {
      this.session.plots.add(traceSpec('', [quantityText({ kind: 'member', address: target.kind.source, type: typeName(target.kind.typeId), path })]));
      this.session.view.tab.value = 'Plots';
    };
    return html`<button class="plot" title="Draw it over all events, in the Plots tab" @click=${plot}>Plot</button>`;
  }

  #unitOf(value: DeviceValue, path: string): string {
    return this.#lineOf(value, path)?.unit ?? '';
  }

  #lineOf({ parts }: DeviceValue, path: string) {
    return valueLines([{ name: '', placed: parts[0]?.placed ?? [] }], () => true).find((line) => line.path === path);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-value-detail': XtcValueDetail;
  }
}
