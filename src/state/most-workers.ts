/** More do not read faster. */
const MOST = 4;

/** How many workers a pool has at most here; where the number of cores is not told, as in tests, as many as pay at all. */
export function mostWorkers(): number {
  return Math.min(MOST, (globalThis as Partial<typeof globalThis>).navigator?.hardwareConcurrency ?? MOST);
}
