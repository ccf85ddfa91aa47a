/** A moment in UTC: Unix seconds, or seconds since midnight of the run's day. */
export type TimePoint = { readonly isOfDay: boolean; readonly seconds: number; readonly nanoseconds: number };
/** from ≤ time < to; null is open. */
export type TimeSpan = { readonly from: TimePoint | null; readonly to: TimePoint | null };

const CLOCK = /^(?:(\d{4}-\d\d-\d\d)[T_])?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|UTC)?$/i;
const UNIX = /^(\d{6,10})(?:\.(\d{1,9}))?$/;
const NS = 1e9;

/**
 * What `time` compared with a value wants. A value covers all that it leaves open: `12:04` is a whole minute, `12:04:31.2`
 * a tenth of a second; `a..b` goes from the beginning of a to the end of b.
 * @returns null when the value is no time
 */
export function parseTime(operator: string, value: string): TimeSpan | null {
  const range = value.split('..');
  const [first, last] = [parseClock(range[0]), parseClock(range[range.length - 1])];
  if (!first || !last || range.length > 2) return null;
  const end = later(last.point, last.spanNs);
  if (range.length === 2) return operator === ':' || operator === '=' ? { from: first.point, to: end } : null;
  if (operator === '>') return { from: later(first.point, 1), to: null };
  if (operator === '>=') return { from: first.point, to: null };
  if (operator === '<') return { from: null, to: first.point };
  if (operator === '<=') return { from: null, to: end };
  return { from: first.point, to: end };
}

function parseClock(text: string): { point: TimePoint; spanNs: number } | null {
  const unix = UNIX.exec(text);
  if (unix) return { point: { isOfDay: false, seconds: Number(unix[1]), nanoseconds: fraction(unix[2]) }, spanNs: fractionSpan(unix[2]) };
  const match = CLOCK.exec(text);
  if (!match) return null;
  const [, date, hours, minutes, seconds, decimals] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null;
  const ofDay = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  const midnight = date === undefined ? 0 : Date.parse(`${date}T00:00:00Z`) / 1000;
  if (Number.isNaN(midnight)) return null;
  const point = { isOfDay: date === undefined, seconds: midnight + ofDay, nanoseconds: fraction(decimals) };
  return { point, spanNs: seconds === undefined ? 60 * NS : fractionSpan(decimals) };
}

function fraction(decimals = ''): number {
  return Number(decimals.padEnd(9, '0'));
}

function fractionSpan(decimals = ''): number {
  return 10 ** (9 - decimals.length);
}

function later({ isOfDay, seconds, nanoseconds }: TimePoint, ns: number): TimePoint {
  const sum = nanoseconds + ns;
  return { isOfDay, seconds: seconds + Math.floor(sum / NS), nanoseconds: sum % NS };
}

/** Nanoseconds from second `base` to a moment; of times of day, that of the run's day, or of the next for runs over midnight. */
export function nanosecondsTo(point: TimePoint, base: number, last: number): number {
  let { seconds } = point;
  if (point.isOfDay) {
    seconds += base - (base % 86400);
    if (seconds < base && seconds + 86400 <= last) seconds += 86400;
  }
  return (seconds - base) * NS + point.nanoseconds;
}
