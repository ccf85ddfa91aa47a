import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { specOf } from '../state/new-plots.ts';
import type { ArrayTable } from '../state/array-tables.ts';
import type { Session } from '../state/session.ts';
import { StoreController } from './controllers/store.ts';
import { choose } from './events.ts';
import { formStyles } from './form-styles.ts';
import { counted } from './number-text.ts';
import { controlStyles } from './theme.ts';

/** Dropped files of arrays: their columns plot like quantities. */
@customElement('xtc-array-files')
export class XtcArrayFiles extends LitElement {
  static override styles = [controlStyles, formStyles, css`
    section { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-1); border-top: 1px solid var(--line); padding-top: var(--space-2); }
    .head { display: flex; white-space: nowrap; gap: var(--space-2); align-items: center; font-size: var(--text-small); }
    .head strong { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    button { height: var(--control-small); }
    .row select { max-width: 20ch; }
  `];

  @property({ attribute: false }) session!: Session;
  /** Table → columns chosen for x and y. */
  @state() private chosen: ReadonlyMap<string, readonly [x: string, y: string]> = new Map();
  protected readonly store = new StoreController(this, () => [this.session.workbench.tables.all]);

  protected override render() {
    const tables = this.session.workbench.tables.all.value;
    return html`
      <h3>Files of arrays</h3>
      <p class="note">Drop .npy, .npz, .txt, .csv, .mat or .h5 files on the window, or <button @click=${() => choose(this, 'files')}>Open files</button></p>
      ${tables.length === 0 ? html`<p class="none">None so far. A file that has the shape of pedestals becomes the dark.</p>` : tables.map((table) => this.#table(table))}
    `;
  }

  #table({ name, file, table }: ArrayTable) {
    const names = table.columns.map((column) => column.name);
    const [x, y] = this.chosen.get(name) ?? ['event', names[names.length - 1]];
    const choose = (next: readonly [string, string]): void => {
      this.chosen = new Map(this.chosen).set(name, next);
    };
    const options = (selected: string, list: readonly string[]) => list.map((column) => html`<option value=${column} ?selected=${column === selected}>${column === 'event' && !names.includes('event') ? 'number of the row' : column}</option>`);
    const add = (kind: 'scatter' | 'histogram' | 'trace'): void => {
      const spec = kind === 'scatter' ? specOf('scatter', [quoted(x), quoted(y)]) : specOf(kind, [quoted(y)]);
      this.session.plots.add({ ...spec, table: name, title: `${name}: ${kind === 'scatter' ? `${y} against ${x}` : y}` });
    };
    return html`<section aria-label=${name}>
      <div class="head"><strong title=${name}>${name}</strong><span class="quiet-text">${counted(table.length, 'row')}</span><button class="quiet" @click=${() => this.session.workbench.tables.remove(file)}>Remove</button></div>
      <div class="row">
        <select aria-label="y" @change=${(event: Event) => choose([x, (event.target as HTMLSelectElement).value])}>${options(y, names)}</select>
        against
        <select aria-label="x" @change=${(event: Event) => choose([(event.target as HTMLSelectElement).value, y])}>${options(x, ['event', ...names.filter((column) => column !== 'event')])}</select>
      </div>
      <div class="row"><button @click=${() => add('scatter')}>Points</button><button @click=${() => add('trace')}>Trace</button><button @click=${() => add('histogram')}>Histogram</button></div>
    </section>`;
  }
}

/** A name as expressions take it. */
function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-array-files': XtcArrayFiles;
  }
}
