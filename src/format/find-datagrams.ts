import { XtcError, throwIfAborted } from '../base/errors.ts';
import { pause } from '../base/pause.ts';
import { matcherOf, type Matches } from './query-match.ts';
import { parseQuery, type Query } from './query.ts';
import type { RunIndex } from './run-index.ts';

/** Datagrams looked at between two looks at the clock. */
const STEP = 4096;
const SLICE_MS = 8;

/**
 * The datagrams that a query wants, rising. Works in slices of about 8 ms, so that it may run beside the user's input.
 * @throws {XtcError} 'aborted'
 */
export async function findDatagrams(index: RunIndex, query: Query, signal?: AbortSignal): Promise<Uint32Array> {
  const matchers = query.terms.map((term) => matcherOf(term, index));
  let found = new Uint32Array(STEP);
  let count = 0;
  let sliceEnd = performance.now() + SLICE_MS;
  for (let start = 0; start < index.datagrams; start += STEP) {
    if (performance.now() > sliceEnd) {
      await pause();
      throwIfAborted(signal);
      sliceEnd = performance.now() + SLICE_MS;
    }
    if (count + STEP > found.length) {
      const larger = new Uint32Array(2 * found.length + STEP);
      larger.set(found);
      found = larger;
    }
    const end = Math.min(start + STEP, index.datagrams);
    let last = count;
    for (let i = start; i < end; ++i) found[last++] = i;
    for (const matches of matchers) last = keep(matches, found, count, last);
    count = last;
  }
  throwIfAborted(signal);
  return found.slice(0, count);
}

/** Moves those that match to the front of list[first … end-1]. @returns the end of them */
function keep(matches: Matches, list: Uint32Array, first: number, end: number): number {
  let kept = first;
  for (let at = first; at < end; ++at) {
    const datagram = list[at];
    if (matches(datagram)) list[kept++] = datagram;
  }
  return kept;
}

/** A query that scripts give. @throws {XtcError} 'bad-query' at the first word that is not understood: `offset` is its place */
export function strictQuery(text: string): Query {
  const query = parseQuery(text);
  const [problem] = query.problems;
  if (problem) throw new XtcError('bad-query', `${problem.message} (characters ${problem.start} to ${problem.end} of the query)`, { offset: problem.start });
  return query;
}
