import { XtcError } from '../base/errors.ts';
import { EVENT_COLUMNS, REGION_MEASURES, SOURCE_FUNCTIONS, WAVEFORM_MEASURES, WORD_OPERATORS, type EventColumn, type Quantity, type SourceFunction } from './quantity.ts';

/** A quantity found in a text: it takes the characters up to `end`. */
export type FoundQuantity = { readonly quantity: Quantity; readonly end: number };

/** An error at characters start … of an expression. */
export function expressionError(message: string, start: number): XtcError {
  return new XtcError('bad-expression', `Character ${start + 1}: ${message}`, { offset: start });
}

const PART = String.raw`(?:[A-Za-z]\w*|\*)(?:-(?:\d+|\*))?`;
/** `XppSb3Ipm-1|Ipimb-0`, `|Ipimb-0`, `AmoETof-0`, `NH2-SB1-IPM-01`: only where a member or type follows. */
const MEMBER = String.raw`(?=\.(?!e\d)[A-Za-z_]|\[|[ \t]+(?!(?:and|or|not)\b)[A-Za-z]\w*[.[])`;
const ADDRESS = new RegExp(String.raw`(?:[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+-\d\d|(?:${PART})?\|${PART}|${PART})${MEMBER}`, 'y');
const TYPE = /[ \t]+(?!(?:and|or|not)\b)([A-Za-z]\w*)(?=[.[])/y;
const PATH = /(?:\.?[A-Za-z_]\w*|\[\s*\d+\s*\])(?:\.[A-Za-z_]\w*|\[\s*\d+\s*\])*/y;
const NAME = /[A-Za-z_]\w*/y;
const MEASURE = /\.([A-Za-z]\w*)/y;

/**
 * Reads the quantity that starts at a place of an expression; null when none does. Functions (`sqrt(…)`) are none.
 * @param sources names of sources and arrays that need no quotes whatever they look like
 * @throws {XtcError} 'bad-expression' when one starts and goes wrong
 */
export function readQuantity(text: string, at: number, sources: readonly string[] = []): FoundQuantity | null {
  const known = longestAt(text, at, sources);
  if (known !== '') return member(text, at + known.length, known) ?? { quantity: { kind: 'name', name: known }, end: at + known.length };
  const quote = text[at];
  if (quote === '`' || quote === "'") {
    const { content, end } = readQuoted(text, at);
    return member(text, end, content) ?? { quantity: { kind: 'name', name: content }, end };
  }
  const address = match(ADDRESS, text, at);
  const found = address && !WORD_OPERATORS.includes(address[0]) ? member(text, at + address[0].length, address[0]) : null;
  if (found) return found;
  const name = match(NAME, text, at)?.[0] ?? '';
  if (name === '' || WORD_OPERATORS.includes(name)) return null;
  const end = at + name.length;
  if (/^\s*\(/.test(text.slice(end, end + 20))) return Object.hasOwn(SOURCE_FUNCTIONS, name) ? readSource(name as SourceFunction, text, text.indexOf('(', end)) : null;
  if ((EVENT_COLUMNS as readonly string[]).includes(name)) return { quantity: { kind: 'event', column: name as EventColumn }, end };
  return { quantity: { kind: 'name', name }, end };
}

/** A text that is one quantity and nothing else. @throws {XtcError} 'bad-expression' */
export function parseQuantity(text: string, sources: readonly string[] = []): Quantity {
  const start = text.length - text.trimStart().length;
  const found = readQuantity(text, start, sources);
  if (!found) throw expressionError('a quantity was expected, such as EBeam.ebeamL3Energy.', start);
  if (text.slice(found.end).trim() !== '') throw expressionError(`“${text.slice(found.end).trim()}” follows a quantity that was complete.`, found.end);
  return found.quantity;
}

/** ` Type.path`, `.path` or `[…]` after an address. */
function member(text: string, at: number, address: string): FoundQuantity | null {
  const type = match(TYPE, text, at);
  const pathAt = at + (type?.[0].length ?? 0);
  if (text[pathAt] !== '.' && text[pathAt] !== '[') return null;
  const from = text[pathAt] === '.' ? pathAt + 1 : pathAt;
  const path = match(PATH, text, from);
  if (!path) throw expressionError(`the name of a member was expected after “${text.slice(0, from).trimStart()}”, such as .sum or .channel[1].`, from);
  return { quantity: { kind: 'member', address, type: type?.[1] ?? '', path: path[0].replaceAll(/\s/g, '') }, end: from + path[0].length };
}

/** `epics(…)`, `evr(…)`, … with what is in the parentheses taken as it is. */
function readSource(name: SourceFunction, text: string, open: number): FoundQuantity {
  const { words, end } = readArguments(text, open, SOURCE_FUNCTIONS[name]);
  const wrong = (message: string): XtcError => expressionError(`${message} Write ${SOURCE_FUNCTIONS[name]}.`, open + 1);
  if (name === 'epics' || name === 'control') {
    if (words.length !== 1 || words[0] === '') throw wrong('the name of a process variable was expected.');
    return { quantity: { kind: name, name: words[0] }, end };
  }
  if (name === 'evr') {
    if (words.length !== 1 || !/^\d+$/.test(words[0])) throw wrong('an event code was expected.');
    return { quantity: { kind: 'evr', code: Number(words[0]) }, end };
  }
  const measure = match(MEASURE, text, end);
  const [address, ...numbers] = words;
  const measures: readonly string[] = name === 'roi' ? REGION_MEASURES : WAVEFORM_MEASURES;
  if (!measure || !measures.includes(measure[1])) throw expressionError(`one of .${measures.join(', .')} was expected after ${name}(…).`, end);
  const after = end + measure[0].length;
  if (name === 'roi') {
    const region = numbers.map(Number);
    if (address === '' || (region.length !== 4 && region.length !== 0) || region.some(Number.isNaN) || numbers.includes('')) throw wrong('the address of a camera and x1, x2, y1, y2 were expected.');
    return { quantity: { kind: 'roi', address, region, measure: measure[1] as (typeof REGION_MEASURES)[number] }, end: after };
  }
  const window = /^(\d+)\s*-\s*(\d+)$/.exec(numbers[1] ?? '');
  if (address === '' || !/^\d+$/.test(numbers[0] ?? '') || numbers.length > 2 || (numbers.length === 2 && !window)) throw wrong('an address, a channel and perhaps the samples from-to were expected.');
  return {
    quantity: { kind: 'waveform', address, channel: Number(numbers[0]), window: window && [Number(window[1]), Number(window[2])], measure: measure[1] as (typeof WAVEFORM_MEASURES)[number] },
    end: after,
  };
}

/** Texts between parentheses, parted by commas; those in quotes are taken as they are. */
function readArguments(text: string, open: number, example: string): { words: string[]; end: number } {
  const words: string[] = [];
  let word = '';
  let isQuoted = false;
  const add = (): void => {
    words.push(isQuoted ? word : word.trim());
    word = '';
    isQuoted = false;
  };
  for (let at = open + 1; at < text.length; ) {
    const character = text[at];
    if (character === ')') {
      add();
      return { words, end: at + 1 };
    }
    if ((character === '`' || character === "'") && word.trim() === '') {
      const { content, end } = readQuoted(text, at);
      word = content;
      isQuoted = true;
      at = end;
      continue;
    }
    if (character === ',') add();
    else if (!isQuoted) word += character;
    ++at;
  }
  throw expressionError(`the “(” is never closed. Write ${example}.`, open);
}

/** Content between quotes; a doubled quote stands for one. */
function readQuoted(text: string, at: number): { content: string; end: number } {
  const quote = text[at];
  let content = '';
  for (let i = at + 1; i < text.length; ++i) {
    if (text[i] !== quote) content += text[i];
    else if (text[i + 1] === quote) content += text[++i];
    else return { content, end: i + 1 };
  }
  throw expressionError(`the quote ${quote} is never closed.`, at);
}

/** The longest of the names that stands at a place and ends there as a word. */
function longestAt(text: string, at: number, names: readonly string[]): string {
  let longest = '';
  for (const name of names) {
    if (name.length > longest.length && text.startsWith(name, at) && !/[\w-]/.test(text[at + name.length] ?? ' ')) longest = name;
  }
  return longest;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
