import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { XtcError } from '../base/errors.ts';
import { findDatagrams } from '../format/find-datagrams.ts';
import { parseQuery, type Query, type QueryProblem } from '../format/query.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { OpenRun } from './open-run.ts';

/** Which datagrams of the current run the list shows: found anew while the query is typed and while the run grows. */
export class DatagramSearch {
  /** The query as it stands in its field. */
  readonly text = signal('');
  readonly query: ReadonlySignal<Query> = computed(() => parseQuery(this.text.value));
  /** Words that are not understood; the others count. */
  readonly problems: ReadonlySignal<readonly QueryProblem[]> = computed(() => this.query.value.problems);
  readonly #current: ReadonlySignal<OpenRun | null>;
  readonly #found = signal<{ index: RunIndex; datagrams: Uint32Array | null } | null>(null);
  readonly #isSearching = signal(false);
  #stop = new AbortController();
  #run: OpenRun | null = null;

  constructor(current: ReadonlySignal<OpenRun | null>) {
    this.#current = current;
    effect(() => this.#search());
  }

  /** Datagrams that match, rising; null for all of them. Those of the query before until the new ones are found. */
  readonly matches: ReadonlySignal<Uint32Array | null> = computed(() => this.#found.value?.datagrams ?? null);
  /** The index that `matches` belongs to. */
  readonly index: ReadonlySignal<RunIndex | null> = computed(() => this.#found.value?.index ?? null);
  /** Number of lines of the list. */
  readonly count: ReadonlySignal<number> = computed(() => {
    const found = this.#found.value;
    return found ? (found.datagrams?.length ?? found.index.datagrams) : 0;
  });
  get isSearching(): ReadonlySignal<boolean> {
    return this.#isSearching;
  }

  /** The datagram of a line of the list. */
  datagramAt(line: number): number {
    return this.matches.value?.[line] ?? line;
  }

  /** The line of a datagram, or of the next one that is listed. */
  lineOf(datagram: number): number {
    const matches = this.matches.value;
    if (!matches) return datagram;
    let [low, high] = [0, matches.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (matches[middle] < datagram) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #search(): void {
    const run = this.#current.value;
    const index = run?.index.value ?? null;
    const query = this.query.value;
    this.#stop.abort();
    this.#stop = new AbortController();
    // Those of another run must not be seen meanwhile.
    if (run !== this.#run) this.#found.value = null;
    this.#run = run;
    if (!index || query.terms.length === 0) this.#show(index && { index, datagrams: null });
    else void this.#find(index, query, this.#stop.signal);
  }

  async #find(index: RunIndex, query: Query, stop: AbortSignal): Promise<void> {
    this.#isSearching.value = true;
    try {
      const datagrams = await findDatagrams(index, query, stop);
      if (!stop.aborted) this.#show({ index, datagrams });
    } catch (error) {
      if (!(error instanceof XtcError && error.code === 'aborted')) throw error;
    }
  }

  #show(found: { index: RunIndex; datagrams: Uint32Array | null } | null): void {
    batch(() => {
      this.#found.value = found;
      this.#isSearching.value = false;
    });
  }
}
