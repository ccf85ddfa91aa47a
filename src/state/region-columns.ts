import type { ColumnsApi, RemoteWorker } from '../../workers/api.ts';
import type { Dark } from '../calib/dark.ts';
import type { PixelsRequest } from '../pipeline/frame.ts';
import type { ColumnsRun } from './columns-run.ts';
import { eventsWithPixels, pixelsRequest } from './picture-requests.ts';
import { quantityKey, type RegionQuantity } from './resolved-quantity.ts';

/** Events that a worker is given at once: small enough for progress, large enough that asking costs nothing. */
const BATCH = 64;

export type RegionColumnsOptions = {
  /** Gives a worker the dark that it is to subtract. */
  readonly giveDark: (worker: RemoteWorker<ColumnsApi>, dark: Dark) => Promise<unknown>;
  readonly onProgress?: (share: number, columns: readonly Float64Array[]) => void;
  readonly signal?: AbortSignal;
};

/**
 * Numbers of regions of all pictures of a run, by a pool: each worker takes the next batch of events when it is free, so
 * the numbers do not depend on how many there are. Quantities of one picture and dark are measured in one pass.
 * @throws {XtcError} what reading pictures throws, 'aborted'
 */
export async function readRegionColumns(run: ColumnsRun, quantities: readonly RegionQuantity[], pool: readonly RemoteWorker<ColumnsApi>[], options: RegionColumnsOptions): Promise<Float64Array[]> {
  const columns = quantities.map(() => new Float64Array(run.events).fill(NaN));
  const passes = new Map<string, number[]>();
  quantities.forEach((quantity, i) => {
    const key = quantityKey({ ...quantity, region: null, measure: 'sum' });
    passes.set(key, [...(passes.get(key) ?? []), i]);
  });
  for (const chosen of passes.values()) {
    await readPass(run, chosen.map((i) => quantities[i]), chosen.map((i) => columns[i]), pool, { ...options, onProgress: (share) => options.onProgress?.(share, columns) });
  }
  return columns;
}

async function readPass(run: ColumnsRun, wishes: readonly RegionQuantity[], columns: readonly Float64Array[], pool: readonly RemoteWorker<ColumnsApi>[], { giveDark, onProgress, signal }: RegionColumnsOptions): Promise<void> {
  const [{ picture, dark, darkId }] = wishes;
  const events = eventsWithPixels(run, picture, null);
  let [next, done] = [0, 0];
  const work = async (worker: RemoteWorker<ColumnsApi>): Promise<void> => {
    if (dark) await giveDark(worker, dark);
    while (next < events.length) {
      const batch = events.slice(next, (next += BATCH));
      const requests: PixelsRequest[] = batch.map((event) => pixelsRequest(run, event, picture));
      const request = { events: requests, wishes: wishes.map(({ region, measure }) => ({ region, measure })), darkId };
      const measured = await worker.call((remote, stop) => remote.measureRegions(request, stop), signal);
      measured.forEach((numbers, i) => batch.forEach((event, nth) => (columns[i][event] = numbers[nth])));
      done += batch.length;
      onProgress?.(done / events.length, columns);
    }
  };
  await Promise.all(pool.map(work));
}
