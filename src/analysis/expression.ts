import { CONSTANTS, FUNCTIONS } from './functions.ts';
import { quantityText, type Quantity } from './quantity.ts';
import { expressionError, readQuantity } from './read-quantity.ts';

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'and' | 'or';

/** A read expression; every node knows which characters it came from. */
export type Expression = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'number'; readonly value: number }
  /** `key` is the name of its column, `quantityText(quantity)`. */
  | { readonly kind: 'quantity'; readonly quantity: Quantity; readonly key: string }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
);

/** Operators as they are written, longest first, with what they mean and how tightly they bind. */
const OPERATORS: readonly (readonly [written: string, operator: BinaryOperator, power: number])[] = [
  ['or', 'or', 1], ['||', 'or', 1], ['and', 'and', 2], ['&&', 'and', 2],
  ['<=', '<=', 4], ['>=', '>=', 4], ['==', '==', 4], ['!=', '!=', 4], ['<>', '!=', 4], ['<', '<', 4], ['>', '>', 4], ['=', '==', 4],
  ['|', 'or', 1], ['&', 'and', 2], ['**', '^', 8], ['+', '+', 5], ['-', '-', 5], ['*', '*', 6], ['/', '/', 6], ['%', '%', 6], ['^', '^', 8],
];
const NOT_POWER = 3;
const COMPARE_POWER = 4;
const MINUS_POWER = 7;
const MOST_DEEP = 200;
const NUMBER = /0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;

/**
 * Reads an expression: numbers, quantities, `+ - * / % ^`, comparisons (chained as in Python: `0.1 < x < 2`),
 * `and or not`, functions and parentheses. `-2^2` is -4, `2^3^2` is 2^9. Nothing is ever run as a program.
 * @param sources names of sources and arrays that need no quotes whatever they look like
 * @throws {XtcError} 'bad-expression'; its `offset` is the character where it went wrong
 */
export function parseExpression(text: string, sources: readonly string[] = []): Expression {
  return new Parser(text, sources).whole();
}

/** Quantities that an expression asks for, each once, in the order in which it names them. */
export function quantitiesOf(expression: Expression): Quantity[] {
  const found = new Map<string, Quantity>();
  const visit = (node: Expression): void => {
    if (node.kind === 'quantity') found.set(node.key, node.quantity);
    else if (node.kind === 'unary') visit(node.operand);
    else if (node.kind === 'call') node.operands.forEach(visit);
    else if (node.kind === 'binary') {
      visit(node.left);
      visit(node.right);
    }
  };
  visit(expression);
  return [...found.values()];
}

