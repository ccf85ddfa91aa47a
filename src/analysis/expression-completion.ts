import { XtcError } from '../base/errors.ts';
import { CONSTANTS, FUNCTIONS } from './functions.ts';
import { EVENT_COLUMNS, SOURCE_FUNCTIONS } from './quantity.ts';
import { readQuantity } from './read-quantity.ts';

/** A quantity that can be chosen, as it is written, with what it is. */
export type KnownQuantity = { readonly text: string; readonly hint: string };
/** What can stand at a caret: `text` takes the place of characters start … end-1. */
export type ExpressionCompletions = { readonly start: number; readonly end: number; readonly options: readonly KnownQuantity[] };

const MOST = 40;
const NUMBER = /(?:0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?![\w.])/iy;
const OPERATOR = /\s*(?:<=|>=|==|!=|<>|\*\*|&&|\|\||[-+*/%^<>=&|]|and\b|or\b|,)/y;
/** What can stand before a value: signs, parentheses, the names of functions with theirs. */
const PREFIX = new RegExp(`(?:[\\s(+!-]|not\\b|(?:${Object.keys(FUNCTIONS).join('|')})\\s*\\()*`, 'y');
const OPERATORS: readonly KnownQuantity[] = [
  { text: 'and', hint: 'both are true' },
  { text: 'or', hint: 'one is true' },
  ...['+', '-', '*', '/', '^', '<', '<=', '>', '>=', '==', '!='].map((text) => ({ text, hint: '' })),
];

/**
 * What can stand at the caret: quantities, functions and own names where a value is expected, operators where one is
 * complete. Words of what is typed are looked for anywhere in a name, so `ipm sum` finds `XppSb3Ipm-1|Ipimb-0 IpmFex.sum`.
 */
export function completeExpression(text: string, caret: number, known: readonly KnownQuantity[], sources: readonly string[] = []): ExpressionCompletions {
  const before = text.slice(0, caret);
  const { starts, isComplete } = operandsOf(before, sources);
  // A name that is being typed has blanks, `-` and `|` in it: the first place from which all that is typed starts one.
  for (const start of starts) {
    const typed = before.slice(start).toLowerCase();
    const longer = typed === '' ? [] : known.filter((option) => option.text.toLowerCase().startsWith(typed) && option.text.length > typed.length);
    if (/[\s|-]/.test(typed) && longer.length > 0) return { start, end: caret, options: longer.slice(0, MOST) };
  }
  if (isComplete && /\s$/.test(before)) return { start: caret, end: caret, options: OPERATORS };
  const start = starts.at(-1) ?? caret;
  return { start, end: caret, options: matching([...known, ...ALWAYS], before.slice(start)).slice(0, MOST) };
}

const ALWAYS: readonly KnownQuantity[] = [
  ...EVENT_COLUMNS.map((text) => ({ text, hint: 'of the event' })),
  ...Object.entries(SOURCE_FUNCTIONS).map(([name, example]) => ({ text: `${name}(`, hint: example })),
  ...Object.entries(FUNCTIONS).map(([name, { hint }]) => ({ text: `${name}(`, hint })),
  ...Object.keys(CONSTANTS).map((text) => ({ text, hint: 'constant' })),
  { text: 'not ', hint: 'the opposite' },
];

/** Those that have every word; those that start with all that is typed come first. */
function matching(options: readonly KnownQuantity[], typed: string): KnownQuantity[] {
  const whole = typed.toLowerCase();
  const words = whole.split(/\s+/).filter((word) => word !== '');
  const found = options.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
  const first = found.filter(({ text }) => text.toLowerCase().startsWith(whole));
  return [...first, ...found.filter((option) => !first.includes(option))];
}

/** Where operands start, and whether the last one reads as complete. */
function operandsOf(text: string, sources: readonly string[]): { starts: readonly number[]; isComplete: boolean } {
  const starts: number[] = [];
  let at = 0;
  for (;;) {
    PREFIX.lastIndex = at;
    at += PREFIX.exec(text)?.[0].length ?? 0;
    starts.push(at);
    const end = operandEnd(text, at, sources);
    if (end === null) return { starts, isComplete: false };
    at = end + (/^[\s)]*\)/.exec(text.slice(end))?.[0].length ?? 0);
    OPERATOR.lastIndex = at;
    const operator = OPERATOR.exec(text);
    if (!operator) return { starts, isComplete: true };
    at += operator[0].length;
  }
}

/** End of the number or quantity at a place; null when nothing complete is there. */
function operandEnd(text: string, at: number, sources: readonly string[]): number | null {
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text);
  if (number) return at + number[0].length;
  try {
    return readQuantity(text, at, sources)?.end ?? null;
  } catch (error) {
    if (!(error instanceof XtcError)) throw error;
    return null; // still being typed: what is missing is what the options are for
  }
}
