import { XtcError } from '../base/errors.ts';
import { evaluate, type ColumnSource } from './evaluate.ts';
import { parseExpression, quantitiesOf, type Expression } from './expression.ts';
import { CONSTANTS, FUNCTIONS } from './functions.ts';
import { EVENT_COLUMNS, PLAIN_NAME, WORD_OPERATORS, quantityText, type Quantity } from './quantity.ts';

/** A user's own name for an expression. */
export type Definition = { readonly name: string; readonly expression: Expression };

/**
 * Reads `name = expression`, one a line; `#` starts a comment. A name can be used in the lines below its own.
 * @throws {XtcError} 'bad-expression' with the character of the whole text where it went wrong
 */
export function parseDefinitions(text: string, sources: readonly string[] = []): Definition[] {
  const definitions: Definition[] = [];
  let lineAt = 0;
  for (const [number, line] of text.split('\n').entries()) {
    const content = line.replace(/(^|\s)#.*$/, '');
    const match = /^(\s*)([^=<>!]*?)\s*=(?!=)/.exec(content);
    const bad = (message: string, at: number): XtcError => new XtcError('bad-expression', `Line ${number + 1}: ${message}`, { offset: lineAt + at });
    if (content.trim() !== '') {
      if (!match) throw bad('“name = expression” was expected.', 0);
      const [head, blanks, name] = match;
      const problem = nameProblem(name, definitions);
      if (problem !== '') throw bad(problem, blanks.length);
      const expression = parsedLine(content, head.length, sources, bad);
      const unknown = quantitiesOf(expression).find((quantity) => quantity.kind === 'name' && quantity.name === name);
      if (unknown) throw bad(`${name} is used in its own definition.`, head.length);
      definitions.push({ name, expression });
    }
    lineAt += line.length + 1;
  }
  return definitions;
}

/** Why a name cannot be given; empty when it can. */
export function nameProblem(name: string, definitions: readonly Definition[]): string {
  if (!PLAIN_NAME.test(name)) return `“${name}” cannot be a name: letters, digits and _ can, with a letter first.`;
  if (Object.hasOwn(FUNCTIONS, name) || Object.hasOwn(CONSTANTS, name) || WORD_OPERATORS.includes(name) || (EVENT_COLUMNS as readonly string[]).includes(name)) return `${name} has a meaning already.`;
  return definitions.some((definition) => definition.name === name) ? `${name} is defined above.` : '';
}

/** What has to be read so that expressions over own names can be evaluated, each quantity once. */
export function quantitiesToRead(expressions: readonly Expression[], definitions: readonly Definition[]): Quantity[] {
  const found = new Map<string, Quantity>();
  const visit = (expression: Expression, known: readonly Definition[]): void => {
    for (const quantity of quantitiesOf(expression)) {
      const index = quantity.kind === 'name' ? known.findLastIndex(({ name }) => name === quantity.name) : -1;
      if (index >= 0) visit(known[index].expression, known.slice(0, index));
      else found.set(quantityText(quantity), quantity);
    }
  };
  for (const expression of expressions) visit(expression, definitions);
  return [...found.values()];
}

/** Columns with those of the definitions that can be computed from them; each is computed once. */
export function withDefinitions(columns: ColumnSource, definitions: readonly Definition[], count: number): ColumnSource {
  const all = new Map(columns);
  for (const { name, expression } of definitions) {
    if (quantitiesOf(expression).every((quantity) => all.has(quantityText(quantity)))) all.set(name, evaluate(expression, all, count));
  }
  return all;
}

function parsedLine(content: string, from: number, sources: readonly string[], bad: (message: string, at: number) => XtcError): Expression {
  try {
    return parseExpression(content.slice(from), sources);
  } catch (error) {
    if (!(error instanceof XtcError)) throw error;
    throw bad(error.message.replace(/^Character \d+: /, ''), from + error.offset);
  }
}
