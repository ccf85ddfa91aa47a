import type { OpenRun } from './open-run.ts';

/** What of a run columns are read from. */
export type ColumnsRun = Pick<OpenRun, 'index' | 'chunks' | 'events' | 'eventRef'>;
