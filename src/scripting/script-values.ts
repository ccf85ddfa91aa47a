import { XtcError } from '../base/errors.ts';
import { resolveAddress, resolveSource } from '../format/address.ts';
import { isSameKind } from '../format/leaf-kind.ts';
import { kindsOfEvent, type LeafKind, type RunIndex } from '../format/run-index.ts';
import { damageText } from '../format/damage.ts';
import { isConfiguration, typeLabel, typeName } from '../format/type-id.ts';
import { parseTypeName } from '../format/type-name.ts';
import { epicsAt, findPv } from '../state/epics-at.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import type { LeafValue } from '../types/leaf-value.ts';
import type { Values } from '../types/schema.ts';
import { scriptPvAt, type ScriptPvAt } from './script-pv.ts';

/** Values of a run by the names of types and sources. */
export class ScriptValues {
  readonly #run: OpenRun;
  readonly #session: Session;

  constructor(run: OpenRun, session: Session) {
    this.#run = run;
    this.#session = session;
  }

  /** The value of a type of a source in an event; null when the event lacks it. */
  async ofEvent(event: number, type: string, address: string): Promise<Values | null> {
    this.#run.eventRef(event);
    const wanted = await this.#kinds(type, address);
    const kind = kindsOfEvent(this.#index(), event).find((leaf) => wanted.some((each) => isSameKind(each, leaf)));
    if (!kind) return null;
    const leaves = await this.#session.values.ofEvent(this.#run, event, kind);
    return valuesOf(leaves.find(({ values }) => values !== null) ?? leaves[0]);
  }

  /** The configuration of a type of a source that holds at an event, at the first one by default; null when there is none yet. */
  async config(type: string, address: string, event: number): Promise<Values | null> {
    const { typeId } = parseTypeName(type);
    if (!isConfiguration(typeId)) throw new XtcError('unknown-source', `${typeName(typeId)} is no configuration: get it from an event.`);
    const kinds = await this.#kinds(type, address);
    const index = this.#index();
    // A run without events has its configurations too.
    const datagram = index.events.length === 0 && event === 0 ? index.datagrams - 1 : this.#run.eventRef(event).index;
    const found = await Promise.all(kinds.map((kind) => this.#session.values.configuration(this.#run, kind, datagram)));
    return valuesOf(found.find((value) => value !== null && kinds.some((kind) => isSameKind(kind, value.kind))));
  }

  /** The value of the leaf whose header lies at a file offset; null when it is empty. */
  async at(datagram: number, offset: number): Promise<Values | null> {
    return valuesOf(await this.#session.values.atOffset(this.#run, datagram, offset));
  }

  /** A PV as it was at an event. */
  async epics(name: string, event: number): Promise<ScriptPvAt> {
    const pv = findPv(await this.#session.epics.of(this.#run), name);
    return scriptPvAt(await epicsAt(this.#session.values.reader, this.#run, pv, event));
  }

  /** The printed name of the one picture source that an address means; the address itself when it means none. */
  async pictureSource(address: string): Promise<string> {
    const kinds = this.#run.pictureKinds.value;
    try {
      return resolveSource(kinds, address, await this.#session.values.aliases(this.#run))[0].source;
    } catch (error) {
      const isUnknown = error instanceof XtcError && error.code === 'unknown-source' && kinds.length === 0;
      if (isUnknown) return address; // Why the run has no pictures is said where they are asked for.
      throw error;
    }
  }

  /** The kinds of a type (all its versions when none is named) of one source. */
  async #kinds(type: string, address: string): Promise<LeafKind[]> {
    const { typeId, version } = parseTypeName(type);
    const { kinds } = this.#index();
    const aliases = await this.#session.values.aliases(this.#run);
    const typed = kinds.filter((kind) => kind.typeId === typeId && (version === null || kind.version === version));
    if (typed.length > 0) return resolveSource(typed, address, aliases);
    const ofSource = resolveAddress(kinds, address, aliases);
    const types = [...new Set(ofSource.map((kind) => typeLabel(typeName(kind.typeId), kind.version)))].sort();
    throw new XtcError('unknown-source', `${this.#run.label} has no ${type}${address ? ` from ${address}` : ''}. There are ${types.join(', ')}.`);
  }

  #index(): RunIndex {
    const index = this.#run.index.value;
    if (!index) throw new XtcError('out-of-range', `${this.#run.label} has not been scanned.`);
    return index;
  }
}

/** The values of a leaf; null when it is absent or empty. @throws {XtcError} why it could not be taken apart */
function valuesOf(leaf: LeafValue | null | undefined): Values | null {
  if (!leaf || (leaf.values === null && leaf.byteLength === 0)) return null;
  if (leaf.values) return leaf.values;
  const { problem, damage } = leaf;
  const damaged = damage === 0 ? '' : ` It is damaged (${damageText(damage)}).`;
  throw new XtcError(problem?.code ?? 'bad-payload', `${problem?.message ?? 'It cannot be taken apart.'}${damaged}`, problem ?? leaf);
}
