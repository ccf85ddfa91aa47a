import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { controlStyles, dialogStyles } from './theme.ts';
import type { ValueBox } from './plot-selecting.ts';

/** Asks for ranges of values whose events are to be selected: what Shift and a drag do, by keys. */
@customElement('xtc-plot-select-form')
export class XtcPlotSelectForm extends LitElement {
  static override styles = [
    controlStyles,
    dialogStyles,
    css`
      form { display: grid; grid-template-columns: max-content 12ch max-content 12ch; gap: var(--space-2); align-items: center; }
      .end { grid-column: 1 / -1; display: flex; justify-content: flex-end; gap: var(--space-2); margin-top: var(--space-2); }
      span { max-width: 30ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--text-small); }
    `,
  ];

  @property({ attribute: false }) x = '';
  /** Empty where only x can be limited. */
  @property({ attribute: false }) y = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('form') private readonly form!: HTMLFormElement;

  open(): void {
    this.dialog.showModal();
  }

  protected override render() {
    const line = (axis: 'x' | 'y', name: string) => html`<span title=${name}>${name}</span>
      <input type="text" inputmode="decimal" name="${axis}0" aria-label="${name} from" placeholder="from" /><span>to</span><input type="text" inputmode="decimal" name="${axis}1" aria-label="${name} to" placeholder="to" />`;
    return html`<dialog aria-label="Select events by ranges">
      <header><h2>Select events by ranges</h2><button class="quiet icon" aria-label="Close" @click=${() => this.dialog.close()}>✕</button></header>
      <form @submit=${this.#onSubmit}>
        ${line('x', this.x)} ${this.y === '' ? '' : line('y', this.y)}
        <div class="end"><button type="button" @click=${() => this.dialog.close()}>Cancel</button><button class="primary" type="submit">Select</button></div>
      </form>
    </dialog>`;
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const fields = new FormData(this.form);
    const limit = (name: string, fallback: number): number => {
      const field = fields.get(name);
      const text = typeof field === 'string' ? field.trim() : '';
      const value = Number(text);
      return text === '' || Number.isNaN(value) ? fallback : value;
    };
    const box: ValueBox = { x: [limit('x0', -Infinity), limit('x1', Infinity)], y: [limit('y0', -Infinity), limit('y1', Infinity)] };
    this.dialog.close();
    this.dispatchEvent(new CustomEvent<ValueBox>('xtc-box', { detail: box }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-plot-select-form': XtcPlotSelectForm;
  }
}
