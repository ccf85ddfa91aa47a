import { XtcError, type Problem } from '../base/errors.ts';
import type { NdArray } from '../base/arrays.ts';
import type { Dark } from '../calib/dark.ts';
import { byteShares, type ByteShares } from '../format/byte-shares.ts';
import { findDatagrams, strictQuery } from '../format/find-datagrams.ts';
import { findEvent } from '../format/find-event.ts';
import type { Verbosity } from '../format/reader-text.ts';
import { calibCycleOf, kindsOfEvent, type DatagramRef, type RunIndex } from '../format/run-index.ts';
import type { Device } from '../format/scan-table.ts';
import type { SourceKind } from '../format/source.ts';
import { transitionName } from '../format/transition.ts';
import { typeName } from '../format/type-id.ts';
import type { XtcNode } from '../format/xtc.ts';
import type { RunOrigin } from '../pipeline/known-indexes.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { ReadImageOptions } from '../state/reading.ts';
import type { Session } from '../state/session.ts';
import type { Values } from '../types/schema.ts';
import { ScriptColumns, type ScriptAverage, type ScriptChoice, type ScriptDelayScan, type ScriptDelayScanOptions } from './script-columns.ts';
import { ScriptEvent, type ScriptTime } from './script-event.ts';
import { scriptPv, type ScriptPv, type ScriptPvAt } from './script-pv.ts';
import { ScriptValues } from './script-values.ts';

export type ScriptNode = {
  type: string;
  version: number;
  kind: SourceKind;
  source: string;
  damage: number;
  /** File offset of the 20-byte header. */
  offset: number;
  extent: number;
  children: ScriptNode[];
};
export type ScriptDatagram = {
  file: string;
  offset: number;
  transition: string;
  time: ScriptTime;
  fiducials: number;
  ticks: number;
  vector: number;
  env: number;
  damage: number;
  extent: number;
  tree: ScriptNode;
};
export type ScriptSkipped = { file: string; offset: number; byteLength: number; code: string };
export type ScriptScan = {
  datagrams: number;
  calibCycles: number;
  eventsPerCycle: number[];
  controls: string[];
  devices: Device[];
  problems: Problem[];
};

/** One run as scripts see it. Every call does what the window does, on the same workers. */
export class ScriptRun {
  readonly #run: OpenRun;
  readonly #session: Session;
  readonly #values: ScriptValues;
  readonly #columns: ScriptColumns;

  constructor(run: OpenRun, session: Session) {
    this.#run = run;
    this.#session = session;
    this.#values = new ScriptValues(run, session);
    this.#columns = new ScriptColumns(run, session);
  }

  /** `e153 r0141`. */
  get label(): string {
    return this.#run.label;
  }

  /** Number of events. */
  get events(): number {
    return this.#run.events;
  }

  /** Number of datagrams, transitions counted once. */
  get datagrams(): number {
    return this.#run.index.value?.datagrams ?? 0;
  }

