import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { icon, type IconName } from './icons.ts';
import { grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';
import './run-strip.ts';

/** Events per second that can be wished for. */
const RATES = [1, 2, 5, 10, 30, 120];

/** Where in the run we are, and every way to go elsewhere. */
@customElement('xtc-event-bar')
export class XtcEventBar extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-2); height: 64px; padding: 0 var(--space-3); background: var(--pane); border-top: 1px solid var(--line); }
      .steps { display: flex; gap: 2px; }
      .number-box { width: 12ch; text-align: end; }
      /* Room for ten digits, so that nothing shifts while the scan finds events. */
      .of { min-width: 17ch; white-space: nowrap; color: var(--quiet); }
      xtc-run-strip { flex: 1; min-width: 80px; }
      select { max-width: 24ch; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.current,
    this.session.current.value?.index,
    this.session.current.value?.imageSources,
    this.session.event,
    this.session.source,
    this.session.view.isPlaying,
    this.session.view.playRate,
  ]);

  protected override render() {
    const { session } = this;
    const events = session.current.value?.events ?? 0;
    const event = session.event.value;
    const last = Math.max(0, events - 1);
    const isPlaying = session.view.isPlaying.value;
    return html`
      <span class="steps" role="group" aria-label="Events">
        ${this.#button('first', 'First event', 'Home', event <= 0, () => session.selectEvent(0))}
        ${this.#button('previous', 'Previous event', ',', event <= 0, () => session.stepEvent(-1))}
        ${this.#button(isPlaying ? 'pause' : 'play', isPlaying ? 'Pause' : 'Play', 'Space', events < 2, () => session.togglePlay())}
        ${this.#button('next', 'Next event', '.', event >= last, () => session.stepEvent(1))}
        ${this.#button('last', 'Last event', 'End', event >= last, () => session.selectEvent(last))}
      </span>
      <label for="event">event</label>
      <input id="event" class="number-box" type="number" min="0" max=${last} .value=${String(event)} ?disabled=${events === 0} @change=${this.#onNumber} />
      <span class="of number">of ${grouped(events)}, from 0</span>
      <xtc-run-strip .session=${session}></xtc-run-strip>
      ${this.#rates()} ${this.#sources()}
    `;
  }

  #button(sign: IconName, label: string, key: string, isDisabled: boolean, action: () => void) {
    return html`<button class="icon quiet" aria-label=${label} title="${label} (${key})" ?disabled=${isDisabled} @click=${action}>${icon(sign)}</button>`;
  }

  #rates() {
    const { playRate } = this.session.view;
    return html`<select aria-label="Play rate" title="Events per second while playing" @change=${(event: Event) => {
      playRate.value = Number((event.target as HTMLSelectElement).value);
    }}>
      ${RATES.map((rate) => html`<option value=${rate} ?selected=${rate === playRate.value}>${rate} /s</option>`)}
    </select>`;
  }

  #sources() {
    const sources = this.session.current.value?.imageSources.value ?? [];
    if (sources.length < 2) return nothing;
    const current = this.session.source.value;
    return html`<select aria-label="Image source" @change=${(event: Event) => this.session.selectSource((event.target as HTMLSelectElement).value)}>
      ${sources.map((source) => html`<option value=${source} ?selected=${source === current}>${source}</option>`)}
    </select>`;
  }

  #onNumber(event: Event): void {
    const input = event.target as HTMLInputElement;
    const wish = Math.round(Number(input.value));
    if (input.value !== '' && Number.isFinite(wish)) this.session.selectEvent(wish);
    // A wish outside the run was clamped: show where we are.
    this.requestUpdate();
    input.value = String(this.session.event.value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-event-bar': XtcEventBar;
  }
}
