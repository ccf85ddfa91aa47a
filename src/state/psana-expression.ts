import type { BinaryOperator, Expression } from '../analysis/expression.ts';
import type { Quantity } from '../analysis/quantity.ts';
import { XtcError } from '../base/errors.ts';

const OPERATORS: Readonly<Partial<Record<BinaryOperator, string>>> = { '^': '**' };
/** numpy calls some functions otherwise. */
const FUNCTIONS: Readonly<Record<string, string>> = { min: 'np.minimum', max: 'np.maximum', if: 'choose', asin: 'np.arcsin', acos: 'np.arccos', atan: 'np.arctan', atan2: 'np.arctan2' };

/** A text as Python writes it. */
export function pythonText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** `XppSb3Ipm-1|Ipimb-0` as psana writes it: `DetInfo(XppSb3Ipm.1:Ipimb.0)`; beam-line data as `BldInfo(EBeam)`. */
export function psanaSource(address: string): string {
  if (!address.includes('|')) return `BldInfo(${address})`;
  return `DetInfo(${address.split('|').map((part) => part.replace(/-(\d+|\*)$/, '.$1')).join(':')})`;
}

/**
 * An expression over quantities as Python, for one event: its quantities become calls of the script's own functions.
 * @throws {XtcError} 'unsupported' for names of the user, which are resolved before
 */
export function pythonExpression(node: Expression, definitions: ReadonlyMap<string, Expression> = new Map()): string {
  switch (node.kind) {
    case 'number':
      return Number.isNaN(node.value) ? 'nan' : node.value === Infinity ? 'np.inf' : String(node.value);
    case 'quantity': {
      const own = node.quantity.kind === 'name' ? definitions.get(node.quantity.name) : undefined;
      return own ? `(${pythonExpression(own, definitions)})` : pythonQuantity(node.quantity);
    }
    case 'unary':
      return node.operator === 'not' ? `(not ${pythonExpression(node.operand, definitions)})` : `(-${pythonExpression(node.operand, definitions)})`;
    case 'binary':
      return `(${pythonExpression(node.left, definitions)} ${OPERATORS[node.operator] ?? node.operator} ${pythonExpression(node.right, definitions)})`;
    case 'call':
      return calledAs(node.name, node.operands.map((operand) => pythonExpression(operand, definitions)));
  }
}

function calledAs(name: string, operands: readonly string[]): string {
  const python = FUNCTIONS[name] ?? `np.${name}`;
  // numpy's take two at a time.
  const isPairs = ['min', 'max', 'hypot'].includes(name);
  return isPairs ? operands.reduce((all, next) => `${python}(${all}, ${next})`) : `${python}(${operands.join(', ')})`;
}

function pythonQuantity(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'event':
      return `event_column(evt, ${pythonText(quantity.column)}, cycle, number)`;
    case 'member':
      return `member(evt, ${pythonText(psanaSource(quantity.address))}, ${pythonText(quantity.type)}, ${pythonText(quantity.path)})`;
    case 'epics':
      return `epics(env, ${pythonText(quantity.name)})`;
    case 'control':
      return `control(env, ${pythonText(quantity.name)})`;
    case 'evr':
      return `event_code(evt, ${quantity.code})`;
    case 'roi':
      return `region(evt, ${pythonText(psanaSource(quantity.address))}, [${quantity.region.join(', ')}], ${pythonText(quantity.measure)})`;
    case 'waveform':
      return `waveform(evt, ${pythonText(psanaSource(quantity.address))}, ${quantity.channel}, ${quantity.window ? `[${quantity.window.join(', ')}]` : 'None'}, ${pythonText(quantity.measure)})`;
    case 'name':
      throw new XtcError('unsupported', `${quantity.name} is a name of your own that is not defined: it cannot be written into a script.`);
  }
}
