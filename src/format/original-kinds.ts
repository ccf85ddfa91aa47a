import type { LeafKind, RunIndex } from './run-index.ts';
import { levelOf, printSource } from './source.ts';
import { parseContains } from './type-id.ts';

/** A leaf as it turns out to be, and as it was scanned. */
export type FoundLeaf = {
  readonly log: number;
  readonly phy: number;
  readonly contains: number;
  readonly extent: number;
  readonly isDamaged: boolean;
  readonly scanned: { readonly contains: number; readonly extent: number };
};

/** The kinds and signatures of a run, some of whose leaves turn out to be others than were scanned. */
export class OriginalKinds {
  readonly #kinds: LeafKind[];
  readonly #numbers = new Map<string, number>();
  readonly #signatures: Uint16Array[];
  readonly #signatureNumbers = new Map<string, number>();
  readonly #bytes: number[];
  readonly #damaged: number[];
  readonly #containerBytes: number;

  /** @param scanned what is known before; nothing when absent */
  constructor(scanned?: RunIndex) {
    this.#kinds = [...(scanned?.kinds ?? [])];
    this.#signatures = [...(scanned?.signatures ?? [new Uint16Array(0)])];
    this.#bytes = [...(scanned?.kindBytes ?? [])];
    this.#damaged = [...(scanned?.kindDamaged ?? [])];
    this.#containerBytes = scanned?.containerBytes ?? 0;
    this.#kinds.forEach(({ level, phy, typeId, version, compressed }, kind) => this.#numbers.set([level, phy, typeId, version, compressed].join(), kind));
    this.#signatures.forEach((signature, number) => this.#signatureNumbers.set(signature.join(), number));
  }

  /** @returns the number of these leaves' sequence */
  take(leaves: readonly FoundLeaf[]): number {
    const signature = Uint16Array.from(leaves, (leaf) => this.#count(leaf));
    const key = signature.join();
    const known = this.#signatureNumbers.get(key);
    if (known !== undefined) return known;
    this.#signatureNumbers.set(key, this.#signatures.length);
    return this.#signatures.push(signature) - 1;
  }

  #count({ log, phy, contains, extent, isDamaged, scanned }: FoundLeaf): number {
    const kind = this.#number(log, phy, contains);
    if (scanned.contains === contains) return kind;
    const before = this.#number(log, phy, scanned.contains);
    this.#bytes[kind] += extent;
    this.#bytes[before] -= scanned.extent;
    if (isDamaged) {
      ++this.#damaged[kind];
      --this.#damaged[before];
    }
    return kind;
  }

  #number(log: number, phy: number, contains: number): number {
    const level = levelOf(log);
    const type = parseContains(contains);
    const key = [level, phy, type.typeId, type.version, type.compressed].join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const kind = this.#kinds.push({ ...printSource(log, phy), level, phy, ...type }) - 1;
    this.#numbers.set(key, kind);
    this.#bytes.push(0);
    this.#damaged.push(0);
    return kind;
  }

  kinds(): LeafKind[] {
    return this.#kinds;
  }
  signatures(): Uint16Array[] {
    return this.#signatures;
  }
  sizes(): { bytes: Float64Array; damaged: Uint32Array } {
    return { bytes: Float64Array.from(this.#bytes), damaged: Uint32Array.from(this.#damaged) };
  }

  /** What of a RunIndex they are. @param used the signatures that are in use  @param isGone kinds to forget when nothing uses them */
  all(used: ReadonlySet<number>, isGone: (kind: LeafKind) => boolean): Pick<RunIndex, 'kinds' | 'signatures' | 'kindBytes' | 'kindDamaged' | 'containerBytes'> {
    const inUse = new Set([...used].flatMap((signature) => [...this.#signatures[signature]]));
    const kept = this.#kinds.map((_, kind) => kind).filter((kind) => inUse.has(kind) || !isGone(this.#kinds[kind]));
    const newNumbers = new Map(kept.map((kind, i) => [kind, i]));
    return {
      kinds: kept.map((kind) => this.#kinds[kind]),
      signatures: this.#signatures.map((signature, i) => (used.has(i) ? signature.map((kind) => newNumbers.get(kind) ?? 0) : new Uint16Array(0))),
      kindBytes: Float64Array.from(kept, (kind) => this.#bytes[kind]),
      kindDamaged: Uint32Array.from(kept, (kind) => this.#damaged[kind]),
      containerBytes: this.#containerBytes,
    };
  }
}
