import { svg, html, type TemplateResult } from 'lit';

/** Signs of the event bar, drawn: their characters look different, or are coloured, from system to system. */
const SHAPES = {
  first: svg`<path d="M3 3h2v10H3zM13 3v10L6 8z" />`,
  previous: svg`<path d="M11 3v10L4 8z" />`,
  play: svg`<path d="M4 2l10 6-10 6z" />`,
  pause: svg`<path d="M4 3h3v10H4zM9 3h3v10H9z" />`,
  next: svg`<path d="M5 3v10l7-5z" />`,
  last: svg`<path d="M11 3h2v10h-2zM3 3v10l7-5z" />`,
};

export type IconName = keyof typeof SHAPES;

/** A sign of 16 × 16 in the colour of the text. */
export function icon(name: IconName): TemplateResult {
  return html`<svg viewBox="0 0 16 16" width="14" height="14" fill="currentColor" aria-hidden="true">${SHAPES[name]}</svg>`;
}
