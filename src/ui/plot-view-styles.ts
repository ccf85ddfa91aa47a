import { css } from 'lit';

/** How a plot is laid out: legend, drawing, one line of words; nothing moves when they fill. */
export const plotViewStyles = css`
  :host { display: grid; grid-template: minmax(20px, max-content) minmax(0, 1fr) 24px / minmax(0, 1fr); min-height: 0; min-width: 0; background: var(--pane); }
  .legend { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); padding: 2px var(--space-3) 0; line-height: 18px; font-size: var(--text-small); max-height: 40px; overflow: auto; }
  .entry { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 100%; }
  .swatch { display: inline-block; width: 10px; height: 10px; margin-inline-end: 4px; border-radius: 2px; }
  .series-1 { background: var(--series-1); } .series-2 { background: var(--series-2); } .series-3 { background: var(--series-3); }
  .series-4 { background: var(--series-4); } .series-5 { background: var(--series-5); } .series-6 { background: var(--series-6); }
  .stage { position: relative; min-height: 0; overflow: hidden; }
  .frame { position: absolute; inset: 0; }
  .over { position: absolute; inset: 0; width: 100%; height: 100%; cursor: crosshair; touch-action: none; }
  .over:focus-visible { outline-offset: -2px; }
  .over > * { pointer-events: none; }
  line.cursor { stroke: var(--quiet); stroke-dasharray: 3 3; }
  line.event { stroke: var(--text); stroke-opacity: 0.55; }
  circle.event { fill: none; stroke: var(--text); stroke-width: 2; }
  circle.hovered { fill: none; stroke: var(--accent); stroke-width: 2; }
  polygon.box { fill: var(--accent); fill-opacity: 0.12; stroke: var(--accent); }
  polygon.lasso { fill: var(--selected); fill-opacity: 0.14; stroke: var(--selected); }
  .tip { position: absolute; z-index: 5; padding: var(--space-1) var(--space-2); background: var(--raised); border: 1px solid var(--edge); border-radius: var(--radius); pointer-events: none; white-space: nowrap; max-width: 90%; overflow: hidden; }
  .problem { position: absolute; inset: var(--space-3); margin: auto; height: max-content; max-width: 60ch; padding: var(--space-3); color: var(--bad); background: var(--pane); font-size: var(--text-small); }
  .readout { display: flex; justify-content: space-between; align-items: center; gap: var(--space-2); padding: 0 var(--space-1) 0 var(--space-3); }
  .readout output { color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  button.small { height: 22px; }
`;
