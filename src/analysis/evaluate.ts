import { XtcError } from '../base/errors.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import { FUNCTIONS } from './functions.ts';

/** Columns by key (`quantityText`), all of one length. */
export type ColumnSource = ReadonlyMap<string, Float64Array>;

/** A whole column, `isOwn` when it may be written over; or a number that holds for all rows. */
type Operand = number | { readonly data: Float64Array; readonly isOwn: boolean };

/**
 * The value of an expression in every row. Missing values (NaN) go through arithmetic; a comparison with one is false;
 * in `and`, `or`, `not` everything but 0 and missing is true. Truth is 1, else 0.
 * @param count rows
 * @throws {XtcError} 'unknown-source' when a quantity has no column, 'out-of-range' when one has another length
 */
export function evaluate(expression: Expression, columns: ColumnSource, count: number): Float64Array {
  const result = valueOf(expression, columns, count);
  if (typeof result === 'number') return new Float64Array(count).fill(result);
  return result.isOwn ? result.data : result.data.slice();
}

/** 1 for every row in which an expression is true, i.e. neither 0 nor missing. */
export function evaluateFilter(expression: Expression, columns: ColumnSource, count: number): Uint8Array {
  const rows = new Uint8Array(count);
  const result = valueOf(expression, columns, count);
  if (typeof result === 'number') return rows.fill(isTrue(result));
  for (let i = 0; i < count; ++i) rows[i] = isTrue(result.data[i]);
  return rows;
}

function isTrue(value: number): 0 | 1 {
  return value !== 0 && value === value ? 1 : 0;
}

function valueOf(node: Expression, columns: ColumnSource, count: number): Operand {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'quantity': {
      const data = columns.get(node.key);
      if (!data) throw new XtcError('unknown-source', `${node.key} has not been read.`, { offset: node.start });
      if (data.length !== count) throw new XtcError('out-of-range', `${node.key} has ${data.length} rows where ${count} were expected.`, { offset: node.start });
      return { data, isOwn: false };
    }
    case 'unary':
      return mapOne(valueOf(node.operand, columns, count), node.operator === '-' ? (x) => -x : (x) => 1 - isTrue(x));
    case 'binary':
      return binary(node.operator, valueOf(node.left, columns, count), valueOf(node.right, columns, count));
    case 'call':
      return call(node.name, node.operands.map((operand) => valueOf(operand, columns, count)), count);
  }
}

function call(name: string, operands: readonly Operand[], count: number): Operand {
  const definition = FUNCTIONS[name];
  if (definition.kind === 'one') return mapOne(operands[0], definition.apply);
  if (definition.kind === 'two') return operands.slice(1).reduce((left, right) => mapTwo(left, right, definition.apply), operands[0]);
  const [condition, then, otherwise] = operands;
  if (typeof condition === 'number') return isTrue(condition) ? then : otherwise;
  const into = new Float64Array(count);
  for (let i = 0; i < count; ++i) into[i] = at(isTrue(condition.data[i]) ? then : otherwise, i);
  return { data: into, isOwn: true };
}

function at(operand: Operand, row: number): number {
  return typeof operand === 'number' ? operand : operand.data[row];
}

function mapOne(operand: Operand, apply: (x: number) => number): Operand {
  if (typeof operand === 'number') return apply(operand);
  const { data } = operand;
  const into = operand.isOwn ? data : new Float64Array(data.length);
  for (let i = 0; i < data.length; ++i) into[i] = apply(data[i]);
  return { data: into, isOwn: true };
}

function mapTwo(left: Operand, right: Operand, apply: (x: number, y: number) => number): Operand {
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  const into = target(left, right);
  for (let i = 0; i < into.length; ++i) into[i] = apply(at(left, i), at(right, i));
  return { data: into, isOwn: true };
}

/** Where the result of two operands goes: into one that nobody else sees, if there is one. */
function target(left: Operand, right: Operand): Float64Array {
  if (typeof left !== 'number' && left.isOwn) return left.data;
  if (typeof right !== 'number' && right.isOwn) return right.data;
  const length = typeof left !== 'number' ? left.data.length : typeof right !== 'number' ? right.data.length : 0;
  return new Float64Array(length);
}

const APPLY: Readonly<Record<BinaryOperator, (x: number, y: number) => number>> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '%': remainder,
  '^': (x, y) => x ** y,
  '<': (x, y) => (x < y ? 1 : 0),
  '<=': (x, y) => (x <= y ? 1 : 0),
  '>': (x, y) => (x > y ? 1 : 0),
  '>=': (x, y) => (x >= y ? 1 : 0),
  '==': (x, y) => (x === y ? 1 : 0),
  '!=': (x, y) => (x < y || x > y ? 1 : 0),
  and: (x, y) => isTrue(x) & isTrue(y),
  or: (x, y) => isTrue(x) | isTrue(y),
};

/** Has the sign of the divisor, as in Python. */
function remainder(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

/** The operators that a delay scan of millions of rows uses most have loops of their own: no call for each row. */
function binary(operator: BinaryOperator, left: Operand, right: Operand): Operand {
  if (typeof left === 'number' || typeof right === 'number') return mapTwo(left, right, APPLY[operator]);
  const x = left.data;
  const y = right.data;
  const into = target(left, right);
  if (operator === '+') for (let i = 0; i < into.length; ++i) into[i] = x[i] + y[i];
  else if (operator === '-') for (let i = 0; i < into.length; ++i) into[i] = x[i] - y[i];
  else if (operator === '*') for (let i = 0; i < into.length; ++i) into[i] = x[i] * y[i];
  else if (operator === '/') for (let i = 0; i < into.length; ++i) into[i] = x[i] / y[i];
  else return mapTwo(left, right, APPLY[operator]);
  return { data: into, isOwn: true };
}
