import { DAMAGE_INCOMPLETE } from '../../assembly/layout.ts';
import { throwIfAborted } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { damageText } from '../format/damage.ts';
import { TYPE_XTC } from '../format/type-id.ts';
import type { XtcNode } from '../format/xtc.ts';
import type { ByteRange } from './frame.ts';
import { readTree } from './read-tree.ts';

/** The damage words in the trees of some datagrams. */
export type DamageWords = {
  /** Containers marked IncompleteContribution, datagrams themselves included: their contents are not listed. */
  readonly tornContainers: number;
  /** Words of damaged leaves, by source, the most frequent first. */
  readonly bySource: readonly { readonly level: number; readonly phy: number; readonly words: readonly { readonly text: string; readonly count: number }[] }[];
};

/** Reads the headers of datagrams for their damage. @throws {XtcError} 'truncated', 'unreadable', 'aborted' */
export async function readDamage(datagrams: readonly ByteRange[], signal?: AbortSignal): Promise<DamageWords> {
  const sources = new Map<string, { level: number; phy: number; words: Map<string, number> }>();
  let tornContainers = 0;
  const visit = (node: XtcNode): void => {
    node.children.forEach(visit);
    if (node.damage === 0) return;
    if (node.typeId === TYPE_XTC && !node.compressed) {
      if (node.damage & DAMAGE_INCOMPLETE) ++tornContainers;
      return;
    }
    const key = `${node.level}:${node.phy}`;
    const source = sources.get(key) ?? { level: node.level, phy: node.phy, words: new Map<string, number>() };
    sources.set(key, source);
    const text = damageText(node.damage);
    source.words.set(text, (source.words.get(text) ?? 0) + 1);
  };
  for (const { file, offset, byteLength } of datagrams) {
    throwIfAborted(signal);
    visit(await readTree(new BlobSource(file), offset, byteLength, signal));
  }
  const bySource = [...sources.values()].map(({ level, phy, words }) => ({
    level, phy, words: [...words].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count),
  }));
  return { tornContainers, bySource };
}
