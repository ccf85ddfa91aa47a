import { syntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@codemirror/state';

/** A problem at a place of a text; lines and columns from 1, 0 for the whole line. */
export type TextProblem = { readonly line: number; readonly column: number; readonly message: string; readonly isNote?: boolean };

const MOST = 20;
const LONGEST = 24;

/** Where the text is no JavaScript (or TypeScript), as the editor's own parser finds it. */
export function syntaxProblems(state: EditorState): Diagnostic[] {
  const found: Diagnostic[] = [];
  syntaxTree(state).iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || found.length >= MOST) return;
      const line = state.doc.lineAt(from);
      const text = state.sliceDoc(from, Math.min(to, from + LONGEST, line.to)).trim();
      const message = text === '' ? 'Something is missing here, or a bracket is not closed.' : `"${text}" is not expected here.`;
      found.push({ from, to: Math.max(to, Math.min(from + 1, state.doc.length)), severity: 'error', message });
    },
  });
  return found;
}

/** Problems that were found elsewhere, at their places; those behind the end of the text stand at its end. */
export function placedProblems(state: EditorState, problems: readonly TextProblem[]): Diagnostic[] {
  return problems.map(({ line: number, column, message, isNote }) => {
    const line = state.doc.line(Math.max(1, Math.min(number, state.doc.lines)));
    const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
    const from = Math.min(line.to, line.from + (column > 0 ? column - 1 : indent));
    return { from, to: Math.max(from, line.to), severity: isNote ? 'info' : 'error', message };
  });
}
