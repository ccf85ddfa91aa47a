import { XtcError } from '../base/errors.ts';
import { resolveAddress, type Alias } from '../format/address.ts';
import type { LeafKind, RunIndex } from '../format/run-index.ts';
import { typeName } from '../format/type-id.ts';
import { parseTypeName } from '../format/type-name.ts';

/** Which leaves a module means by a type and an address. */
export type Meant = {
  readonly typeId: number;
  /** Null: any version. */
  readonly version: number | null;
  /** The sources, in the order of the file; each once. */
  readonly sources: readonly Pick<LeafKind, 'level' | 'phy'>[];
};

/** Looks up what modules call types and sources, each once. */
export class AddressBook {
  readonly #kinds: readonly LeafKind[];
  readonly #known = new Map<string, Meant>();
  readonly #aliases: () => readonly Alias[];
  /** Given what is said once of an address that means nothing in this run. */
  readonly #note: (text: string) => void;

  constructor({ kinds }: RunIndex, aliases: () => readonly Alias[], note: (text: string) => void) {
    this.#kinds = kinds;
    this.#aliases = aliases;
    this.#note = note;
  }

  /**
   * What a type and an address mean; no sources when the run has none that are called so, which is said once.
   * @param type `Id_IpmFex`, `IpmFex_V1`, a type's number  @param address any source when it is empty
   * @throws {XtcError} 'unknown-source' when there is no such type
   */
  find(type: string | number, address: string): Meant {
    const key = `${type}\n${address}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { typeId, version } = typeof type === 'number' ? { typeId: type, version: null } : parseTypeName(type);
    const meant = { typeId, version, sources: this.#sources(typeId, address) };
    this.#known.set(key, meant);
    return meant;
  }

  /** The sources that an address means among those with a type. */
  #sources(typeId: number, address: string): Meant['sources'] {
    const carriers = this.#kinds.filter((kind) => kind.typeId === typeId);
    if (carriers.length === 0) this.#note(`The run has no ${typeName(typeId)}.`);
    try {
      const found = carriers.length === 0 ? [] : resolveAddress(carriers, address, this.#aliases());
      return found.filter(({ level, phy }, i) => found.findIndex((other) => other.level === level && other.phy === phy) === i);
    } catch (error) {
      if (!(error instanceof XtcError)) throw error;
      this.#note(`No ${typeName(typeId)} of ${address}: ${error.message}`);
      return [];
    }
  }
}
