import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { controlStyles } from './theme.ts';

/** Which events a job goes through, on how many workers, and what an error does. */
@customElement('xtc-job-options')
export class XtcJobOptions extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); align-items: center; }
      label { display: inline-flex; gap: var(--space-1); align-items: center; }
      input[type='number'] { width: 8ch; height: var(--control-small); }
      select { height: var(--control-small); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [this.session.jobs.options]);

  protected override render() {
    const { skip, count, workers, onError, patienceSeconds } = this.session.jobs.options.value;
    return html`
      <label>events <input type="number" min="1" placeholder="all" aria-label="Number of events" .value=${count === null ? '' : String(count)} @change=${(event: Event) => this.#set('count', event)} /></label>
      <label>skip <input type="number" min="0" aria-label="Skipped events" .value=${String(skip)} @change=${(event: Event) => this.#set('skip', event)} /></label>
      <label>workers <input type="number" min="1" max="16" aria-label="Workers" .value=${String(workers)} @change=${(event: Event) => this.#set('workers', event)} /></label>
      <label>on error <select aria-label="On error" @change=${this.#onError}>
        <option value="stop" ?selected=${onError === 'stop'}>stop</option>
        <option value="continue" ?selected=${onError === 'continue'}>go on</option>
      </select></label>
      <label title="A callback that takes longer is ended: it may be an endless loop">patience, s <input type="number" min="1" max="3600" aria-label="Patience, seconds" .value=${String(patienceSeconds)} @change=${(event: Event) => this.#set('patienceSeconds', event)} /></label>
    `;
  }

  #set(name: 'count' | 'skip' | 'workers' | 'patienceSeconds', event: Event): void {
    const { options } = this.session.jobs;
    const input = event.target as HTMLInputElement;
    const wish = input.value.trim() === '' ? null : Math.trunc(Number(input.value));
    const least = name === 'skip' ? 0 : 1;
    const value = wish === null || !Number.isFinite(wish) ? (name === 'count' ? null : least) : Math.max(least, name === 'workers' ? Math.min(16, wish) : wish);
    options.value = { ...options.value, [name]: value };
    this.requestUpdate();
  }

  #onError(event: Event): void {
    const { options } = this.session.jobs;
    options.value = { ...options.value, onError: (event.target as HTMLSelectElement).value === 'continue' ? 'continue' : 'stop' };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-job-options': XtcJobOptions;
  }
}
