import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { traceSpec } from '../analysis/plot-spec.ts';
import { quantityText } from '../analysis/quantity.ts';
import { typeName } from '../format/type-id.ts';
import type { DeviceValue } from '../state/devices.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { grouped } from './number-text.ts';
import type { SparkPick } from './sparkline.ts';
import { controlStyles } from './theme.ts';
import { isPicture, pictureOf, valueLines } from './value-lines.ts';
import { shortNumber } from './value-trace.ts';
import './sparkline.ts';
import './value-picture.ts';

/**
 * The chosen field in a drawing: a number over the events around the one shown, a list as a line, a table as a picture; the
 * waveforms of the value while no field is chosen.
 */
@customElement('xtc-value-detail')
export class XtcValueDetail extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
      header { display: flex; gap: var(--space-2); align-items: baseline; padding: 2px var(--space-3) 0; font-size: var(--text-small); white-space: nowrap; }
      header select { height: 20px; }
      h3 { overflow: hidden; text-overflow: ellipsis; font-family: var(--mono); }
      .plot { height: 20px; margin-inline-start: auto; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  /** Label of the waveform that is drawn. */
  @state() private trace = '';
  protected readonly store = new StoreController(this, () => [
    this.session.devices.value,
    this.session.devices.field,
    this.session.devices.series.current,
    this.session.event,
  ]);

  protected override render() {
    const { field, value, series } = this.session.devices;
    const chosen = field.value;
    const shown = value.value;
    if (!shown) return nothing;
    if (!chosen) return shown.waveforms.length > 0 ? this.#waveform(shown) : this.#array(shown, pictureOf(shown.parts[0]?.placed ?? []) ?? '');
    if (!chosen.isNumber) return this.#array(shown, chosen.path);
    const line = series.current.value;
    if (shown.node.target?.what !== 'data') return html`<header><h3>${chosen.path}</h3><span class="quiet-text">only values of events are drawn over events</span></header>`;
    return html`
      <header><h3>${chosen.path}</h3><span class="quiet-text">${line ? `events ${grouped(line.from)} – ${grouped(line.from + Math.max(0, line.values.length - 1))}` : 'reading …'}</span>${this.#plotButton(shown, chosen.path)}</header>
      ${line
        ? html`<xtc-sparkline can-pick .values=${line.values} .marked=${this.session.event.value - line.from} .label="${chosen.path} over events" .unit=${this.#unitOf(shown, chosen.path)} .nameOf=${(i: number) => `event ${grouped(line.from + i)}`}
            @xtc-pick=${(event: SparkPick) => this.session.selectEvent(line.from + event.detail)}></xtc-sparkline>`
        : nothing}
    `;
  }

  #waveform({ waveforms, event }: DeviceValue) {
    const waveform = waveforms.find(({ label }) => label === this.trace) ?? waveforms[0];
    if (!waveform) return nothing;
    const { label, x, x0, dx, xUnit, y, yUnit } = waveform;
    const nameOf = (i: number): string => `${shortNumber(x ? x[i] : x0 + i * dx)}${xUnit ? ` ${xUnit}` : ''}`;
    return html`
      <header>
        ${waveforms.length > 1
          ? html`<select aria-label="Trace" @change=${this.#chooseTrace}>${waveforms.map((each) => html`<option .value=${each.label} ?selected=${each === waveform}>${each.label}</option>`)}</select>`
          : html`<h3>${label}</h3>`}
        <span class="quiet-text">event ${grouped(event)} · ${nameOf(0)} … ${nameOf(y.length - 1)}</span>
      </header>
      <xtc-sparkline .values=${y} .label=${label} .unit=${yUnit} .nameOf=${nameOf}></xtc-sparkline>
    `;
  }

  #chooseTrace(event: Event): void {
    this.trace = (event.target as HTMLSelectElement).value;
  }

  #array(value: DeviceValue, path: string) {
    const array = this.#lineOf(value, path)?.array;
    if (!array) return nothing;
    const { shape, data } = array;
    const numbers = typeof data[0] === 'bigint' ? Float64Array.from(data, Number) : (data as ArrayLike<number>);
    return html`
      <header><h3>${path}</h3><span class="quiet-text">event ${grouped(value.event)} · ${shape.join(' × ')}</span></header>
      ${isPicture(shape)
        ? html`<xtc-value-picture .shape=${shape} .values=${numbers} .label=${path} .colormap=${this.session.view.colormap.value}></xtc-value-picture>`
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
    return valueLines([{ name: '', placed: parts[0]?.placed ?? [] }], (key) => path.startsWith(key)).find((line) => line.path === path);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-value-detail': XtcValueDetail;
  }
}
