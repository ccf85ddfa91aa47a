import { rawOf } from './raw.ts';

/**
 * A text with values put in as C's printf and Python's % do it: `format('(x, y) = (%.2f, %.2f)', x, y)`. Knows d, i, u, f,
 * e, g, x, o, s, r and %%, with the flags - + 0 # and blank, a width and a precision.
 */
export function printf(text: string, ...given: readonly unknown[]): string {
  let next = 0;
  return text.replace(/%([-+ 0#]*)(\d+)?(?:\.(\d+))?([diufFeEgGxXosr%])/g, (_all, flags: string, width: string | undefined, digits: string | undefined, kind: string) => {
    if (kind === '%') return '%';
    const body = converted(rawOf(given[next++]), kind, digits === undefined ? undefined : Number(digits));
    const isNumber = !'sr'.includes(kind);
    const sign = isNumber && !body.startsWith('-') ? (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') : '';
    return padded(sign + body, Number(width ?? 0), flags, isNumber);
  });
}

function padded(text: string, width: number, flags: string, isNumber: boolean): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || !isNumber) return text.padStart(width);
  const [, sign, digits] = /^([-+ ]?)(.*)$/s.exec(text) ?? ['', '', text];
  return sign + digits.padStart(width - sign.length, '0');
}

function converted(value: unknown, kind: string, digits: number | undefined): string {
  if ('sr'.includes(kind)) return String(value).slice(0, digits);
  const number = Number(value);
  if (!Number.isFinite(number)) return String(number).replace('Infinity', 'inf').replace('NaN', 'nan');
  switch (kind) {
    case 'f':
    case 'F':
      return fixed(number, digits ?? 6);
    case 'e':
    case 'E':
      return exponent(number.toExponential(digits ?? 6), kind);
    case 'g':
    case 'G':
      return general(number, digits === 0 ? 1 : (digits ?? 6), kind);
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(number).toString(8);
    default:
      return String(Math.trunc(number)).padStart(digits ?? 0, '0');
  }
}

/** C rounds a number that lies just between two to the even one, JavaScript away from zero. */
function fixed(number: number, digits: number): string {
  const rounded = number.toFixed(digits);
  const exact = number.toFixed(Math.min(100, digits + 40));
  const rest = exact.slice(digits === 0 ? exact.indexOf('.') + 1 : exact.indexOf('.') + 1 + digits);
  if (!/^50*$/.test(rest)) return rounded;
  const cut = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  return Number(cut.at(-1)) % 2 === 0 ? cut : rounded;
}

/** C writes two digits of an exponent at least. */
function exponent(text: string, kind: string): string {
  const written = text.replace(/e([-+])(\d)$/, 'e$10$2');
  return kind === 'E' || kind === 'G' ? written.toUpperCase() : written;
}

function general(number: number, digits: number, kind: string): string {
  if (number === 0) return '0';
  const power = Number(/e(.*)$/.exec(number.toExponential(digits - 1))?.[1] ?? 0);
  if (power < -4 || power >= digits) return exponent(number.toExponential(digits - 1).replace(/\.?0+e/, 'e'), kind);
  const written = number.toFixed(Math.max(0, digits - 1 - power));
  return written.includes('.') ? written.replace(/\.?0+$/, '') : written;
}
