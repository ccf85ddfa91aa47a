/** What a function of expressions does to one row; missing values (NaN) stay missing unless it says otherwise. */
export type ExpressionFunction = {
  readonly least: number;
  readonly most: number;
  readonly hint: string;
} & ({ readonly kind: 'one'; readonly apply: (x: number) => number } | { readonly kind: 'two'; readonly apply: (x: number, y: number) => number } | { readonly kind: 'choice' });

const one = (apply: (x: number) => number, hint: string): ExpressionFunction => ({ kind: 'one', least: 1, most: 1, apply, hint });
const two = (apply: (x: number, y: number) => number, hint: string): ExpressionFunction => ({ kind: 'two', least: 2, most: 2, apply, hint });
const many = (apply: (x: number, y: number) => number, hint: string): ExpressionFunction => ({ kind: 'two', least: 2, most: 16, apply, hint });

/** Halves go to the even neighbour, as numpy rounds. */
function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** Functions that expressions can call, by name. Angles are in radian. */
export const FUNCTIONS: Readonly<Record<string, ExpressionFunction>> = {
  sqrt: one(Math.sqrt, 'square root'),
  log: one(Math.log, 'natural logarithm'),
  log10: one(Math.log10, 'logarithm to base 10'),
  log2: one(Math.log2, 'logarithm to base 2'),
  exp: one(Math.exp, 'e to the power'),
  abs: one(Math.abs, 'without sign'),
  sign: one(Math.sign, '-1, 0 or 1'),
  sin: one(Math.sin, 'sine of radian'),
  cos: one(Math.cos, 'cosine of radian'),
  tan: one(Math.tan, 'tangent of radian'),
  asin: one(Math.asin, 'arc sine in radian'),
  acos: one(Math.acos, 'arc cosine in radian'),
  atan: one(Math.atan, 'arc tangent in radian'),
  floor: one(Math.floor, 'next whole number below'),
  ceil: one(Math.ceil, 'next whole number above'),
  round: one(roundToEven, 'nearest whole number, halves to the even one'),
  isnan: one((x) => (Number.isNaN(x) ? 1 : 0), '1 where the value is missing'),
  isfinite: one((x) => (Number.isFinite(x) ? 1 : 0), '1 where there is a finite value'),
  atan2: two(Math.atan2, 'angle of (y, x) in radian'),
  hypot: many(Math.hypot, 'root of the sum of squares'),
  min: many(Math.min, 'smallest of them'),
  max: many(Math.max, 'largest of them'),
  if: { kind: 'choice', least: 3, most: 3, hint: 'if(condition, then, else)' },
};

/** Numbers with a name. */
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, nan: NaN, inf: Infinity };
