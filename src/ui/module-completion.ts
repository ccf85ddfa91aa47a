import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { ARRAY_MEMBERS, GLOBALS, MEMBERS } from './module-completions.ts';

const WORD = /^\w*$/;

/** What fits behind the cursor of a module: members of `evt`, `env`, `np`, `plot`, `save`, of arrays behind other dots, else names. */
export function completeModule(context: CompletionContext): CompletionResult | null {
  const member = context.matchBefore(/(\w+)?(\)|\])?\.\w*$/);
  if (member) {
    const dot = member.text.lastIndexOf('.');
    const owner = member.text.slice(0, dot);
    if (owner === '' || /^\d+$/.test(owner) || owner === 'this') return null;
    const isNamed = /(^|[^\w.])\w+\.\w*$/.test(context.state.sliceDoc(Math.max(0, member.from - 1), context.pos)) || member.from === 0;
    return { from: member.from + dot + 1, options: (isNamed ? MEMBERS[owner] : undefined) ?? ARRAY_MEMBERS, validFor: WORD };
  }
  const word = context.matchBefore(/\w+$/);
  if (!word && !context.explicit) return null;
  return { from: word?.from ?? context.pos, options: GLOBALS, validFor: WORD };
}
