import { XtcError } from '../base/errors.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import { FUNCTIONS } from './functions.ts';

/** Columns by key (`quantityText`), all of one length. */
export type ColumnSource = ReadonlyMap<string, Float64Array>;

/** A stretch of a column, `isOwn` when it may be written over; or a number that holds for all rows. */
type Operand = number | { readonly data: Float64Array; readonly isOwn: boolean };

/** Rows from … to-1, with arrays for what comes between that are used again and again. */
type Stretch = { readonly columns: ColumnSource; readonly from: number; readonly to: number; readonly spare: Float64Array[] };

/** Rows at a time: what comes between stays in the processor's cache. */
const ROWS_AT_ONCE = 4096;

/**
 * The value of an expression in every row. Missing values (NaN) go through arithmetic; a comparison with one is false;
 * in `and`, `or`, `not` everything but 0 and missing is true. Truth is 1, else 0.
 * @param count rows
 * @throws {XtcError} 'unknown-source' when a quantity has no column, 'out-of-range' when one has another length
 */
export function evaluate(expression: Expression, columns: ColumnSource, count: number): Float64Array {
  const values = new Float64Array(count);
  eachStretch(expression, columns, count, (result, from, to) => {
    if (typeof result === 'number') values.fill(result, from, to);
    else values.set(result.data, from);
  });
  return values;
}

/** 1 for every row in which an expression is true, i.e. neither 0 nor missing. */
export function evaluateFilter(expression: Expression, columns: ColumnSource, count: number): Uint8Array {
  const rows = new Uint8Array(count);
  eachStretch(expression, columns, count, (result, from, to) => {
    if (typeof result === 'number') rows.fill(isTrue(result), from, to);
    else for (let i = from; i < to; ++i) rows[i] = +(result.data[i - from] < 0) | +(result.data[i - from] > 0);
  });
  return rows;
}

function eachStretch(expression: Expression, columns: ColumnSource, count: number, take: (result: Operand, from: number, to: number) => void): void {
  checkColumns(expression, columns, count);
  const spare: Float64Array[] = [];
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const to = Math.min(count, from + ROWS_AT_ONCE);
    const result = valueOf(expression, { columns, from, to, spare });
    take(result, from, to);
    release(result, spare);
  }
}

function checkColumns(node: Expression, columns: ColumnSource, count: number): void {
  if (node.kind === 'quantity') {
    const data = columns.get(node.key);
    if (!data) throw new XtcError('unknown-source', `${node.key} has not been read.`, { offset: node.start });
    if (data.length !== count) throw new XtcError('out-of-range', `${node.key} has ${data.length} rows where ${count} were expected.`, { offset: node.start });
  } else if (node.kind === 'unary') checkColumns(node.operand, columns, count);
  else if (node.kind === 'call') for (const operand of node.operands) checkColumns(operand, columns, count);
  else if (node.kind === 'binary') {
    checkColumns(node.left, columns, count);
    checkColumns(node.right, columns, count);
  }
}

/** 1 for every row whose value is true, i.e. neither 0 nor missing. */
export function trueRows(column: Float64Array): Uint8Array {
  return Uint8Array.from(column, isTrue);
}

function isTrue(value: number): 0 | 1 {
  return value !== 0 && value === value ? 1 : 0;
}

/** An array for the rows of a stretch, whatever is in it. */
function borrow({ spare, from, to }: Stretch): Float64Array {
  const whole = spare.pop() ?? new Float64Array(ROWS_AT_ONCE);
  return to - from === whole.length ? whole : whole.subarray(0, to - from);
}

function release(operand: Operand, spare: Float64Array[]): void {
  if (typeof operand !== 'number' && operand.isOwn && operand.data.length === ROWS_AT_ONCE) spare.push(operand.data);
}

function valueOf(node: Expression, stretch: Stretch): Operand {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'quantity':
      return { data: stretch.columns.get(node.key)?.subarray(stretch.from, stretch.to) ?? new Float64Array(0), isOwn: false };
    case 'unary':
      return mapOne(valueOf(node.operand, stretch), node.operator === '-' ? negate : opposite, stretch);
    case 'binary':
      return binary(node.operator, valueOf(node.left, stretch), valueOf(node.right, stretch), stretch);
    case 'call':
      return call(node.name, node.operands.map((operand) => valueOf(operand, stretch)), stretch);
  }
}

function negate(x: number): number {
  return -x;
}

function opposite(x: number): number {
  return 1 - isTrue(x);
}

