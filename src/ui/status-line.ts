import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { calibCycleOf } from '../format/run-index.ts';
import type { Session } from '../state/session.ts';
import type { Task } from '../state/tasks.ts';
import { StoreController } from './controllers/store.ts';
import { ask } from './events.ts';
import { byteText, clockText, grouped } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** Time, fiducial and cycle of the event; at the right what is being worked on. */
@customElement('xtc-status-line')
export class XtcStatusLine extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-4); height: 24px; padding: 0 var(--space-3); background: var(--pane); border-top: 1px solid var(--line); font-size: var(--text-small); white-space: nowrap; overflow: hidden; }
      .space { flex: 1 1 0; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
      .problem { height: 20px; padding: 0; color: var(--warn); overflow: hidden; text-overflow: ellipsis; max-width: 100%; text-align: start; }
      .task { display: inline-flex; gap: var(--space-2); align-items: center; min-width: 0; }
      .label { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
      .fixed { flex: none; }
      progress { flex: none; width: 80px; height: 6px; accent-color: var(--accent); }
      button { height: 20px; }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.current,
    this.session.current.value?.index,
    this.session.current.value?.progress,
    this.session.current.value?.isFollowing,
    this.session.event,
    this.session.view.tab,
    this.session.tasks,
    this.session.notice,
    this.session.problems,
  ]);

  protected override render() {
    const { session } = this;
    // Without a run the list itself is on the screen.
    const newest = session.current.value ? session.problems.value.at(-1) : undefined;
    return html`
      ${this.#event()}
      <span class="space" role="status">
        ${session.notice.value ||
        (newest
          ? html`<button class="problem quiet" title="Show all problems" @click=${() => ask(this, 'xtc-toggle-problems')}>${newest.message}</button>`
          : nothing)}
      </span>
      ${session.tasks.value.map(taskLine)} ${this.#scan()} ${this.#follow()}
    `;
  }

  #event() {
    const run = this.session.current.value;
    const index = run?.index.value;
    const event = this.session.event.value;
    if (!run || !index || event >= index.events.length) return nothing;
    const datagram = run.eventRef(event);
    return html`
      <time class="fixed" data-testid="event-time">${clockText(datagram.seconds, datagram.nanoseconds)}</time>
      <span class="number fixed">fid 0x${datagram.fiducials.toString(16)}</span>
      ${index.cycles.length === 0
        ? nothing
        : html`<span class="number fixed">cycle ${grouped(calibCycleOf(index, event))} of ${grouped(index.cycles.length)}</span>`}
    `;
  }

  #follow() {
    const run = this.session.current.value;
    if (!run?.isFollowing.value) return nothing;
    return html`<span class="task"><span class="fixed">Following</span><button class="quiet" @click=${() => this.session.follow.stop(run)}>Stop</button></span>`;
  }

  #scan() {
    const progress = this.session.current.value?.progress.value;
    // The Summary tab says it at length.
    if (!progress || this.session.view.tab.value === 'Summary') return nothing;
    const rate = progress.elapsedMs > 0 ? (progress.bytesDone / progress.elapsedMs) * 1000 : 0;
    return html`<span class="task">
      <span>Scanning</span>
      <progress aria-label="Scanning" max="1" .value=${progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : 0}></progress>
      <span class="number">${byteText(rate)}/s</span>
    </span>`;
  }
}

function taskLine(task: Task) {
  return html`<span class="task">
    <span class="label">${task.label}</span>
    ${task.done === null
      ? html`<progress aria-label=${task.label}></progress>`
      : html`<progress aria-label=${task.label} max="1" .value=${task.done}></progress>`}
    <span class="number">${task.detail}</span>
    <button class="quiet" @click=${() => task.cancel()}>Cancel</button>
  </span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-status-line': XtcStatusLine;
  }
}
