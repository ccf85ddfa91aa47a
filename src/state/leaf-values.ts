import type { ReadonlySignal } from '@preact/signals-core';
import type { Caller, FrameApi } from '../../workers/api.ts';
import { XtcError } from '../base/errors.ts';
import { isSameKind, isSameSource } from '../format/leaf-kind.ts';
import { datagramRef, datagramsOfEvent, kindsOfDatagram, type ConfigurationRef, type DatagramRef, type LeafKind, type RunIndex } from '../format/run-index.ts';
import { TYPE_ALIAS_CONFIG } from '../format/type-id.ts';
import type { ByteRange } from '../pipeline/frame.ts';
import type { ConfigurationPlace } from '../pipeline/read-values.ts';
import { aliasesOf, type SourceAlias } from '../types/alias.ts';
import type { LeafValue } from '../types/leaf-value.ts';
import type { OpenRun } from './open-run.ts';
import { placeOf } from './configuration-place.ts';

/** What the payloads of a run say, read and taken apart in the reader's worker. */
export class LeafValues {
  /** The worker that reads them. */
  readonly reader: Caller<FrameApi>;
  readonly #event: ReadonlySignal<number>;
  readonly #aliases = new WeakMap<RunIndex, Promise<readonly SourceAlias[]>>();

  /** @param event the one on the screen */
  constructor(reader: Caller<FrameApi>, event: ReadonlySignal<number>) {
    this.reader = reader;
    this.#event = event;
  }

  /**
   * All values of one kind in an event, in tree order; none when it lacks them.
   * @throws {XtcError} 'out-of-range', 'truncated', 'unreadable', 'aborted'
   */
  async ofEvent(run: OpenRun, event: number, kind: LeafKind, signal?: AbortSignal): Promise<LeafValue[]> {
    run.eventRef(event); // Says so when there is no such event.
    const index = indexOf(run);
    const holds = (datagram: number): boolean => kindsOfDatagram(index, datagram).some((leaf) => isSameKind(leaf, kind));
    const found: LeafValue[] = [];
    for (const datagram of datagramsOfEvent(index, event).filter(holds)) {
      const { level, phy, typeId, version } = kind;
      const request = {
        datagram: rangeOf(run, datagramRef(index, datagram)),
        wanted: { level, phy, typeId, version },
        configurations: configurationsAt(run, index, datagram, kind),
      };
      found.push(...(await this.reader.call((worker, stop) => worker.readValues(request, stop), signal)));
    }
    return found;
  }

  /**
   * The newest undamaged configuration of a source that holds for a datagram; null when there is none yet.
   * @param kind a configuration's own, or that of data which it describes  @param datagram by default that of the event shown
   * @throws {XtcError} 'truncated', 'unreadable', 'aborted'
   */
  async configuration(run: OpenRun, kind: LeafKind, datagram?: number, signal?: AbortSignal): Promise<LeafValue | null> {
    const index = indexOf(run);
    const at = datagram ?? index.events[this.#event.peek()] ?? index.datagrams - 1;
    const { level, phy, typeId, version } = kind;
    const request = { wanted: { level, phy, typeId, version }, configurations: configurationsAt(run, index, at, kind) };
    return this.reader.call((worker) => worker.readConfiguration(request), signal);
  }

  /**
   * The leaf whose Xtc header lies at a file offset, in a datagram of the run.
   * @throws {XtcError} 'out-of-range' when no leaf begins there, 'truncated', 'unreadable', 'aborted'
   */
  async atOffset(run: OpenRun, datagram: number, offset: number, signal?: AbortSignal): Promise<LeafValue> {
    const index = indexOf(run);
    const ref = run.datagramRef(datagram);
    const request = { datagram: rangeOf(run, ref), wanted: { offset }, configurations: configurationsAt(run, index, datagram) };
    const [found] = await this.reader.call((worker, stop) => worker.readValues(request, stop), signal);
    return found;
  }

  /** The names that a run gives its sources; the newest first. @throws {XtcError} 'truncated', 'unreadable' */
  aliases(run: OpenRun): Promise<readonly SourceAlias[]> {
    const index = indexOf(run);
    const known = this.#aliases.get(index) ?? this.#readAliases(run, index);
    this.#aliases.set(index, known);
    known.catch(() => this.#aliases.delete(index)); // So that it can be tried again.
    return known;
  }

  async #readAliases(run: OpenRun, index: RunIndex): Promise<SourceAlias[]> {
    const wishes = index.configurations.filter(({ kind }) => kind.typeId === TYPE_ALIAS_CONFIG).map((ref) => ({ wanted: ref.kind, configurations: [placeOf(run, ref)] }));
    const configurations = await Promise.all(wishes.map((wish) => this.reader.call((worker) => worker.readConfiguration(wish))));
    // One that is cut short names nothing: sources are found by their own names.
    return configurations.reverse().flatMap((found) => (found?.values ? aliasesOf(found.values) : []));
  }
}

/** The newest configuration of each type, of one source or of each, at a datagram; the newest last. */
function configurationsAt(run: OpenRun, index: RunIndex, datagram: number, source?: LeafKind): ConfigurationPlace[] {
  const newest = new Map<string, ConfigurationRef>();
  for (const found of index.configurations) {
    if (found.fromDatagram > datagram) break;
    if (source && !isSameSource(found.kind, source)) continue;
    const { level, phy, typeId } = found.kind;
    const key = `${level} ${phy} ${typeId}`;
    newest.delete(key); // So that the newest comes last.
    newest.set(key, found);
  }
  return Array.from(newest.values(), (found) => placeOf(run, found));
}

function rangeOf(run: OpenRun, { file, offset, byteLength }: DatagramRef): ByteRange {
  return { file: run.chunks[file], offset, byteLength };
}

function indexOf(run: OpenRun): RunIndex {
  const index = run.index.value;
  if (!index) throw new XtcError('out-of-range', `${run.label} has not been scanned.`);
  return index;
}
