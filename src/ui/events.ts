/** What elements ask of the window; all bubble out of their shadow roots to `<xtc-app>`. */
export type WindowEvents = {
  /** Show the browser's chooser. */
  'xtc-choose': CustomEvent<'files' | 'folder' | 'growing'>;
  'xtc-toggle-problems': CustomEvent<null>;
  'xtc-show-help': CustomEvent<null>;
  'xtc-show-trim': CustomEvent<null>;
  'xtc-show-heal': CustomEvent<null>;
};

/** Asks the window to let the user choose files or a folder. */
export function choose(from: EventTarget, what: 'files' | 'folder' | 'growing'): void {
  from.dispatchEvent(new CustomEvent('xtc-choose', { detail: what, bubbles: true, composed: true }));
}

/** Asks the window for one of its parts: the list of problems, the keys, or a dialog. */
export function ask(from: EventTarget, name: Exclude<keyof WindowEvents, 'xtc-choose'>): void {
  from.dispatchEvent(new CustomEvent(name, { detail: null, bubbles: true, composed: true }));
}
