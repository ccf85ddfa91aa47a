import { TimeSlices } from '../base/time-slices.ts';
import { damageNames } from './damage.ts';
import { rowsOf, type LeafKind, type RunIndex } from './run-index.ts';
import { L1_ACCEPT } from './transition.ts';
import { TYPE_ANY } from './type-id.ts';

/** One damage bit, or one value of the user bits. */
export type DamageCount = {
  /** `OutOfOrder`, `bit 3`, `user 0xa5`. */
  readonly name: string;
  /** Datagrams that have it anywhere in their tree, and how many of those are events. */
  readonly datagrams: number;
  readonly events: number;
  /** Datagrams whose root has it. */
  readonly roots: number;
};

/** What is damaged of one source. */
export type DamagedSource = {
  readonly kind: LeafKind['kind'];
  readonly source: string;
  readonly level: number;
  readonly phy: number;
  /** Its leaves, all copies included, and how many of them are damaged. */
  readonly leaves: number;
  readonly damaged: number;
  /** Of the damaged ones those of type Any: they stand for contributions that were lost. */
  readonly placeholders: number;
};

/** The damage of a run. */
export type DamageReport = {
  readonly datagrams: number;
  readonly events: number;
  /** The first DETAILED of these datagrams, for a look at their trees. */
  readonly first: readonly number[];
  /** By their number in the damage word, user bits last. */
  readonly bits: readonly DamageCount[];
  /** Those with most damage first. */
  readonly sources: readonly DamagedSource[];
};

type Counts = { datagrams: number; events: number; roots: number };
const STEP = 8192;

/** Trees that are read for more than counts: reading more takes long. */
export const DETAILED = 2000;

/** Counts the damage of a run, in slices of about 8 ms. @throws {XtcError} 'aborted' */
export async function reportDamage(index: RunIndex, signal?: AbortSignal): Promise<DamageReport> {
  const slices = new TimeSlices(signal);
  const rows = rowsOf(index);
  const bits = new Map<string, Counts>();
  const uses = new Float64Array(index.signatures.length);
  const first: number[] = [];
  let [datagrams, events] = [0, 0];
  for (let i = 0; i < index.datagrams; ++i) {
    if (i % STEP === 0 && slices.isOver()) await slices.next();
    ++uses[rows.signature(i)];
    const damage = rows.treeDamage(i);
    if (damage === 0) continue;
    const isEvent = rows.transition(i) === L1_ACCEPT;
    const ofRoot = damageNames(rows.damage(i));
    ++datagrams;
    if (isEvent) ++events;
    if (first.length < DETAILED) first.push(i);
    for (const name of damageNames(damage)) {
      const counts = bits.get(name) ?? { datagrams: 0, events: 0, roots: 0 };
      bits.set(name, counts);
      ++counts.datagrams;
      if (isEvent) ++counts.events;
      if (ofRoot.includes(name)) ++counts.roots;
    }
  }
  const named = [...bits].map(([name, counts]) => ({ name, ...counts }));
  named.sort((a, b) => placeOf(a.name) - placeOf(b.name) || (a.name < b.name ? -1 : 1));
  return { datagrams, events, first, bits: named, sources: damagedSources(index, uses) };
}

function damagedSources(index: RunIndex, uses: Float64Array): DamagedSource[] {
  const leaves = new Float64Array(index.kinds.length);
  index.signatures.forEach((signature, i) => signature.forEach((kind) => (leaves[kind] += uses[i])));
  const sources = new Map<string, { -readonly [K in keyof DamagedSource]: DamagedSource[K] }>();
  index.kinds.forEach(({ kind, source, level, phy, typeId }, i) => {
    const key = `${level}:${phy}`;
    const entry = sources.get(key) ?? { kind, source, level, phy, leaves: 0, damaged: 0, placeholders: 0 };
    sources.set(key, entry);
    entry.leaves += leaves[i];
    entry.damaged += index.kindDamaged[i];
    if (typeId === TYPE_ANY) entry.placeholders += index.kindDamaged[i];
  });
  return [...sources.values()].filter(({ damaged }) => damaged > 0).sort((a, b) => b.damaged - a.damaged || (a.source < b.source ? -1 : 1));
}

/** Named bits by number, then the others, then user bits: damageNames lists a full word in that order. */
const ORDER = damageNames(0x00ffffff);
function placeOf(name: string): number {
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
}
