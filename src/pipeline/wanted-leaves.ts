import { levelOf } from '../format/source.ts';
import { isUsable } from '../format/damage.ts';
import { isHeld, type LeafQuantity } from './column-request.ts';
import { numberReader, type LeafPlace, type ReadNumber } from './number-reader.ts';

/** What reads the numbers of the quantities of one source and type, each with its place among all quantities. */
export type WantedGroup = {
  readonly level: number;
  readonly phy: number;
  readonly typeId: number;
  readonly reads: readonly { readonly read: ReadNumber; readonly column: number; readonly takesLast: boolean }[];
};

/** The leaves that quantities are read from. */
export class WantedLeaves {
  readonly #groups: readonly WantedGroup[];

  /** @throws {XtcError} 'bad-query' when a quantity has a path that is none */
  constructor(quantities: readonly LeafQuantity[]) {
    const groups = new Map<string, WantedGroup & { reads: { read: ReadNumber; column: number; takesLast: boolean }[] }>();
    quantities.forEach((quantity, column) => {
      const { level, phy, typeId } = quantity;
      const key = `${level} ${phy} ${typeId}`;
      const group = groups.get(key) ?? { level, phy, typeId, reads: [] };
      group.reads.push({ read: numberReader(quantity), column, takesLast: isHeld(quantity) });
      groups.set(key, group);
    });
    this.#groups = [...groups.values()];
  }

  /** The quantities that a leaf may have numbers of; null when it has none, or is damaged. */
  find({ view, at }: LeafPlace): WantedGroup | null {
    const phy = view.getUint32(at + 8, true);
    for (const group of this.#groups) {
      if (group.phy !== phy || group.typeId !== (view.getUint32(at + 12, true) & 0xffff)) continue;
      if (group.level === levelOf(view.getUint32(at + 4, true))) return isUsable(view.getUint32(at, true), group.typeId) ? group : null;
    }
    return null;
  }

  /** Whether an Xtc is of a source and type that is asked for. */
  has(level: number, phy: number, typeId: number): boolean {
    return this.#groups.some((group) => group.level === level && group.phy === phy && group.typeId === typeId);
  }
}
