import { DAMAGE_NAMES } from './damage.ts';
import { parseFileName } from './file-name.ts';
import { QUERY_KEYS } from './query.ts';
import type { RunIndex } from './run-index.ts';
import { transitionName } from './transition.ts';
import { typeLabel, typeName } from './type-id.ts';

/** What a word of a query could become. */
export type Completion = {
  /** Takes the place of characters start … end-1. */
  readonly text: string;
  readonly hint: string;
};
export type Completions = { readonly start: number; readonly end: number; readonly options: readonly Completion[] };

const MOST = 12;
const KEYED = /^(-?)([a-z]+)(:|=)(.*)$/i;
const TRANSITIONS = Array.from({ length: 13 }, (_, number) => transitionName(number));

/** Keys and values of this run that go on with the word before the caret. */
export function completionsAt(text: string, caret: number, index: RunIndex | null): Completions {
  let start = caret;
  while (start > 0 && !isBoundary(text, start - 1)) --start;
  const word = text.slice(start, caret);
  const keyed = KEYED.exec(word);
  const minus = word.startsWith('-') ? '-' : '';
  const options = keyed
    ? valuesOf(keyed[2].toLowerCase(), index).map((value) => ({ text: `${minus}${keyed[2]}${keyed[3]}${quoted(value)}`, hint: '', value }))
    : [
        ...Object.entries(QUERY_KEYS).map(([key, hint]) => ({ text: `${minus}${key}${key === 'fault' ? '' : ':'}`, hint, value: key })),
        ...(word.length > minus.length ? anyValues(index).map(({ key, value }) => ({ text: `${minus}${key}:${quoted(value)}`, hint: '', value })) : []),
      ];
  const part = (keyed ? keyed[4] : word.slice(minus.length)).replaceAll('"', '').toLowerCase();
  const found = options.filter(({ text: option, value }) => value.toLowerCase().includes(part) && option !== word);
  const first = found.filter(({ value }) => value.toLowerCase().startsWith(part));
  const ordered = [...first, ...found.filter((option) => !first.includes(option))];
  return { start, end: caret, options: ordered.slice(0, MOST).map(({ text: option, hint }) => ({ text: option, hint })) };
}

/** Blanks end a word, except inside quotes. */
function isBoundary(text: string, at: number): boolean {
  return /\s/.test(text[at]) && (text.slice(0, at).split('"').length - 1) % 2 === 0;
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

function anyValues(index: RunIndex | null): { key: string; value: string }[] {
  return ['transition', 'source', 'type', 'damage'].flatMap((key) => valuesOf(key, index).map((value) => ({ key, value })));
}

function valuesOf(key: string, index: RunIndex | null): string[] {
  if (key === 'transition') return TRANSITIONS;
  if (key === 'damage') return [...DAMAGE_NAMES, 'user'];
  if (!index) return [];
  const unique = (values: readonly (string | number)[]): string[] => [...new Set(values)].sort().map(String);
  if (key === 'source') return unique(index.kinds.map(({ source }) => source));
  if (key === 'type') return unique(index.kinds.map(({ typeId, version }) => typeLabel(typeName(typeId), version)));
  if (key === 'stream') return unique(index.files.map((file) => parseFileName(file).stream));
  if (key === 'chunk') return unique(index.files.map((file) => parseFileName(file).chunk));
  return key === 'file' ? unique(index.files) : [];
}
