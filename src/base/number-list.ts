import { XtcError } from './errors.ts';

/**
 * Reads `0, 3-5`: whole numbers and ranges, both ends included, separated by commas or blanks.
 * @param count numbers must be below it  @param what they number, for messages: `calib cycle`
 * @returns each once, rising
 * @throws {XtcError} 'out-of-range' saying what was expected
 */
export function parseNumberList(text: string, count: number, what: string): number[] {
  const found = new Set<number>();
  for (const part of text.replaceAll(/\s*[-–]\s*/g, '-').split(/[\s,;]+/).filter(Boolean)) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!match) throw new XtcError('out-of-range', `“${part}” is no ${what}: expected numbers and ranges like 0, 3-5.`);
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first) throw new XtcError('out-of-range', `“${part}” ends before it begins.`);
    if (last >= count) throw new XtcError('out-of-range', `There is no ${what} ${last}: ${count === 0 ? 'the run has none' : `they go from 0 to ${count - 1}`}.`);
    for (let number = first; number <= last; ++number) found.add(number);
  }
  return [...found].sort((a, b) => a - b);
}
