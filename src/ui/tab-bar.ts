import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../state/session.ts';
import { TABS, type Tab } from '../state/view.ts';
import { StoreController } from './controllers/store.ts';
import { ask } from './events.ts';
import { counted } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** The tabs, and at the right which dark is in use and how many problems there are. */
@customElement('xtc-tab-bar')
export class XtcTabBar extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-2); height: 36px; padding: 0 var(--space-3); background: var(--pane); border-bottom: 1px solid var(--line); }
      [role='tablist'] { display: flex; align-self: stretch; }
      [role='tab'] { height: 100%; padding: 0 var(--space-4); font-size: var(--text-body); background: none; border: 0; border-bottom: 2px solid transparent; border-radius: 0; color: var(--quiet); }
      [role='tab']:hover { color: var(--text); }
      [role='tab'][aria-selected='true'] { color: var(--text); border-bottom-color: var(--accent); font-weight: 600; }
      [role='tab']:focus-visible { outline-offset: -2px; }
      /* As wide as its bold self, so that nothing shifts when another tab is chosen. */
      [role='tab']::after { content: attr(data-name); display: block; height: 0; overflow: hidden; visibility: hidden; font-weight: 600; }
      .space { flex: 1; }
      .chip { height: var(--control-small); }
      .on { color: var(--good); }
      .problems { color: var(--warn); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  protected readonly store = new StoreController(this, () => [
    this.session.view.tab,
    this.session.view.isDevicesOpen,
    this.session.view.isDarkOn,
    this.session.dark,
    this.session.problems,
  ]);

  protected override render() {
    const { session } = this;
    const current = session.view.tab.value;
    const problems = session.problems.value.length;
    return html`
      <button class="chip" aria-pressed=${session.view.isDevicesOpen.value} title="The devices of the run and their values ([)" @click=${this.#toggleDevices}>Devices</button>
      <div role="tablist" aria-label="Views" @keydown=${this.#onKeyDown}>
        ${TABS.map(
          (tab, i) => html`<button
            role="tab"
            id="tab-${tab}"
            data-name=${tab}
            title="${tab} (Alt+${i + 1})"
            aria-selected=${tab === current}
            tabindex=${tab === current ? 0 : -1}
            @click=${() => this.#select(tab)}
          >${tab}</button>`,
        )}
      </div>
      <span class="space"></span>
      ${this.#dark()}
      <button class="chip ${problems > 0 ? 'problems' : 'quiet'}" ?disabled=${problems === 0} @click=${() => ask(this, 'xtc-toggle-problems')}>
        ${problems === 0 ? 'no problems' : counted(problems, 'problem')}
      </button>
    `;
  }

  #dark() {
    const dark = this.session.dark.value;
    if (!dark) {
      return html`<button class="chip quiet" title="Make or load a dark in the Image tab" @click=${this.#showDarkPanel}>no dark</button>`;
    }
    const isOn = this.session.view.isDarkOn.value;
    return html`<button
      class="chip"
      aria-pressed=${isOn}
      title="${isOn ? 'Subtracted' : 'Not subtracted'}. Click or press d to change."
      @click=${() => this.session.toggleDark()}
    >
      <span class=${isOn ? 'on' : 'quiet-text'} aria-hidden="true">${isOn ? '●' : '○'}</span>
      dark${isOn ? '' : ' off:'} ${dark.origin}
    </button>`;
  }

  #select(tab: Tab): void {
    this.session.view.tab.value = tab;
  }

  #toggleDevices(): void {
    const { isDevicesOpen } = this.session.view;
    isDevicesOpen.value = !isDevicesOpen.value;
  }

  #showDarkPanel(): void {
    const { view } = this.session;
    view.tab.value = 'Image';
    view.isInspectorOpen.value = true;
    view.isImageOnly.value = false;
  }

  #onKeyDown(event: KeyboardEvent): void {
    const at = TABS.indexOf(this.session.view.tab.value);
    const to: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 };
    if (!(event.key in to)) return;
    event.preventDefault();
    const tab = TABS[(to[event.key] + TABS.length) % TABS.length];
    this.#select(tab);
    this.renderRoot.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-tab-bar': XtcTabBar;
  }
}
