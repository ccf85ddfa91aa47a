import type { AxisRange } from './range.ts';

/** In what the numbers of an axis are written: values are divided by `factor`, `unit` says so. */
export type AxisUnit = { readonly factor: number; readonly unit: string };

const PREFIXES: Readonly<Record<number, string>> = { [-15]: 'f', [-12]: 'p', [-9]: 'n', [-6]: 'µ', [-3]: 'm', 0: '', 3: 'k', 6: 'M', 9: 'G', 12: 'T' };
/** Units that take a prefix. Others (`ADU`, `ps`, `mJ`) keep their name and get a power of ten. */
const PREFIXED = new Set(['s', 'm', 'g', 'V', 'A', 'J', 'W', 'C', 'F', 'H', 'T', 'K', 'Hz', 'eV', 'Pa', 'rad', 'Ω']);
const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The exponent of ten as a superscript: `10⁻³`. */
export function powerText(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => DIGITS[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** The unit in which a range is written with few digits: SI prefixes, powers of ten where there is no unit to prefix. */
export function axisUnit({ min, max, isLog }: AxisRange, unit: string): AxisUnit {
  const size = Math.max(Math.abs(min), Math.abs(max));
  const plain = { factor: 1, unit };
  if (isLog || size === 0 || !Number.isFinite(size)) return plain;
  const exponent = Math.floor(Math.log10(size) / 3 + 1e-9) * 3;
  if (PREFIXED.has(unit)) {
    const allowed = Math.max(-15, Math.min(12, exponent));
    return { factor: 10 ** allowed, unit: `${PREFIXES[allowed]}${unit}` };
  }
  // Numbers up to six digits need no help; those that hardly change over the axis would lose what tells them apart.
  if ((exponent >= -3 && exponent <= 3) || max - min < size * 1e-3) return plain;
  return { factor: 10 ** exponent, unit: `${powerText(exponent)}${unit === '' ? '' : ` ${unit}`}` };
}

/** The words at an axis: what it shows, in what. */
export function axisLabel(quantity: string, unit: string): string {
  return unit === '' ? quantity : `${quantity} / ${unit}`;
}

/** The numbers at an axis, all with the decimals that tell neighbours apart; empty where there is no mark. */
export function tickTexts(ticks: readonly (number | null)[], { factor }: AxisUnit, isLog: boolean): string[] {
  const there = ticks.filter((tick) => tick !== null);
  if (isLog) return ticks.map((tick) => (tick === null ? '' : logText(tick)));
  const step = there.length > 1 ? Math.abs(there[1] - there[0]) / factor : 1;
  const decimals = Math.max(0, Math.min(12, -Math.floor(Math.log10(step) + 1e-9)));
  // 0.25 needs a digit more than 0.5.
  const needed = there.some((tick) => Math.abs((tick / factor) * 10 ** decimals - Math.round((tick / factor) * 10 ** decimals)) > 1e-6) ? decimals + 1 : decimals;
  return ticks.map((tick) => (tick === null ? '' : minus((tick / factor).toFixed(needed))));
}

/** Clock times (UTC) of seconds since 1970. */
export function clockTexts(ticks: readonly (number | null)[]): string[] {
  const there = ticks.filter((tick) => tick !== null);
  const step = there.length > 1 ? there[1] - there[0] : 1;
  return ticks.map((tick) => {
    if (tick === null) return '';
    const text = new Date(Math.round(tick * 1000)).toISOString();
    if (step >= 86_400) return text.slice(0, 10);
    return step >= 60 ? text.slice(11, 16) : step >= 1 ? text.slice(11, 19) : text.slice(14, 23);
  });
}

/** A value to be read beside a plot. */
export function valueText(value: number, unit = ''): string {
  if (Number.isNaN(value)) return 'none';
  const text = Number.isInteger(value) && Math.abs(value) < 1e12 ? String(value) : Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7 ? String(Number(value.toPrecision(6))) : value.toExponential(4);
  return `${minus(text)}${unit === '' ? '' : ` ${unit}`}`;
}

function logText(tick: number): string {
  const exponent = Math.log10(tick);
  const isPower = Math.abs(exponent - Math.round(exponent)) < 1e-9;
  if (isPower && (exponent < -2 || exponent > 3)) return powerText(Math.round(exponent));
  return minus(String(Number(tick.toPrecision(3))));
}

function minus(text: string): string {
  return text.replace('-', '\u2212');
}
