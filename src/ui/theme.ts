import { css } from 'lit';

const lightTokens = css`
  --ground: #f4f6f8; --pane: #ffffff; --raised: #ffffff; --line: #d5dce3;
  --text: #1a222b; --quiet: #566270; --accent: #0a66c2;
  --good: #18794e; --warn: #8a6100; --bad: #c62a2f;
  --on-accent: #ffffff; --edge: #7d8995; --image-ground: #8a8f94;
  --series-1: #0a66c2; --series-2: #b85c00; --series-3: #00775c; --series-4: #a83279; --series-5: #6a4fc4; --series-6: #6f6a00;
  --selected: #c8103e;
  color-scheme: light;
`;

/** Colours, faces and measures of the window, as custom properties of the document (design.md "Tokens"). */
export const tokens = css`
  :root {
    --ground: #0d1117; --pane: #141a22; --raised: #1b232d; --line: #2b3541;
    --text: #e6edf3; --quiet: #97a3b0; --accent: #58b6ff;
    --good: #4cc38a; --warn: #e2b340; --bad: #ff6d6a;
    --on-accent: #0d1117; --edge: #64717f; --image-ground: #000000;
    --space-1: 4px; --space-2: 8px; --space-3: 12px; --space-4: 16px; --space-5: 24px;
    --radius: 4px; --control: 28px; --control-small: 24px;
    --text-small: 12px; --text-body: 13px; --text-title: 15px; --text-large: 20px;
    --face: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
    --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    --series-1: #58b6ff; --series-2: #f0a04b; --series-3: #3fcfa8; --series-4: #f284c1; --series-5: #b9a2ff; --series-6: #e6df6a;
    --selected: #ffd23f;
    color-scheme: dark;
  }
  @media (prefers-color-scheme: light) {
    :root:not([data-theme='dark']) {
      ${lightTokens}
    }
  }
  :root[data-theme='light'] {
    ${lightTokens}
  }
  html, body { height: 100%; margin: 0; background: var(--ground); color: var(--text); font: var(--text-body) / 1.4 var(--face); overflow: hidden; }
`;

/** What every element starts from, with its buttons, inputs, selects and focus ring. */
export const controlStyles = css`
  :host { box-sizing: border-box; font: var(--text-body) / 1.4 var(--face); color: var(--text); }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: inherit; }
  button, select, input:not([type='checkbox'], [type='radio'], [type='range'], [type='file']) {
    height: var(--control); padding: 0 var(--space-2); margin: 0;
    font: var(--text-small) / 1 var(--face); color: var(--text);
    background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius);
  }
  button { cursor: pointer; white-space: nowrap; }
  button:hover:not(:disabled), select:hover:not(:disabled) { border-color: var(--accent); }
  button:active:not(:disabled) { background: var(--line); }
  button.quiet { background: none; border-color: transparent; }
  button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
  button.icon { width: var(--control); padding: 0; display: inline-grid; place-items: center; }
  button[aria-pressed='true'] { border-color: var(--accent); color: var(--accent); }
  button.primary:disabled { background: none; font-weight: 400; }
  button:disabled, select:disabled, input:disabled { color: var(--quiet); border-color: var(--line); cursor: default; }
  button.quiet:disabled { border-color: transparent; }
  input { min-width: 0; }
  input[type='number'], input[type='text'] { font-family: var(--mono); font-variant-numeric: tabular-nums; }
  input[aria-invalid='true'] { border-color: var(--bad); }
  input[type='checkbox'], input[type='radio'] { accent-color: var(--accent); margin: 0 var(--space-1) 0 0; vertical-align: -2px; }
  input[type='range'] { accent-color: var(--accent); margin: 0; height: var(--control); }
  label { font-size: var(--text-small); }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  h2 { font-size: var(--text-title); font-weight: 600; margin: 0; }
  h3 { font-size: var(--text-small); font-weight: 600; margin: 0; color: var(--quiet); }
  .number, output, code, pre, time { font-family: var(--mono); font-variant-numeric: tabular-nums; font-size: var(--text-small); }
  .quiet-text { color: var(--quiet); }
  .visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
`;

/** A menu or a panel that hangs below a button. */
export const popupStyles = css`
  .anchor { position: relative; display: inline-flex; }
  .popup {
    position: absolute; z-index: 20; top: calc(100% + 4px); min-width: 100%; padding: var(--space-1);
    background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / 35%);
  }
  .popup.right { right: 0; }
  .popup button.item { display: flex; width: 100%; gap: var(--space-3); align-items: center; text-align: start; background: none; border-color: transparent; }
  .popup button.item:hover:not(:disabled), .popup button.item:focus-visible { background: var(--line); }
`;

/** A dialog over the window: a head with its title and a way out, then its content. */
export const dialogStyles = css`
  dialog { color: var(--text); background: var(--pane); border: 1px solid var(--edge); border-radius: var(--radius); padding: var(--space-4) var(--space-5) var(--space-5); }
  dialog::backdrop { background: rgb(0 0 0 / 50%); }
  dialog > header { display: flex; justify-content: space-between; align-items: center; gap: var(--space-5); margin-bottom: var(--space-2); }
`;

/** Tables of data: dense rows, a head that stays. */
export const tableStyles = css`
  table { border-collapse: collapse; width: 100%; font-size: var(--text-small); }
  th, td { text-align: start; padding: 0 var(--space-5) 0 var(--space-3); height: var(--control-small); border-bottom: 1px solid var(--line); white-space: nowrap; }
  thead :is(th, td) { position: sticky; top: 0; z-index: 1; background: var(--pane); color: var(--quiet); font-weight: 600; }
  td { font-family: var(--mono); font-variant-numeric: tabular-nums; }
  th.count, td.count { text-align: end; }
  /* Takes the room that is left, so that the columns stay close together. */
  td.rest { width: 99%; }
  tbody tr:hover { background: var(--raised); }
`;
