import { tinykeys } from 'tinykeys';
import type { Session } from '../state/session.ts';
import { TABS } from '../state/view.ts';
import { zoomBy, zoomTo, zoomToFit } from './zoom.ts';

/** What keys can ask of the window besides the session. */
export type KeyTarget = {
  readonly session: Session;
  toggleHelp(): void;
};

/** One line of the table of keys. */
export type KeyBinding = {
  /** As tinykeys reads them. */
  readonly keys: readonly string[];
  /** As people read them. */
  readonly shown: string;
  readonly group: 'Events' | 'Image' | 'Window';
  readonly does: string;
  run(target: KeyTarget): void;
};

/** Every key of the window; the help overlay lists exactly these. */
export const KEYS: readonly KeyBinding[] = [
  { keys: [',', 'ArrowLeft'], shown: ',  ←', group: 'Events', does: 'previous event', run: ({ session }) => session.stepEvent(-1) },
  { keys: ['.', 'ArrowRight'], shown: '.  →', group: 'Events', does: 'next event', run: ({ session }) => session.stepEvent(1) },
  { keys: ['Shift+Comma', 'Shift+ArrowLeft'], shown: 'Shift+,  Shift+←', group: 'Events', does: 'back 10 events', run: ({ session }) => session.stepEvent(-10) },
  { keys: ['Shift+Period', 'Shift+ArrowRight'], shown: 'Shift+.  Shift+→', group: 'Events', does: 'on 10 events', run: ({ session }) => session.stepEvent(10) },
  { keys: ['Home'], shown: 'Home', group: 'Events', does: 'first event', run: ({ session }) => session.selectEvent(0) },
  { keys: ['End'], shown: 'End', group: 'Events', does: 'last event', run: ({ session }) => session.selectEvent(session.events.value - 1) },
  { keys: ['g'], shown: 'g', group: 'Events', does: 'go to an event, time, fiducial, cycle', run: ({ session }) => { session.view.isGoToOpen.value = true; } },
  { keys: ['Space'], shown: 'Space', group: 'Events', does: 'play, pause', run: ({ session }) => session.togglePlay() },
  { keys: ['d'], shown: 'd', group: 'Image', does: 'dark on, off', run: ({ session }) => session.toggleDark() },
  { keys: ['r'], shown: 'r', group: 'Image', does: 'draw a region', run: ({ session }) => toggle(session.view.isDrawingRegion) },
  { keys: ['a'], shown: 'a', group: 'Image', does: 'set the limits from this picture', run: ({ session }) => session.autoLevels() },
  { keys: ['l'], shown: 'l', group: 'Image', does: 'logarithmic, linear', run: ({ session: { view } }) => { view.scale.value = view.scale.value === 'log' ? 'linear' : 'log'; } },
  { keys: ['0'], shown: '0', group: 'Image', does: 'whole image', run: ({ session }) => zoomToFit(session) },
  { keys: ['1'], shown: '1', group: 'Image', does: 'one pixel on one pixel', run: ({ session }) => zoomTo(session, 1) },
  { keys: ['+', 'Shift++', '='], shown: '+', group: 'Image', does: 'zoom in', run: ({ session }) => zoomBy(session, 1.25) },
  { keys: ['-'], shown: '-', group: 'Image', does: 'zoom out', run: ({ session }) => zoomBy(session, 0.8) },
  { keys: ['f'], shown: 'f', group: 'Image', does: 'nothing but the image', run: ({ session }) => toggle(session.view.isImageOnly) },
  {
    keys: ['Escape'],
    shown: 'Esc',
    group: 'Image',
    does: 'end drawing, show all again',
    run: ({ session: { view } }) => {
      if (view.isDrawingRegion.value) view.isDrawingRegion.value = false;
      else view.isImageOnly.value = false;
    },
  },
  { keys: ['['], shown: '[', group: 'Window', does: 'devices', run: ({ session }) => toggle(session.view.isDevicesOpen) },
  { keys: [']'], shown: ']', group: 'Window', does: 'side pane', run: ({ session }) => toggle(session.view.isInspectorOpen) },
  ...TABS.map(
    (tab, i): KeyBinding => ({ keys: [`Alt+Digit${i + 1}`], shown: `Alt+${i + 1}`, group: 'Window', does: tab, run: ({ session }) => { session.view.tab.value = tab; } }),
  ),
  { keys: ['?', 'Shift+?'], shown: '?', group: 'Window', does: 'these keys', run: (target) => target.toggleHelp() },
];

/** Listens for the keys on the whole window. @returns a function that ends it */
export function bindKeys(target: KeyTarget): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const binding of KEYS) {
    for (const key of binding.keys) {
      bindings[key] = (event) => {
        if (event.defaultPrevented || belongsElsewhere(event)) return;
        event.preventDefault();
        binding.run(target);
      };
    }
  }
  return tinykeys(window, bindings);
}

/** Keys of things that have own ones: text being typed, arrows in sliders and tabs, Space on a button. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  if (event.altKey) return false;
  const at = event.composedPath()[0];
  if (!(at instanceof Element)) return false;
  if (at.closest('dialog')) return true;
  if (at.matches('textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range], [type=button])')) return true;
  if (event.key === ' ') return at.matches('button, input:not([type=range]), summary, a');
  const isAside = event.key.startsWith('Arrow');
  if (!isAside && event.key !== 'Home' && event.key !== 'End') return false;
  return at.matches('input, [role=tab], [role=slider], [role=application], svg *') || scrolls(at, isAside);
}

/** Whether the focused element has more content than room, so that the keys scroll it. */
function scrolls(element: Element, isAside: boolean): boolean {
  if (element === document.body) return false;
  return isAside ? element.scrollWidth > element.clientWidth + 1 : element.scrollHeight > element.clientHeight + 1;
}

function toggle(signal: { value: boolean }): void {
  signal.value = !signal.value;
}
