import type { Tab } from '../state/view.ts';

/** A part of the window that is not there from the start. */
export type Part = Tab | 'Devices';

/** What each part needs: its elements, and with them its libraries. */
const LOADERS: Readonly<Record<Part, () => Promise<unknown>>> = {
  Devices: () => import('./devices-pane.ts'),
  Summary: () => Promise.resolve(),
  Datagrams: () => import('./datagrams-tab.ts'),
  Image: () => import('./image-panel.ts'),
  Plots: () => import('./plots-tab.ts'),
  Modules: () => import('./modules-tab.ts'),
  Batch: () => import('./batch-tab.ts'),
};

/** Loads the elements of a part; once they are there it does nothing. */
export function loadPart(part: Part): Promise<unknown> {
  return LOADERS[part]();
}