/** Pratt's parser. Where an operand stands a `-`, `*` or `|` belongs to a name, where an operator stands it is one. */
class Parser {
  readonly #text: string;
  readonly #sources: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(text: string, sources: readonly string[]) {
    this.#text = text;
    this.#sources = sources;
  }

  whole(): Expression {
    this.#skip();
    if (this.#at === this.#text.length) throw expressionError('an expression was expected, such as EBeam.ebeamL3Energy / 1000.', 0);
    const expression = this.#expression(0);
    if (this.#at < this.#text.length) {
      const found = this.#text[this.#at];
      if (found === '.') throw expressionError(`the name of a member was expected after “${this.#text.slice(0, this.#at)}”, such as .sum or .channel[1].`, this.#at);
      throw expressionError(found === ')' ? 'this “)” closes nothing.' : `an operator was expected, “${this.#text.slice(this.#at, this.#at + 20)}” was found.`, this.#at);
    }
    return expression;
  }

  #expression(least: number): Expression {
    if (++this.#depth > MOST_DEEP) throw expressionError(`it is nested deeper than ${MOST_DEEP} levels.`, this.#at);
    let left = this.#operand();
    let comparedTo: Expression | null = null;
    for (;;) {
      this.#skip();
      const found = this.#operator();
      if (!found || found[2] <= least) break;
      const [written, operator, power] = found;
      this.#at += written.length;
      const right = this.#expression(operator === '^' ? power - 1 : power);
      const from = comparedTo;
      comparedTo = power === COMPARE_POWER ? right : null;
      if (power === COMPARE_POWER && from) {
        const again: Expression = { kind: 'binary', operator, left: from, right, start: from.start, end: right.end };
        left = { kind: 'binary', operator: 'and', left, right: again, start: left.start, end: right.end };
      } else left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
    --this.#depth;
    return left;
  }

  #operand(): Expression {
    this.#skip();
    const start = this.#at;
    const character = this.#text[start];
    if (character === undefined) throw expressionError('it ends where a quantity or number was expected.', start);
    if (character === '(') {
      ++this.#at;
      const inner = this.#expression(0);
      this.#close(start);
      return { ...inner, start, end: this.#at };
    }
    if (character === '-' || character === '+') {
      ++this.#at;
      const operand = this.#expression(MINUS_POWER);
      if (character === '+') return { ...operand, start };
      return { kind: 'unary', operator: '-', operand, start, end: operand.end };
    }
    const not = /^(?:not\b|!)/.exec(this.#text.slice(start, start + 4));
    if (not) {
      this.#at += not[0].length;
      const operand = this.#expression(NOT_POWER - 1);
      return { kind: 'unary', operator: 'not', operand, start, end: operand.end };
    }
    return this.#number() ?? this.#named(start);
  }

  #number(): Expression | null {
    NUMBER.lastIndex = this.#at;
    const start = this.#at;
    const written = NUMBER.exec(this.#text)?.[0];
    if (written === undefined) return null;
    this.#at += written.length;
    if (/[\w.]/.test(this.#text[this.#at] ?? ' ')) throw expressionError(`“${/^[\w.]+/.exec(this.#text.slice(start))?.[0] ?? written}” is no number.`, start);
    return { kind: 'number', value: Number(written), start, end: this.#at };
  }

  /** A quantity, a constant or a call. */
  #named(start: number): Expression {
    const found = readQuantity(this.#text, start, this.#sources);
    if (found) {
      this.#at = found.end;
      const { quantity } = found;
      const written = this.#text.slice(start, found.end);
      if (quantity.kind === 'name' && written === quantity.name && Object.hasOwn(CONSTANTS, written) && !this.#sources.includes(written)) {
        return { kind: 'number', value: CONSTANTS[written], start, end: found.end };
      }
      return { kind: 'quantity', quantity, key: quantityText(quantity), start, end: found.end };
    }
    const name = /^[A-Za-z_]\w*/.exec(this.#text.slice(start))?.[0];
    if (name === undefined || ['and', 'or'].includes(name)) throw expressionError(`a quantity or number was expected, “${this.#text.slice(start, start + 12)}” was found.`, start);
    return this.#call(name, start);
  }

  #call(name: string, start: number): Expression {
    if (!Object.hasOwn(FUNCTIONS, name)) throw expressionError(`there is no function ${name}. Known are ${Object.keys(FUNCTIONS).join(', ')}.`, start);
    const { least, most } = FUNCTIONS[name];
    this.#at += name.length;
    this.#skip();
    const open = this.#at++;
    const operands: Expression[] = [];
    this.#skip();
    while (this.#text[this.#at] !== ')' || operands.length > 0) {
      operands.push(this.#expression(0));
      this.#skip();
      if (this.#text[this.#at] !== ',') break;
      ++this.#at;
    }
    this.#close(open);
    if (operands.length < least || operands.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      throw expressionError(`${name} takes ${wanted} value${wanted === '1' ? '' : 's'}, ${operands.length} ${operands.length === 1 ? 'is' : 'are'} given.`, start);
    }
    return { kind: 'call', name, operands, start, end: this.#at };
  }

  #operator(): (typeof OPERATORS)[number] | undefined {
    const rest = this.#text.slice(this.#at, this.#at + 4);
    return OPERATORS.find(([written]) => rest.startsWith(written) && (!/^[a-z]/.test(written) || !/\w/.test(rest[written.length] ?? ' ')));
  }

  #close(open: number): void {
    this.#skip();
    if (this.#text[this.#at] !== ')') throw expressionError(this.#at < this.#text.length ? `“)” or an operator was expected, “${this.#text.slice(this.#at, this.#at + 12)}” was found.` : 'this “(” is never closed.', this.#at < this.#text.length ? this.#at : open);
    ++this.#at;
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) ++this.#at;
  }
}

