import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { parseExpression } from '../analysis/expression.ts';
import type { PlotKind } from '../analysis/plot-spec.ts';
import { XtcError, type Problem } from '../base/errors.ts';
import { specOfTexts } from '../state/new-plots.ts';
import { pictureWish, type PictureWish } from '../state/picture-words.ts';
import { explorerSpecs } from '../state/plot-pages.ts';
import type { Session } from '../state/session.ts';
import type { QuantityText } from './quantity-field.ts';
import { controlStyles } from './theme.ts';
import './quantity-field.ts';

const KINDS: readonly (readonly [PlotKind | 'auto', string])[] = [
  ['auto', 'Points, or trace'], ['histogram', 'Histogram'], ['density', 'Density'], ['profile', 'Profile'], ['strip', 'Strip chart'],
];

/** A plot from what is typed: a quantity alone is drawn over the events, against another one as points. */
@customElement('xtc-add-plot')
export class XtcAddPlot extends LitElement {
  static override styles = [
    controlStyles,
    css`
      :host { display: flex; align-items: center; gap: var(--space-2); min-width: 0; }
      xtc-quantity-field { flex: 3; }
      xtc-quantity-field.x { flex: 2; }
      .against { color: var(--quiet); font-size: var(--text-small); }
    `,
  ];

  @property({ attribute: false }) session!: Session;
  @state() private y = '';
  @state() private x = '';
  @state() private kind: PlotKind | 'auto' = 'auto';
  @state() private yProblem: Problem | null = null;
  @state() private xProblem: Problem | null = null;

  protected override render() {
    return html`
      <xtc-quantity-field label="Quantity to plot" placeholder="Plot: a quantity, an expression, fex:channels; several with ;" .session=${this.session} .value=${this.y} .problem=${this.yProblem}
        @xtc-typed=${(event: QuantityText) => ([this.y, this.yProblem] = [event.detail, null])} @xtc-taken=${this.#add}></xtc-quantity-field>
      <span class="against">against</span>
      <xtc-quantity-field class="x" label="Against" placeholder="events" .session=${this.session} .value=${this.x} .problem=${this.xProblem}
        @xtc-typed=${(event: QuantityText) => ([this.x, this.xProblem] = [event.detail, null])} @xtc-taken=${this.#add}></xtc-quantity-field>
      <select aria-label="As" @change=${(event: Event) => (this.kind = (event.target as HTMLSelectElement).value as PlotKind | 'auto')}>
        ${KINDS.map(([kind, name]) => html`<option value=${kind} ?selected=${kind === this.kind}>${name}</option>`)}
      </select>
      <button class="primary" ?disabled=${this.y.trim() === ''} @click=${this.#add}>Add</button>
    `;
  }

  #add(): void {
    const { plots, current, view } = this.session;
    const pictures = pictureWish(this.y, current.value?.imageSources.value ?? [], this.session.source.value, view.region.value);
    if (pictures) {
      this.#showPictures(pictures);
      return;
    }
    const explorer = explorerSpecs(this.y, current.value?.index.value?.kinds ?? []);
    if (explorer) for (const spec of explorer) plots.add(spec);
    else {
      this.yProblem = this.#problemOf(this.y.split(';'));
      this.xProblem = this.x.trim() === '' ? null : this.#problemOf([this.x]);
      const spec = this.yProblem || this.xProblem ? null : specOfTexts(this.y, this.x, this.kind);
      if (!spec) return;
      plots.add(spec);
    }
    [this.y, this.x, this.yProblem, this.xProblem] = ['', '', null, null];
  }

  /** Words about pictures lead to where pictures are; what they cannot is said below the field. */
  #showPictures({ source, showsImage, average, plots, notes }: PictureWish): void {
    const { session } = this;
    session.selectSource(source);
    for (const spec of plots) session.plots.add(spec);
    if (average) void session.workbench.averageKept();
    if (notes.length > 0) this.yProblem = { code: 'unsupported', file: '', offset: 0, message: notes.join(' ') };
    else [this.y, this.x] = ['', ''];
    if (showsImage && notes.length === 0) session.view.tab.value = 'Image';
  }

  /** What is wrong with expressions that are parted by one character; places count in the whole text. */
  #problemOf(texts: readonly string[]): Problem | null {
    let start = 0;
    for (const text of texts) {
      try {
        if (text.trim() !== '') parseExpression(text, this.session.workbench.known.sources.value);
      } catch (error) {
        if (!(error instanceof XtcError)) throw error;
        return { ...error.toProblem(), offset: start + error.offset };
      }
      start += text.length + 1;
    }
    return null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'xtc-add-plot': XtcAddPlot;
  }
}
