import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { calibCycleOf, type RunIndex } from '../format/run-index.ts';
import { binOf } from '../format/run-profile.ts';
import { eventAt, middleOf, type StripAxis } from '../image/strip-axis.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import { pointIn, startDrag } from './controllers/drag.ts';
import { ProfileController } from './controllers/profile.ts';
import { ResizeController } from './controllers/resize.ts';
import { StoreController } from './controllers/store.ts';
import { byteText, durationText, grouped } from './number-text.ts';
import { STRIP_HEIGHT, STRIP_LANES, paintStrip } from './paint-strip.ts';
import { eventLine, marksLine, stripSummary } from './strip-text.ts';
import { controlStyles } from './theme.ts';

/** The whole run on one line: cycles, event rate, what is wrong and where, how far the scan is; and the slider of events. */
@customElement('xtc-run-strip')
export class XtcRunStrip extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { position: relative; display: block; height: ${STRIP_HEIGHT}px; min-width: 80px; }
      canvas { display: block; width: 100%; height: 100%; }
      .strip { position: relative; height: 100%; cursor: pointer; touch-action: none; overflow: hidden; outline-offset: 2px; border-radius: 2px; }
      .strip[aria-disabled='true'] { cursor: default; }
      .cursor { position: absolute; top: 0; bottom: 0; left: 0; width: 0; pointer-events: none; }
      .cursor::before { content: ''; position: absolute; inset: 0 auto 0 -1px; width: 2px; background: var(--text); }
      .here { position: absolute; top: 0; height: ${STRIP_LANES.cycles}px; padding: 0 4px; line-height: ${STRIP_LANES.cycles}px; font-size: 11px; color: var(--ground); background: var(--text); white-space: nowrap; }
      .scan { position: absolute; right: 4px; bottom: 4px; padding: 0 var(--space-1); background: var(--ground); color: var(--quiet); white-space: nowrap; pointer-events: none; }
      .tip { position: absolute; bottom: calc(100% + 6px); left: 0; z-index: 30; padding: var(--space-1) var(--space-2); background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius); white-space: nowrap; pointer-events: none; }
      .tip small { display: block; color: var(--quiet); font-size: var(--text-small); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private hovered: number | null = null;
  @query('.strip') private readonly strip!: HTMLElement;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  readonly #size = new ResizeController(this);
  readonly #profile = new ProfileController(this);
  protected readonly store = new StoreController(this, () => {
    const run = this.session.current.value;
    return [this.session.current, run?.index, run?.indexedShare, run?.progress, run?.problems, this.session.event, this.session.view.theme, this.session.selection.events];
  });

  /** The part of the strip that events lie in: all of it, or as much as has been read. */
  #axis(run: OpenRun, index: RunIndex): StripAxis {
    return { events: index.events.length, width: this.#width * (run.indexedShare.value || 1) };
  }
  get #width(): number {
    return this.#size.size?.width ?? 0;
  }

  /** Events that are selected in the plots. */
  #selected(): Uint8Array | null {
    const { selection } = this.session;
    return selection.table.value === '' ? selection.events.value : null;
  }

  protected override willUpdate(): void {
    const run = this.session.current.value;
    this.#profile.want(run?.index.value ?? null, Math.round(this.#width), run?.problems.value ?? []);
  }

  protected override render() {
    const run = this.session.current.value;
    const index = run?.index.value ?? null;
    const events = index?.events.length ?? 0;
    const event = this.session.event.value;
    const profile = this.#profile.profile;
    const line = index && event < events ? eventLine(index, event) : '';
    return html`
      <div class="strip" role="slider" tabindex="0" aria-label="Event slider" aria-orientation="horizontal"
        aria-describedby="marks" aria-disabled=${events < 2} aria-valuemin="0" aria-valuemax=${Math.max(0, events - 1)}
        aria-valuenow=${event} aria-valuetext=${`${line}${profile && line ? ` ${marksLine(profile, event)}` : ''}`}
        @keydown=${this.#onKeyDown} @pointerdown=${this.#onPointerDown} @pointermove=${this.#onHover} @pointerleave=${this.#onLeave}>
        <canvas></canvas>
        ${run ? this.#scanning(run) : nothing}
        <div class="cursor" ?hidden=${events === 0}><span class="here number">${grouped(event)}</span></div>
      </div>
      <p class="visually-hidden" id="marks">${index && profile ? stripSummary(index, profile) : 'No events yet.'}${this.#selected() ? ` ${grouped(this.session.selection.count.value)} events are selected in the plots.` : ''}</p>
      ${this.#tip(index)}
    `;
  }

  #scanning(run: OpenRun) {
    const progress = run.progress.value;
    if (!progress) return run.isPartial.value ? html`<span class="scan">not read</span>` : nothing;
    const { bytesDone, bytesTotal, elapsedMs } = progress;
    const rate = elapsedMs > 0 ? (bytesDone / elapsedMs) * 1000 : 0;
    const left = rate > 0 ? `${durationText((bytesTotal - bytesDone) / rate)} left` : '';
    return html`<span class="scan number" data-testid="strip-scan">${bytesTotal > 0 ? Math.floor((100 * bytesDone) / bytesTotal) : 0} % · ${byteText(rate)}/s · ${left}</span>`;
  }

  #tip(index: RunIndex | null) {
    const event = this.hovered;
    if (!index || event === null || event >= index.events.length) return nothing;
    const marks = this.#profile.profile ? marksLine(this.#profile.profile, event) : '';
    return html`<div class="tip number" aria-hidden="true">${eventLine(index, event)}${marks ? html`<small>here: ${marks}</small>` : nothing}</div>`;
  }

  protected override updated(): void {
    const run = this.session.current.value;
    const index = run?.index.value ?? null;
    const context = this.canvas.getContext('2d');
    const width = this.#width;
    if (!context || width === 0) return;
    const ratio = this.#size.pixelRatio;
    const [pixels, lines] = [Math.round(width * ratio), Math.round(STRIP_HEIGHT * ratio)];
    if (this.canvas.width !== pixels) this.canvas.width = pixels;
    if (this.canvas.height !== lines) this.canvas.height = lines;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const axis = run && index ? this.#axis(run, index) : { events: 0, width: 0 };
    const progress = run?.progress.value;
    const read = progress && progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : (run?.indexedShare.value ?? 0);
    paintStrip(context, width, getComputedStyle(this), { axis, profile: this.#profile.profile, cycles: index?.cycles ?? new Uint32Array(), selected: this.#selected(), readUntil: width * read });
    this.#place(axis, width);
  }

  /** Puts cursor and tooltip where they belong; style properties, as the policy forbids style attributes. */
  #place(axis: StripAxis, width: number): void {
    const x = middleOf(axis, this.session.event.value);
    const cursor = this.renderRoot.querySelector<HTMLElement>('.cursor');
    const here = this.renderRoot.querySelector<HTMLElement>('.here');
    if (cursor) cursor.style.transform = `translateX(${x}px)`;
    if (here) here.style.translate = x > width / 2 ? '-100% 0' : '0 0';
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (!tip || this.hovered === null) return;
    const at = middleOf(axis, this.hovered) - tip.offsetWidth / 2;
    tip.style.left = `${Math.max(0, Math.min(width - tip.offsetWidth, at))}px`;
  }

  /** The event under the pointer; in the lane of marks the first marked one of what is a pixel wide. */
  #eventUnder(event: MouseEvent): number | null {
    const run = this.session.current.value;
    const index = run?.index.value;
    if (!run || !index || index.events.length === 0) return null;
    const { x, y } = pointIn(this.strip, event);
    const found = eventAt(this.#axis(run, index), x);
    const { profile } = this.#profile;
    if (!profile || y < STRIP_LANES.cycles + STRIP_LANES.rate) return found;
    const bin = binOf(profile, Math.min(found, profile.events - 1));
    for (const near of [bin, bin - 1, bin + 1, bin - 2, bin + 2]) {
      const marked = profile.firstMark[near];
      if (marked !== undefined && marked < profile.events) return marked;
    }
    return found;
  }

  readonly #goTo = (event: MouseEvent): void => {
    const wanted = this.#eventUnder(event);
    if (wanted !== null) this.session.selectEvent(wanted);
  };

  readonly #onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#goTo(event);
    const before = this.session.event.value;
    startDrag(event, {
      move: (_dx, _dy, at) => {
        const run = this.session.current.value;
        const index = run?.index.value;
        if (run && index) this.session.selectEvent(eventAt(this.#axis(run, index), at.x));
      },
      end: (isCancelled) => isCancelled && this.session.selectEvent(before),
    });
  };

  readonly #onHover = (event: PointerEvent): void => {
    this.hovered = this.#eventUnder(event);
  };
  readonly #onLeave = (): void => {
    this.hovered = null;
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { session } = this;
    const step = event.shiftKey ? 10 : 1;
    const steps: Record<string, () => void> = {
      ArrowLeft: () => session.stepEvent(-step),
      ArrowDown: () => session.stepEvent(-step),
      ArrowRight: () => session.stepEvent(step),
      ArrowUp: () => session.stepEvent(step),
      PageDown: () => this.#stepCycle(-1),
      PageUp: () => this.#stepCycle(1),
      Home: () => session.selectEvent(0),
      End: () => session.selectEvent(session.events.value - 1),
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    steps[event.key]();
  };

  /** To the first event of a neighbouring cycle; a tenth of the run when there is only one. */
  #stepCycle(by: 1 | -1): void {
    const { session } = this;
    const index = session.current.value?.index.value;
    if (!index) return;
    const { cycles, events } = index;
    if (cycles.length < 2) session.stepEvent(by * Math.max(1, Math.round(events.length / 10)));
    else session.selectEvent(cycles[Math.max(0, Math.min(cycles.length - 1, calibCycleOf(index, session.event.value) + by))]);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-run-strip': XtcRunStrip;
  }
}
