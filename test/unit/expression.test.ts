import { assert, constantFrom, integer, letrec, oneof, property, record, string, type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { XtcError } from '../../src/base/errors.ts';
import { parseDefinitions, quantitiesToRead, withDefinitions } from '../../src/analysis/definitions.ts';
import { evaluate, evaluateFilter } from '../../src/analysis/evaluate.ts';
import { completeExpression } from '../../src/analysis/expression-completion.ts';
import { parseExpression, quantitiesOf } from '../../src/analysis/expression.ts';
import { quantityText, type Quantity } from '../../src/analysis/quantity.ts';
import { parseQuantity } from '../../src/analysis/read-quantity.ts';

const columns = new Map([
  ['a', Float64Array.of(1, 2, NaN, -4)],
  ['b', Float64Array.of(3, 0, 5, 0.5)],
]);
const value = (text: string): number[] => [...evaluate(parseExpression(text), columns, 4)];
const keys = (text: string): string[] => quantitiesOf(parseExpression(text)).map(quantityText);

describe('quantities', () => {
  const ipm = { kind: 'member', address: 'XppSb3Ipm-1|Ipimb-0', type: 'IpmFex' } as const;
  test.each<[string, Quantity, string?]>([
    ['XppSb3Ipm-1|Ipimb-0 IpmFex.channel[1]', { ...ipm, path: 'channel[1]' }],
    ['XppSb3Ipm-1|Ipimb-0  IpmFex.sum', { ...ipm, path: 'sum' }, 'XppSb3Ipm-1|Ipimb-0 IpmFex.sum'],
    ['|Ipimb-0 IpmFex.sum', { ...ipm, address: '|Ipimb-0', path: 'sum' }],
    ['*-*|Acqiris-0 AcqWaveform_V1.data[0].nbrSegments', { kind: 'member', address: '*-*|Acqiris-0', type: 'AcqWaveform_V1', path: 'data[0].nbrSegments' }],
    ['AmoETof-0 Config.x', { kind: 'member', address: 'AmoETof-0', type: 'Config', path: 'x' }],
    ['EBeam.ebeamL3Energy', { kind: 'member', address: 'EBeam', type: '', path: 'ebeamL3Energy' }],
    ['NH2-SB1-IPM-01.ipmFexData.sum', { kind: 'member', address: 'NH2-SB1-IPM-01', type: '', path: 'ipmFexData.sum' }],
    ['`odd name, of 2.b` Type.x', { kind: 'member', address: 'odd name, of 2.b', type: 'Type', path: 'x' }],
    ['epics(XPP:MMS:01.RBV)', { kind: 'epics', name: 'XPP:MMS:01.RBV' }],
    ["epics('A(b)')", { kind: 'epics', name: 'A(b)' }, 'epics(`A(b)`)'],
    ['control(fs2:ramp_angsft_target)', { kind: 'control', name: 'fs2:ramp_angsft_target' }],
    ['evr(140)', { kind: 'evr', code: 140 }],
    ['roi(XppGon-0|Cspad-0, 127.3, 188.4, 95, 126).sum', { kind: 'roi', address: 'XppGon-0|Cspad-0', region: [127.3, 188.4, 95, 126], measure: 'sum' }],
    ['waveform(AmoETof-0|Acqiris-0, 2, 100-400).mean', { kind: 'waveform', address: 'AmoETof-0|Acqiris-0', channel: 2, window: [100, 400], measure: 'mean' }],
    ['time', { kind: 'event', column: 'time' }],
    ['i0', { kind: 'name', name: 'i0' }],
    ["'my “own” one'", { kind: 'name', name: 'my “own” one' }, '`my “own” one`'],
  ])('%s', (text, quantity, canonical = text) => {
    expect(parseQuantity(text)).toEqual(quantity);
    expect(quantityText(quantity)).toBe(canonical);
    expect(parseQuantity(canonical)).toEqual(quantity);
  });

  test('whatever the name, what is written is read as the same', () => {
    const name = string({ minLength: 1, maxLength: 12, unit: constantFrom(...Array.from('ab1_-|`\'*.[] (),:é')) });
    const any: Arbitrary<Quantity> = oneof(
      record({ kind: constantFrom('name' as const), name }).filter(({ name: own }) => !/^(time|event|cycle|fiducial)$/.test(own)),
      record({ kind: constantFrom('epics' as const, 'control' as const), name }).filter((quantity) => quantity.name.trim() !== ''),
      record({ kind: constantFrom('member' as const), address: name, type: constantFrom('', 'IpmFex'), path: constantFrom('sum', 'channel[1]', 'a.b[2].c') }),
      record({ kind: constantFrom('roi' as const), address: name, region: constantFrom([], [1, 2, 3, 4.5]), measure: constantFrom('x' as const) }),
    );
    assert(
      property(any, (quantity) => {
        expect(parseQuantity(quantityText(quantity))).toEqual(quantity);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test('known names need no quotes', () => {
    expect(parseQuantity('my-source 2.sum', ['my', 'my-source 2'])).toEqual({ kind: 'member', address: 'my-source 2', type: '', path: 'sum' });
    expect(keysWith('x-1 + x-10', ['x-1'])).toEqual(['`x-1`', 'x']);
  });
  const keysWith = (text: string, sources: string[]): string[] => quantitiesOf(parseExpression(text, sources)).map(quantityText);

  test('minus, times and bar are operators between values and parts of names before one', () => {
    expect(keys('a-1')).toEqual(['a']);
    expect(keys('a-1.5 * b')).toEqual(['a', 'b']);
    expect(keys('a|b')).toEqual(['a', 'b']);
    expect(keys('XppSb3Ipm-1|Ipimb-0 IpmFex.sum > 0.1 and evr(140)')).toEqual(['XppSb3Ipm-1|Ipimb-0 IpmFex.sum', 'evr(140)']);
    expect(keys('A-1|B-0 T.x-A-1|B-0 T.x*|B-0 T.y')).toEqual(['A-1|B-0 T.x', '|B-0 T.y']);
    expect(keys('not EBeam.x or EBeam.y')).toEqual(['EBeam.x', 'EBeam.y']);
    expect(keys('time and EBeam.y')).toEqual(['time', 'EBeam.y']);
  });
});

describe('values', () => {
  test.each<[string, number[]]>([
    ['1 + 2 * 3', [7, 7, 7, 7]],
    ['-2 ^ 2', [-4, -4, -4, -4]],
    ['2 ^ 3 ^ 2', [512, 512, 512, 512]],
    ['2 ** -1', [0.5, 0.5, 0.5, 0.5]],
    ['-7 % 3', [2, 2, 2, 2]],
    ['8 / 4 / 2 - 1 - 1', [-1, -1, -1, -1]],
    ['a + b', [4, 2, NaN, -3.5]],
    ['a / b', [1 / 3, Infinity, NaN, -8]],
    ['a > 0', [1, 1, 0, 0]],
    ['a != 1', [0, 1, 0, 1]],
    ['not a > 0', [0, 0, 1, 1]],
    ['0 < b < 4', [1, 0, 0, 1]],
    ['a > 0 or b == 5', [1, 1, 1, 0]],
    ['a and b', [1, 0, 0, 1]],
    ['a > 0 & b = 0', [0, 1, 0, 0]],
    ['!(a)', [0, 0, 1, 0]],
    ['isnan(a)', [0, 0, 1, 0]],
    ['min(a, b, 0.75)', [0.75, 0, NaN, -4]],
    ['hypot(3, 4) + sqrt(16) + abs(a)', [10, 11, NaN, 13]],
    ['if(a > 0, b, -1)', [3, 0, -1, -1]],
    ['round(2.5) + round(-0.5) + floor(pi)', [5, 5, 5, 5]],
    ['1e3 + .5 + 0x10', [1016.5, 1016.5, 1016.5, 1016.5]],
    ['event + 1', [1, 2, 3, 4]],
  ])('%s', (text, expected) => {
    const all = new Map([...columns, ['event', Float64Array.of(0, 1, 2, 3)]]);
    expect([...evaluate(parseExpression(text), all, 4)]).toEqual(expected);
  });

  test('columns are left as they are, also when the result is one of them', () => {
    const result = evaluate(parseExpression('a'), columns, 4);
    result.fill(0);
    value('a + b - a * 2');
    expect(columns.get('a')).toEqual(Float64Array.of(1, 2, NaN, -4));
    expect(evaluateFilter(parseExpression('a - a'), columns, 4)).toEqual(Uint8Array.of(0, 0, 0, 0));
    expect(evaluateFilter(parseExpression('a > -5'), columns, 4)).toEqual(Uint8Array.of(1, 1, 0, 1));
    expect(evaluateFilter(parseExpression('1'), columns, 4)).toEqual(Uint8Array.of(1, 1, 1, 1));
    expect(() => value('c + 1')).toThrow(/c has not been read/);
  });

  test('long columns: every stretch has its own rows, and operands are never mixed up', () => {
    const count = 3 * 4096 + 17;
    const [x, y] = [7, 11].map((seed) => Float64Array.from({ length: count }, (_, i) => (i % 13 === 0 ? NaN : Math.sin(i * seed) * 3)));
    const long = new Map([['x', x], ['y', y]]);
    const twin = (a: number, b: number): number => (a - b) / (a + 2 * b) - Math.max(a, b * (a > 0 && b < 1 ? 1 : 0)) + (a + 1) * (b - 1) * (0.5 - a * b);
    const result = evaluate(parseExpression('(x - y) / (x + 2 * y) - max(x, y * (x > 0 and y < 1)) + (x + 1) * (y - 1) * (0.5 - x * y)'), long, count);
    expect(result).toEqual(x.map((value, i) => twin(value, y[i])));
    expect(evaluateFilter(parseExpression('if(x > y, x < 2, not y > -1) or isnan(x)'), long, count)).toEqual(
      Uint8Array.from(x, (value, i) => ((value > y[i] ? value < 2 : !(y[i] > -1)) || Number.isNaN(value) ? 1 : 0)),
    );
  });

  test('random expressions give what JavaScript gives, row by row', () => {
    const { sum } = letrec<{ sum: string; operand: string }>((tie) => ({
      operand: oneof({ maxDepth: 4 }, constantFrom('a', 'b', '2', '0.5'), tie('sum').map((inner) => `(${inner})`)),
      sum: record({ left: tie('operand'), operator: constantFrom('+', '-', '*', '/'), right: tie('operand') }).map(({ left, operator, right }) => `${left} ${operator} ${right}`),
    }));
    assert(
      property(sum, integer({ min: 0, max: 3 }), (text, row) => {
        const [a, b] = ['a', 'b'].map((name) => columns.get(name)![row]);
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- an oracle in a test: the page has none
        const expected = new Function('a', 'b', `return ${text}`)(a, b) as number;
        expect(value(text)[row]).toBe(expected);
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});

test.each<[string, number, RegExp]>([
  ['', 0, /expression was expected/],
  ['1 +', 3, /ends where/],
  ['(1', 0, /never closed/],
  ['1)', 1, /closes nothing/],
  ['1 2', 2, /operator was expected/],
  ['foo(1)', 0, /no function foo.*sqrt/],
  ['sqrt(1, 2)', 0, /takes 1 value, 2 are/],
  ['a + * 2', 4, /quantity or number/],
  ['EBeam.', 5, /name of a member/],
  ['evr(x)', 4, /event code/],
  ['epics(', 5, /never closed/],
  ['roi(a|b, 1, 2).sum', 4, /x1, x2/],
  ['roi(a|b, 1, 2, 3, 4)', 20, /\.sum/],
  ["'abc", 0, /quote/],
  ['1.2.3', 0, /no number/],
  ['a and', 5, /ends/],
  ['constructor(1)', 0, /no function/],
])('“%s” is wrong at character %i', (text, offset, message) => {
  const error = (() => {
    try {
      parseExpression(text);
    } catch (thrown) {
      return thrown;
    }
    return null;
  })();
  expect(error).toBeInstanceOf(XtcError);
  expect(error).toMatchObject({ code: 'bad-expression', offset, message: expect.stringMatching(message) });
});

test('any text is read or refused, never more', () => {
  const text = string({ maxLength: 40, unit: constantFrom(...Array.from('ab1.()-+*/|&<>=!^ ,`\'[]'), 'and ', 'evr(', 'roi(', 'EBeam.x', '|B-0 T.s') });
  assert(
    property(text, integer({ min: 0, max: 40 }), (written, caret) => {
      try {
        const { end } = parseExpression(written);
        expect(end).toBeLessThanOrEqual(written.length);
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-expression' });
      }
      expect(completeExpression(written, Math.min(caret, written.length), []).end).toBeLessThanOrEqual(written.length);
    }),
    { seed: 21, numRuns: 2000 },
  );
  expect(() => parseExpression('('.repeat(10000))).toThrow(/nested/);
  expect(() => parseExpression('-'.repeat(10000))).toThrow(/nested/);
});

test('own names', () => {
  const definitions = parseDefinitions('i0 = |Ipimb-0 IpmFex.sum  # monitor\n\nratio = b / i0\nbright = ratio > 1');
  expect(definitions.map(({ name }) => name)).toEqual(['i0', 'ratio', 'bright']);
  expect(quantitiesToRead([parseExpression('bright and time > 3')], definitions).map(quantityText)).toEqual(['b', '|Ipimb-0 IpmFex.sum', 'time']);
  const all = withDefinitions(new Map([['b', Float64Array.of(4, 1)], ['|Ipimb-0 IpmFex.sum', Float64Array.of(2, NaN)]]), definitions, 2);
  expect([all.get('ratio'), all.get('bright')]).toEqual([Float64Array.of(2, NaN), Float64Array.of(1, 0)]);
  for (const [text, offset, message] of [
    ['a = 1\na = 2', 6, /Line 2: a is defined above/],
    ['x = 1\ny = 1 +', 13, /Line 2/],
    ['sqrt = 2', 0, /meaning/],
    ['x = x + 1', 3, /own definition/],
    ['1 + 2', 0, /name = expression/],
  ] as const) {
    expect(() => parseDefinitions(text)).toThrow(expect.objectContaining({ code: 'bad-expression', offset, message: expect.stringMatching(message) }));
  }
});

describe('completion', () => {
  const known = ['XppSb3Ipm-1|Ipimb-0 IpmFex.sum', 'XppSb3Ipm-1|Ipimb-0 IpmFex.xpos', 'EBeam.ebeamL3Energy', 'evr(140)'].map((text) => ({ text, hint: '' }));
  const options = (text: string): { start: number; first: string[] } => {
    const { start, options: found } = completeExpression(text, text.length, known);
    return { start, first: found.slice(0, 2).map((option) => option.text) };
  };
  test.each<[string, number, string[]]>([
    ['', 0, ['XppSb3Ipm-1|Ipimb-0 IpmFex.sum', 'XppSb3Ipm-1|Ipimb-0 IpmFex.xpos']],
    ['xpp', 0, ['XppSb3Ipm-1|Ipimb-0 IpmFex.sum', 'XppSb3Ipm-1|Ipimb-0 IpmFex.xpos']],
    ['1 + ebe', 4, ['EBeam.ebeamL3Energy']],
    ['sqrt(l3', 5, ['EBeam.ebeamL3Energy']],
    ['EBeam.ebeamL3Energy > 1 and XppSb3Ipm-1|Ipimb-0 IpmFex.x', 28, ['XppSb3Ipm-1|Ipimb-0 IpmFex.xpos']],
    ['XppSb3Ipm-1|Ipimb-0 ', 0, ['XppSb3Ipm-1|Ipimb-0 IpmFex.sum', 'XppSb3Ipm-1|Ipimb-0 IpmFex.xpos']],
    ['EBeam.ebeamL3Energy ', 20, ['and', 'or']],
    ['(evr(140)) ', 11, ['and', 'or']],
    ['ev', 0, ['evr(140)', 'event']],
    ['at', 0, ['atan(', 'atan2(']],
  ])('“%s”', (text, start, first) => {
    expect(options(text)).toEqual({ start, first });
  });
});
