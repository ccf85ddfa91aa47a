import { damageMask } from './damage.ts';
import { parseTime, type TimeSpan } from './query-time.ts';

/** Columns of whole numbers that a word can compare: `cycle:6`, `size>1MB`, `fid:0x1a2f3`, `number:100..200`. */
export type NumberColumn = 'size' | 'fid' | 'cycle' | 'stream' | 'chunk' | 'number' | 'event';
export type TextColumn = 'transition' | 'source' | 'type' | 'file';

/** What one word of a query wants of a datagram. */
export type QueryTerm = { readonly isNegated: boolean } & (
  | { readonly kind: 'text'; readonly column: TextColumn | 'any'; readonly text: string }
  /** Both ends are included. */
  | { readonly kind: 'number'; readonly column: NumberColumn; readonly low: number; readonly high: number }
  | ({ readonly kind: 'time' } & TimeSpan)
  /** Any of these bits, anywhere in the tree. */
  | { readonly kind: 'damage'; readonly mask: number }
  | { readonly kind: 'fault' }
);

/** A word that is not understood: what is wrong with characters start … end-1 of the query. */
export type QueryProblem = { readonly message: string; readonly start: number; readonly end: number };
export type Query = { readonly terms: readonly QueryTerm[]; readonly problems: readonly QueryProblem[] };

/** Keys of the language with what they are for. */
export const QUERY_KEYS: Readonly<Record<TextColumn | NumberColumn | 'damage' | 'time' | 'fault', string>> = {
  transition: 'Configure, L1Accept, …',
  source: 'detector, beam-line datum or process',
  type: 'EBeamBld, Cspad, …',
  damage: 'any, or its name or bits',
  size: 'bytes: size>1MB, size:100kB..2MB',
  time: 'UTC: time>12:04:31',
  fid: 'fiducial: fid:0x1a2f3',
  cycle: 'calib cycle: cycle:6, cycle:2..5',
  stream: 'stream:0, stream>=80',
  chunk: 'chunk:1',
  number: 'place in the run: number:100..200',
  event: 'event:12',
  file: 'part of a file name',
  fault: 'headers or trees that are broken',
};

const TEXT_COLUMNS: readonly string[] = ['transition', 'source', 'type', 'file'];
const ALIASES: Readonly<Record<string, string>> = { fiducial: 'fid', fiducials: 'fid', faults: 'fault', datagram: 'number' };
const WORD = /(-?)(?:([a-z]+)(<=|>=|[:=<>]))?((?:"[^"]*"?|[^\s"])*)/iy;
const NUMBER = /^(0x[0-9a-f]+|\d+(?:\.\d+)?)([a-z]*)$/i;
const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1048576, gib: 1073741824 };

type Word = { readonly key: string; readonly operator: string; readonly value: string };

/**
 * Reads a query: words that must all hold, `-` before a word for the opposite, quotes around blanks.
 *
 * `transition:L1Accept source:Cspad type:EBeam damage damage:OutOfOrder size>1MB time>12:04:31 fid:0x1a2f3 cycle:2..5
 * stream:80 fault` and free text, which is looked for in sources, types and transitions. Never throws: words that are not
 * understood are in `problems` and do not count.
 */
export function parseQuery(text: string): Query {
  const terms: QueryTerm[] = [];
  const problems: QueryProblem[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; at = skipBlanks(text, at)) {
    WORD.lastIndex = at;
    const [whole, minus, key = '', operator = '', quoted] = WORD.exec(text) ?? [text.slice(at), '', '', '', ''];
    const end = at + whole.length;
    const value = quoted.replaceAll('"', '');
    const term = parseWord({ key: ALIASES[key.toLowerCase()] ?? key.toLowerCase(), operator, value });
    if (typeof term === 'string') problems.push({ message: term, start: at, end });
    else if (term) terms.push({ ...term, isNegated: minus !== '' });
    at = end;
  }
  return { terms, problems };
}

function skipBlanks(text: string, at: number): number {
  while (at < text.length && /\s/.test(text[at])) ++at;
  return at;
}

type Wish<T = QueryTerm> = T extends QueryTerm ? Omit<T, 'isNegated'> : never;

/** @returns a sentence when the word is not understood, null when it is empty and so holds always */
function parseWord({ key, operator, value }: Word): Wish | string | null {
  if (key === '') {
    if (value === '') return null;
    const bare = value.toLowerCase();
    if (bare === 'damage') return { kind: 'damage', mask: 0xffffffff };
    if (bare === 'fault' || bare === 'faults') return { kind: 'fault' };
    return { kind: 'text', column: 'any', text: bare };
  }
  if (!(key in QUERY_KEYS)) return `There is no “${key}${operator}”. Known are ${Object.keys(QUERY_KEYS).join(', ')}.`;
  if (key === 'fault') return { kind: 'fault' };
  if (value === '') return `What “${key}${operator}” should compare with is missing: ${QUERY_KEYS[key as keyof typeof QUERY_KEYS]}.`;
  const isEqual = operator === ':' || operator === '=';
  if (TEXT_COLUMNS.includes(key)) {
    return isEqual ? { kind: 'text', column: key as TextColumn, text: value.toLowerCase() } : `“${key}” is text: write ${key}:${value}.`;
  }
  if (key === 'damage') {
    const mask = damageMask(value);
    if (!isEqual) return `“damage” is a set of bits: write damage:${value}.`;
    return mask === 0 ? `“${value}” is no damage. Write a name such as OutOfOrder, user, or bits such as 0x1000.` : { kind: 'damage', mask };
  }
  if (key === 'time') {
    const span = parseTime(operator, value);
    return span ? { kind: 'time', ...span } : `“${value}” is no time. Write 12:04, 12:04:31.5, 2011-03-28T12:04 or Unix seconds, UTC.`;
  }
  return parseNumbers(key as NumberColumn, operator, value);
}

function parseNumbers(column: NumberColumn, operator: string, value: string): Wish | string {
  const [from, to, ...rest] = value.split('..').map((word) => parseNumber(column, word));
  const example = `Write ${column === 'fid' ? 'fid:0x1a2f3' : column === 'size' ? 'size>1MB' : `${column}:6`} or a range, ${column}:2..5.`;
  if (from === null || to === null || rest.length > 0) return `“${value}” is no ${column === 'size' ? 'size' : 'number'}. ${example}`;
  const number = { kind: 'number', column } as const;
  const isEqual = operator === ':' || operator === '=';
  if (to !== undefined) return isEqual ? { ...number, low: from, high: to } : `A range is written with a colon: ${column}:${value}.`;
  if (operator === '>') return { ...number, low: Math.floor(from) + 1, high: Infinity };
  if (operator === '>=') return { ...number, low: from, high: Infinity };
  if (operator === '<') return { ...number, low: -Infinity, high: Math.ceil(from) - 1 };
  if (operator === '<=') return { ...number, low: -Infinity, high: from };
  return { ...number, low: from, high: from };
}

function parseNumber(column: NumberColumn, word: string): number | null {
  const plain = column === 'stream' ? word.replace(/^s/i, '') : column === 'chunk' ? word.replace(/^c/i, '') : word;
  const match = NUMBER.exec(plain);
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  if (!match || unit === undefined || (unit !== 1 && column !== 'size')) return null;
  return Number(match[1]) * unit;
}