function call(name: string, operands: readonly Operand[], stretch: Stretch): Operand {
  const definition = FUNCTIONS[name];
  if (definition.kind === 'one') return mapOne(operands[0], definition.apply, stretch);
  if (definition.kind === 'two') return operands.slice(1).reduce((left, right) => mapTwo(left, right, definition.apply, stretch), operands[0]);
  const [condition, then, otherwise] = operands;
  if (typeof condition === 'number') return isTrue(condition) ? then : otherwise;
  const into = borrow(stretch);
  for (let i = 0; i < into.length; ++i) into[i] = at(isTrue(condition.data[i]) ? then : otherwise, i);
  for (const operand of operands) release(operand, stretch.spare);
  return { data: into, isOwn: true };
}

function at(operand: Operand, row: number): number {
  return typeof operand === 'number' ? operand : operand.data[row];
}

function mapOne(operand: Operand, apply: (x: number) => number, stretch: Stretch): Operand {
  if (typeof operand === 'number') return apply(operand);
  const { data } = operand;
  const into = operand.isOwn ? data : borrow(stretch);
  for (let i = 0; i < data.length; ++i) into[i] = apply(data[i]);
  return { data: into, isOwn: true };
}

function mapTwo(left: Operand, right: Operand, apply: (x: number, y: number) => number, stretch: Stretch): Operand {
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  const into = target(left, right, stretch);
  if (typeof right === 'number' && typeof left !== 'number') for (let i = 0; i < into.length; ++i) into[i] = apply(left.data[i], right);
  else if (typeof left === 'number' && typeof right !== 'number') for (let i = 0; i < into.length; ++i) into[i] = apply(left, right.data[i]);
  else if (typeof left !== 'number' && typeof right !== 'number') for (let i = 0; i < into.length; ++i) into[i] = apply(left.data[i], right.data[i]);
  if (typeof right !== 'number' && right.data !== into) release(right, stretch.spare);
  return { data: into, isOwn: true };
}

/** Where the result of two operands goes: into one that nobody else sees, if there is one. */
function target(left: Operand, right: Operand, stretch: Stretch): Float64Array {
  if (typeof left !== 'number' && left.isOwn) return left.data;
  if (typeof right !== 'number' && right.isOwn) return right.data;
  return borrow(stretch);
}

/** Has the sign of the divisor, as in Python. */
function remainder(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

/** A number that holds for all rows, as a column of a stretch. */
function spread(operand: Operand, stretch: Stretch): { readonly data: Float64Array; readonly isOwn: boolean } {
  return typeof operand === 'number' ? { data: borrow(stretch).fill(operand), isOwn: true } : operand;
}

/** Loops of their own for nearly every operator: one call for each row would cost more than the arithmetic. */
function binary(operator: BinaryOperator, left: Operand, right: Operand, stretch: Stretch): Operand {
  if (operator === '%') return mapTwo(left, right, remainder, stretch);
  if (operator === '^') return mapTwo(left, right, Math.pow, stretch);
  const [first, second] = [spread(left, stretch), spread(right, stretch)];
  const into = target(first, second, stretch);
  combine(operator, first.data, second.data, into);
  if (second.data !== into) release(second, stretch.spare);
  return { data: into, isOwn: true };
}

/** Truth is `+(…)` and never a choice: branches on noisy columns are guessed wrong, and cost ten times as much. */
function combine(operator: Exclude<BinaryOperator, '%' | '^'>, x: Float64Array, y: Float64Array, into: Float64Array): void {
  const count = into.length;
  switch (operator) {
    case '+':
      for (let i = 0; i < count; ++i) into[i] = x[i] + y[i];
      return;
    case '-':
      for (let i = 0; i < count; ++i) into[i] = x[i] - y[i];
      return;
    case '*':
      for (let i = 0; i < count; ++i) into[i] = x[i] * y[i];
      return;
    case '/':
      for (let i = 0; i < count; ++i) into[i] = x[i] / y[i];
      return;
    case '<':
      for (let i = 0; i < count; ++i) into[i] = +(x[i] < y[i]);
      return;
    case '<=':
      for (let i = 0; i < count; ++i) into[i] = +(x[i] <= y[i]);
      return;
    case '>':
      for (let i = 0; i < count; ++i) into[i] = +(x[i] > y[i]);
      return;
    case '>=':
      for (let i = 0; i < count; ++i) into[i] = +(x[i] >= y[i]);
      return;
    case '==':
      for (let i = 0; i < count; ++i) into[i] = +(x[i] === y[i]);
      return;
    case '!=':
      for (let i = 0; i < count; ++i) into[i] = +(x[i] < y[i]) | +(x[i] > y[i]);
      return;
    case 'and':
      for (let i = 0; i < count; ++i) into[i] = (+(x[i] < 0) | +(x[i] > 0)) & (+(y[i] < 0) | +(y[i] > 0));
      return;
    case 'or':
      for (let i = 0; i < count; ++i) into[i] = (+(x[i] < 0) | +(x[i] > 0)) | (+(y[i] < 0) | +(y[i] > 0));
      return;
  }
}
