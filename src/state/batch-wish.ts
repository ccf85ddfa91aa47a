import type { Dark } from '../calib/dark.ts';
import type { ModuleSource } from '../modules/module-source.ts';
import type { DelayScanWish } from './delay-scans.ts';

/** Forms in which columns of numbers are saved. */
export const COLUMN_FORMS = ['csv', 'txt', 'npy', 'npz', 'mat', 'h5'] as const;
export type ColumnForm = (typeof COLUMN_FORMS)[number];

/** Which events of a run: `count` of them (all when null) after the first `skip`. */
export type EventsWish = { readonly skip: number; readonly count: number | null };

/** What a job of the Batch tab does with each of its runs. */
export type BatchWork =
  | { readonly kind: 'modules'; readonly modules: readonly ModuleSource[]; readonly onError: 'stop' | 'continue'; readonly dark: Dark | null }
  | { readonly kind: 'dark'; readonly source: string | null }
  | { readonly kind: 'average'; readonly source: string | null; readonly dark: Dark | null }
  | { readonly kind: 'columns'; readonly quantities: readonly string[]; readonly form: ColumnForm }
  | { readonly kind: 'delay scan'; readonly wish: DelayScanWish; readonly form: 'npy' | 'txt' | 'mat' | 'h5' };

export const BATCH_KINDS = ['modules', 'dark', 'average', 'columns', 'delay scan'] as const satisfies readonly BatchWork['kind'][];

export type BatchWish = { readonly work: BatchWork; readonly events: EventsWish; readonly cores: number };

/** A file that a job leaves. */
export type BatchFile = { readonly name: string; readonly blob: Blob };

/** The events meant: `from` ≤ event < `to`. */
export function rangeOf({ skip, count }: EventsWish, events: number): { readonly from: number; readonly to: number } {
  const from = Math.min(skip, events);
  return { from, to: count === null ? events : Math.min(events, from + count) };
}

/** What a job does, in a line. */
export function workText(work: BatchWork): string {
  switch (work.kind) {
    case 'modules':
      return work.modules.map(({ name, label }) => (label === '' ? name : `${name}:${label}`)).join(', ');
    case 'dark':
      return 'Dark';
    case 'average':
      return `Average picture${work.dark ? `, dark ${work.dark.origin}` : ''}`;
    case 'columns':
      return `Columns ${work.quantities.join(', ')}`;
    case 'delay scan':
      return `Delay scan of ${work.wish.control}`;
  }
}
