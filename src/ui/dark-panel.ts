import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { countBits } from '../base/count-bits.ts';
import { isOfSections } from '../base/pixels.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { counted, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

type Dark = NonNullable<Session['dark']['value']>;

/** The dark in use, and the ways to another one: average a run, or load pedestals. */
@customElement('xtc-dark-panel')
export class XtcDarkPanel extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: grid; gap: var(--space-2); }
      .row { display: flex; gap: var(--space-2); align-items: center; flex-wrap: wrap; }
      details[open] { display: grid; gap: var(--space-2); }
      details .row { margin-top: var(--space-2); }
      summary { cursor: pointer; font-size: var(--text-small); color: var(--quiet); }
      .used { display: grid; gap: 2px; align-content: start; font-size: var(--text-small); }
      select { flex: 1; min-width: 0; }
      input[type='number'] { width: 9ch; }
      .load { margin-inline-start: auto; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private chosen: OpenRun | null = null;
  @state() private isAll = true;
  @state() private first = 100;
  @query('input[type=file]') private readonly chooser!: HTMLInputElement;

  protected readonly store = new StoreController(this, () => [
    this.session.dark,
    this.session.frame,
    this.session.view.isDarkOn,
    this.session.current,
    this.session.runs,
    this.session.tasks,
    ...this.session.runs.value.map((run) => run.imageSources),
  ]);

  protected override render() {
    return html`
      <div class="row">
        <h3>Dark</h3>
        <button class="load" @click=${() => this.chooser.click()}>Load pedestals…</button>
        <input type="file" hidden multiple aria-label="Load pedestals" accept=".npy,.data,.txt,.dat,text/plain" @change=${this.#onPedestals} />
      </div>
      <div class="used">${this.#inUse()}</div>
      ${this.#make()}
    `;
  }

  #inUse() {
    const dark = this.session.dark.value;
    if (!dark) return html`<span class="quiet-text">No dark: the values are as read out.</span>`;
    return html`
      <span class="number">${dark.origin}</span>
      <span class="quiet-text">${darkExtent(dark)}${dark.events > 0 ? `, mean of ${counted(dark.events, 'event')}` : ''}${this.#isUsed(dark) ? '' : '; of another detector, not subtracted here'}</span>
      <span class="row">
        <label><input type="checkbox" .checked=${this.session.view.isDarkOn.value} @change=${() => this.session.toggleDark()} />subtract (d)</label>
        <button class="quiet" @click=${() => this.session.saves.dark()}>Save</button>
        <button class="quiet" @click=${() => this.session.clearDark()}>Remove</button>
      </span>
    `;
  }

  #isUsed(dark: Dark): boolean {
    const frame = this.session.frame.value;
    return !frame || frame.darkId !== null || !this.session.view.isDarkOn.value || frame.raw.shape.join() === dark.shape.join();
  }

  #make() {
    const runs = this.session.runs.value.filter((run) => run.imageSources.value.length > 0);
    // The run looked at is the signal: a dark comes from another one, when there is one.
    const run = runs.find((other) => other === this.chosen) ?? runs.find((other) => other !== this.session.current.value) ?? runs[0];
    if (!run) return nothing;
    const isMaking = this.session.tasks.value.some((task) => task.label.startsWith('Making a dark'));
    return html`<details ?open=${this.session.dark.value === null}>
      <summary>${this.session.dark.value ? 'Make another' : 'Make from a run'}</summary>
      <div class="row">
        <label for="run">from</label>
        <select id="run" aria-label="Dark run" @change=${(event: Event) => { this.chosen = runs[(event.target as HTMLSelectElement).selectedIndex]; }}>
          ${runs.map((other) => html`<option ?selected=${other === run}>${other.label}</option>`)}
        </select>
        <button ?disabled=${isMaking} @click=${() => void this.session.makeDark(run, this.isAll ? null : this.first)}>Make dark</button>
      </div>
      <div class="row">
        <label><input type="radio" name="events" .checked=${this.isAll} @change=${() => { this.isAll = true; }} />all ${grouped(run.events)} events</label>
        <label><input type="radio" name="events" .checked=${!this.isAll} @change=${() => { this.isAll = false; }} />first</label>
        <input type="number" min="1" aria-label="Number of events" .value=${String(this.first)} @change=${this.#onFirst} />
      </div>
      ${this.session.tasks.value.map(
        (task) => html`<div class="row quiet-text"><span>${task.label}</span><span class="number">${task.detail}</span><button class="quiet" @click=${() => task.cancel()}>Cancel</button></div>`,
      )}
    </details>`;
  }

  #onFirst(event: Event): void {
    const input = event.target as HTMLInputElement;
    const wish = Math.round(Number(input.value));
    if (Number.isFinite(wish) && wish >= 1) this.first = wish;
    input.value = String(this.first);
    this.isAll = false;
  }

  #onPedestals(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) void this.session.open(files);
  }
}

/** What a dark covers: `31 of 32 sections` of a CSPad, `512 × 1024 pixels` of a camera. */
function darkExtent({ shape, present }: Dark): string {
  const [rows, columns] = shape.slice(-2);
  const parts = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  if (shape.length === 2) return `${rows} × ${columns} pixels`;
  return `${countBits(present)} of ${counted(parts, isOfSections(shape) ? 'section' : 'module')}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-dark-panel': XtcDarkPanel;
  }
}
