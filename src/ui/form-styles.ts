import { css } from 'lit';

/** Panels of the Plots tab: a column of labels with their fields, rows of buttons, notes. */
export const formStyles = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-2); align-content: start; padding: var(--space-3); min-width: 0; background: var(--pane); }
  .form { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: var(--space-1) var(--space-3); align-items: center; }
  .form .label, .form label { font-size: var(--text-small); }
  .form select { width: 100%; }
  .row { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-2); align-items: center; min-width: 0; font-size: var(--text-small); }
  .buttons button { height: var(--control-small); }
  input[type='number'] { width: 11ch; }
  .note, .none, .problem { margin: 0; font-size: var(--text-small); }
  .none { color: var(--quiet); }
  .problem { color: var(--warn); overflow-wrap: anywhere; }
`;
