import { CompletionContext } from '@codemirror/autocomplete';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { EnvView } from '../../src/modules/env-view.ts';
import { EventView } from '../../src/modules/event-view.ts';
import { NdArrayView } from '../../src/modules/nd-array.ts';
import { userGlobals } from '../../src/modules/user-globals.ts';
import type { PartOutputs } from '../../src/modules/part-outputs.ts';
import { completeModule } from '../../src/ui/module-completion.ts';
import { ARRAY_MEMBERS, GLOBALS, MEMBERS } from '../../src/ui/module-completions.ts';
import { placedProblems, syntaxProblems } from '../../src/ui/module-syntax.ts';

const labels = (list: readonly { label: string }[]): string[] => list.map(({ label }) => label);
const membersOf = ({ prototype }: { prototype: object }): string[] => Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');

describe('completions', () => {
  const globals = userGlobals(Object.create(null) as PartOutputs, () => 'a');

  test('offer nothing that is not there', () => {
    const there: Readonly<Record<string, readonly string[]>> = {
      evt: [...membersOf(EventView), 'number'], env: membersOf(EnvView),
      ...Object.fromEntries(['np', 'plot', 'save'].map((name) => [name, Object.keys(globals[name] as object)])),
    };
    for (const [owner, list] of Object.entries(MEMBERS)) expect({ owner, missing: labels(list).filter((label) => !there[owner].includes(label)) }).toEqual({ owner, missing: [] });
    expect(labels(ARRAY_MEMBERS).filter((label) => ![...membersOf(NdArrayView), 'shape', 'data'].includes(label))).toEqual([]);
  });

  test('leave nothing of events, plots and files out', () => {
    expect(membersOf(EventView).filter((name) => !labels(MEMBERS.evt).includes(name))).toEqual([]);
    for (const name of ['plot', 'save']) expect(Object.keys(globals[name] as object).filter((each) => !labels(MEMBERS[name]).includes(each))).toEqual([]);
    expect(Object.keys(globals).filter((each) => !labels(GLOBALS).includes(each))).toEqual(['TypeId', 'pyana', 'NdArray']);
  });
});

/** What is offered where `|` stands. */
function offered(text: string): readonly string[] | null {
  const at = text.indexOf('|');
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [javascript()] });
  const found = completeModule(new CompletionContext(state, at, false));
  return found && labels(found.options);
}

test.each([
  ['evt.|', 'getPhaseCavity'], ['x = env.get|', 'getConfig'], ['np.|', 'zeros'], ['if (plot.sc|', 'scatter'], ['a = b + save.|', 'npy'],
  ['data.|', 'reshape'], ['elements[0].|', 'reshape'], ['element.data().re|', 'reshape'], ['pri|', 'print'],
])('behind %s there is %s', (text, label) => {
  expect(offered(text)).toContain(label);
});

test.each(['3.|', 'this.|', ''])('nothing of ours behind "%s"', (text) => {
  expect(offered(text.includes('|') ? text : '|')).toBeNull();
});

describe('problems in the editor', () => {
  const stateOf = (doc: string): EditorState => {
    const state = EditorState.create({ doc, extensions: [javascriptLanguage] });
    ensureSyntaxTree(state, doc.length, 1e4);
    return state;
  };

  test('stand where the text is no JavaScript', () => {
    const doc = 'class A {\n  event() {\n    const x = ;\n  }\n}';
    const [problem] = syntaxProblems(stateOf(doc));
    expect(stateOf(doc).doc.lineAt(problem.from).number).toBe(3);
    expect(syntaxProblems(stateOf('class A { event() {'))[0].message).toContain('not closed');
    expect(syntaxProblems(stateOf('class A { #n = 0; async event() { await 1; } static { this.x ??= 2n; } }'))).toEqual([]);
  });

  test('of others stand at their lines, inside the text', () => {
    const state = stateOf('one\n  two\nthree');
    const places = placedProblems(state, [{ line: 2, column: 0, message: 'a' }, { line: 2, column: 4, message: 'b' }, { line: 99, column: 1, message: 'c', isNote: true }, { line: 1, column: 90, message: 'd' }]);
    expect(places.map(({ from, to, severity }) => [from, to, severity])).toEqual([[6, 9, 'error'], [7, 9, 'error'], [10, 15, 'info'], [3, 3, 'error']]);
  });
});