  /** What the scan found. */
  get scan(): ScriptScan {
    const table = this.#run.table.value;
    return {
      datagrams: table?.datagrams ?? 0,
      calibCycles: table?.calibCycles ?? 0,
      eventsPerCycle: [...(table?.eventsPerCycle ?? [])],
      controls: [...(table?.controls ?? [])],
      devices: [...(table?.devices ?? [])],
      problems: [...this.#run.problems.value],
    };
  }

  /** The classic text of xtcscanner; with its block of EPICS names when given what `epics` gave. */
  summary(options: { epics?: readonly { name: string }[] } = {}): string {
    return this.#run.summary(options.epics?.map(({ name }) => name));
  }

  /** The EPICS PVs that Configure describes, with their first values. @throws {XtcError} 'unreadable' */
  epics(): Promise<ScriptPv[]>;
  /**
   * A PV as it was at an event: its newest record at or before it; as Configure says when there was none yet.
   * @param options `at` event, the first one by default
   * @throws {XtcError} 'unknown-source', 'out-of-range', 'unreadable'
   */
  epics(name: string, options?: { at?: number }): Promise<ScriptPvAt>;
  async epics(name?: string, { at = 0 }: { at?: number } = {}): Promise<ScriptPv[] | ScriptPvAt> {
    if (name !== undefined) return this.#values.epics(name, at);
    return (await this.#session.epics.of(this.#run)).map(scriptPv);
  }

  /**
   * The configuration of a source, as a plain object by the names of the DAQ's library.
   * @param address needed when several sources have the type  @param options `at` event that it holds for, the first one by default
   * @returns null when there is none yet at that event
   * @throws {XtcError} 'unknown-source', 'out-of-range', and why it cannot be taken apart
   */
  config(type: string, address = '', { at = 0 }: { at?: number } = {}): Promise<Values | null> {
    return this.#values.config(type, address, at);
  }

  /** The value of the node of a datagram that begins at a file offset; null when it is empty. @throws {XtcError} 'out-of-range', and as `config` */
  value(datagram: number, offset: number): Promise<Values | null> {
    return this.#values.at(datagram, offset);
  }

  /** Printed names of the sources that have pictures. */
  get imageSources(): readonly string[] {
    return this.#run.imageSources.value;
  }

  /** What fills the files, by source and type; null before anything is known. */
  get sizes(): ByteShares | null {
    const [index, table] = [this.#run.index.value, this.#run.table.value];
    return index && table && byteShares(index, table);
  }

  /** The event of a number, time, fiducial or cycle, as the dialog of the key `g` takes them. @throws {XtcError} 'out-of-range' */
  locate(wish: string): Promise<number> {
    return attempt(() => findEvent(this.#index(), wish));
  }

  /** @throws {XtcError} 'out-of-range' */
  event(event: number): Promise<ScriptEvent> {
    return attempt(() => {
      const ref = this.#run.eventRef(event);
      const index = this.#index();
      const keys = new Map(
        kindsOfEvent(index, event).map(({ kind, source, typeId, version }) => {
          const key = { kind, source, type: typeName(typeId), version };
          return [Object.values(key).join(' '), key];
        }),
      );
      const { fiducials } = ref;
      const facts = { index: event, time: timeOf(ref), fiducials, calibCycle: calibCycleOf(index, event), keys: [...keys.values()] };
      return new ScriptEvent(facts, (type, address) => this.#values.ofEvent(event, type, address));
    });
  }

  /** @throws {XtcError} 'out-of-range', and what reading throws */
  async datagram(datagram: number): Promise<ScriptDatagram> {
    const ref = this.#run.datagramRef(datagram);
    const file = this.#run.chunks[ref.file];
    const { offset, byteLength, fiducials, ticks, vector, env, damage, extent } = ref;
    const tree = await this.#session.reading.tree({ file, offset, byteLength });
    return { file: file.name, offset, transition: transitionName(ref.transition), time: timeOf(ref), fiducials, ticks, vector, env, damage, extent, tree: scriptNode(tree) };
  }

  /**
   * The datagrams that a query wants, rising: `type:EBeam damage size>1MB -cycle:3` (docs/scripting.md).
   * @throws {XtcError} 'bad-query' at a word that is not understood
   */
  find(query: string): Promise<Uint32Array> {
    const index = this.#run.index.value;
    return attempt(() => (index ? findDatagrams(index, strictQuery(query)) : new Uint32Array(0)));
  }

  /**
   * The classic text of xtcreader for datagrams `from` … `to`-1; all of them when absent.
   * @throws {XtcError} 'out-of-range', 'unsupported' when it is too long for a string, and what reading throws
   */
  text(options: { verbosity?: Verbosity; from?: number; to?: number } = {}): Promise<string> {
    const { verbosity = 0, from = 0, to = this.datagrams } = options;
    return this.#session.texts.read(this.#run, { from, to: to - 1 }, verbosity);
  }

  /** All bytes of one datagram, as they are in its file. @throws {XtcError} 'out-of-range', 'truncated', 'unreadable' */
  bytes(datagram: number): Promise<Uint8Array> {
    return this.#session.reading.datagram(this.#run, datagram);
  }

  /**
   * The pixels of one event: the sections, i16 as read out or f32 with `dark` subtracted; with `assembled` the picture,
   * f32 with NaN where there is no pixel.
   * @throws {XtcError} 'unknown-source', 'out-of-range', 'no-configuration', 'bad-payload'
   */
  async image(event: number, options: ReadImageOptions = {}): Promise<NdArray> {
    const source = options.source && (await this.#values.pictureSource(options.source));
    return this.#session.reading.image(this.#run, event, { ...options, source });
  }

  /** What is wrong with the run, each with its file and byte. */
  get problems(): readonly Problem[] {
    return this.#run.problems.value;
  }

  /** Bytes that are no good datagram, and the code of the problem that says why; `aborted` where nothing was looked at. */
  get skipped(): readonly ScriptSkipped[] {
    const skipped = this.#run.index.value?.skipped ?? [];
    return skipped.map(({ file, offset, byteLength, code }) => ({ file: this.#run.chunks[file].name, offset, byteLength, code }));
  }

  /**
   * Chosen events or calib cycles (all when neither is given) as a new file, with the transitions that frame them. It
   * points at the run's files; only many small pieces are copied.
   * @throws {XtcError} 'out-of-range'
   */
  trim(wish: { events?: ArrayLike<number>; cycles?: readonly number[] } = {}): Promise<File> {
    return this.#session.excerpts.trim(this.#run, wish);
  }

  /** Each file of the run that has good datagrams, with nothing but these. @throws {XtcError} 'out-of-range' while it is scanned */
  heal(): Promise<File[]> {
    return this.#session.excerpts.heal(this.#run);
  }

  /** Where what is known of the run comes from: 'scan', 'kept' (the browser's own storage) or 'index-file'. */
  get origin(): RunOrigin {
    return this.#run.origin.value;
  }

  /** The run's index as a file: opened together with the run's files it spares the scan. @throws {XtcError} 'unsupported' */
  index(): Promise<File> {
    return this.#session.indexes.make(this.#run);
  }

  /** Scans the files again, whatever index there is. */
  rescan(): Promise<void> {
    return this.#run.rescan();
  }

  /** Looks every second whether the files have grown, until it is called with false. Only files opened by handle can grow. */
  follow(isOn = true): void {
    if (isOn) void this.#session.follow.start(this.#run);
    else this.#session.follow.stop(this.#run);
  }

  /** Averages the first `events` events (all when absent) of `source`. */
  async dark(options: { source?: string; events?: number } = {}): Promise<Dark> {
    const source = options.source ? await this.#values.pictureSource(options.source) : null;
    return this.#session.darks.make(this.#run, source, options.events ?? null, () => undefined);
  }

  /**
   * One number of each event for each quantity or expression, by the text that asked for it; NaN where an event has none.
   * @throws {XtcError} 'bad-expression', 'unknown-source', 'out-of-range', 'unreadable', 'aborted'
   */
  columns(quantities: readonly string[], options: ScriptChoice = {}): Promise<Record<string, Float64Array>> {
    return this.#columns.columns(quantities, options);
  }

  /** The tutorial's delay scan; what is not given is what the run is likely to mean. @throws {XtcError} as `columns` */
  delayScan(options: ScriptDelayScanOptions = {}): Promise<ScriptDelayScan> {
    return this.#columns.delayScan(options);
  }

  /** Mean picture of the events that a filter lets through, minus `dark`; f32 (rows, columns). @throws {XtcError} as `columns`, 'bad-dark' */
  async averageImage(options: ScriptAverage = {}): Promise<NdArray<'f32'>> {
    return this.#columns.averageImage(options.source ? await this.#values.pictureSource(options.source) : null, options);
  }

  #index(): RunIndex {
    const index = this.#run.index.value;
    if (!index) throw new XtcError('out-of-range', `${this.label} has not been scanned.`);
    return index;
  }
}

/** A synchronous step as a promise, so that scripts see one kind of failure. */
async function attempt<T>(step: () => T | Promise<T>): Promise<T> {
  return step();
}

function timeOf({ seconds, nanoseconds }: DatagramRef): ScriptTime {
  return { seconds, nanoseconds };
}

function scriptNode(node: XtcNode): ScriptNode {
  const { type, version, kind, source, damage, offset, extent } = node;
  return { type, version, kind, source, damage, offset, extent, children: node.children.map(scriptNode) };
}
