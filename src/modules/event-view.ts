import { isUsable } from '../format/damage.ts';
import { calibCycleOf, datagramRef, kindsOfDatagram, type DatagramRef, type RunIndex } from '../format/run-index.ts';
import { typeName } from '../format/type-id.ts';
import { transitionName } from '../format/transition.ts';
import type { NdArray } from '../base/arrays.ts';
import { decode } from '../types/registry.ts';
import type { Values } from '../types/schema.ts';
import { waveformsOf } from '../types/waveforms.ts';
import type { AddressBook, Meant } from './address-book.ts';
import { valueOf, type Configurations } from './configurations.ts';
import type { DatagramReader, EventLeaf } from './datagram-reader.ts';
import { NdArrayView } from './nd-array.ts';
import type { PictureOptions, Pictures } from './pictures.ts';
import { rawOf } from './raw.ts';
import { viewOf, type ValueView } from './value-view.ts';

/** What an event is read with. */
export type EventSource = {
  readonly index: RunIndex;
  readonly reader: DatagramReader;
  readonly configurations: Configurations;
  readonly book: AddressBook;
  readonly pictures: Pictures;
  readonly runNumber: number;
};

type Leaf = EventLeaf & { readonly datagram: number };
type Found = { readonly schema: string; readonly values: Values; readonly config: Values };

/** Filters of `find`, by pyana's names. */
export type FindFilter = { readonly type?: string; readonly typeId?: string | number; readonly version?: number; readonly address?: string };

/** One event, or a transition, as modules see it. Nothing is read before it is asked for. */
export class EventView {
  readonly #source: EventSource;
  readonly #datagrams: readonly number[];
  readonly #put = new Map<unknown, unknown>();
  readonly #decoded = new Map<number, Found>();
  #leaves: Leaf[] | null = null;
  /** Number of the event in the run, from 0; -1 for a transition. */
  readonly number: number;

  constructor(source: EventSource, datagrams: readonly number[], event: number) {
    this.#source = source;
    this.#datagrams = datagrams;
    this.number = event;
  }

  /**
   * The value of a type of a source, null when the event has none that is good: missing, damaged, or of no bytes. What a
   * module has `put` under a key comes back by that key.
   * @throws {XtcError} 'unknown-source' for a type that does not exist, and why a payload cannot be taken apart
   */
  get(type: unknown, address: unknown = ''): unknown {
    const [key, where] = [rawOf(type), String(rawOf(address))];
    if (this.#put.has(key)) return this.#put.get(key);
    if (typeof key !== 'string' && typeof key !== 'number') return null;
    return this.#value(this.#source.book.find(key, where));
  }

  /** All values that fit. */
  find({ type, typeId, version, address = '' }: FindFilter = {}): unknown[] {
    const name = type ?? typeId;
    const meant = name === undefined ? null : this.#source.book.find(name, address);
    const fits = (leaf: Leaf): boolean => (meant === null || isMeant(meant, leaf)) && (version === undefined || leaf.version === version);
    return this.#all()
      .filter((leaf) => fits(leaf) && isGood(leaf))
      .map((leaf) => this.#viewOf(leaf));
  }
  findFirst(filter: FindFilter = {}): unknown {
    return this.find(filter)[0] ?? null;
  }

  /** What the event carries, without reading it. */
  keys(): { kind: string; source: string; type: string; version: number }[] {
    const kinds = this.#datagrams.flatMap((datagram) => kindsOfDatagram(this.#source.index, datagram));
    return [...new Set(kinds)].map(({ kind, source, typeId, version }) => ({ kind, source, type: typeName(typeId), version }));
  }

  /** Leaves something for the modules behind this one. */
  put(value: unknown, key: unknown): void {
    this.#put.set(rawOf(key), value);
  }

  /** Quads of a CSPad in the order in which they are stored; null when there are none. */
  getCsPadQuads(address: unknown = '', _env?: unknown): unknown[] | null {
    const data = this.get('CspadElement', address) as ValueView | null;
    return data && (rawOf(data.quads) as unknown[]);
  }
  getPhaseCavity(): unknown {
    return this.get('PhaseCavity');
  }
  getEBeam(): unknown {
    return this.get('EBeamBld');
  }
  /** f_11, f_12, f_21, f_22 in mJ; null when there are none. */
  getFeeGasDet(): number[] | null {
    const energies = this.get('FEEGasDetEnergy') as ValueView | null;
    return energies && ['f_11_ENRC', 'f_12_ENRC', 'f_21_ENRC', 'f_22_ENRC'].map((name) => Number(energies[name]));
  }
  getEvrData(address: unknown = ''): unknown {
    return this.get('EvrData', address);
  }

  /** A waveform in volts and its times in seconds; null when there is none. */
  getAcqValue(address: unknown, channel: number, _env?: unknown): { waveform(): NdArrayView; timestamps(): NdArrayView } | null {
    const found = this.#find(this.#source.book.find('AcqWaveform', String(rawOf(address))));
    const trace = found && waveformsOf(found.schema, found.values, found.config)[channel];
    if (!trace) return null;
    const { x0, dx, y } = trace;
    const vector = (data: Float64Array): NdArrayView => NdArrayView.from({ shape: [data.length], dtype: 'f64', data } satisfies NdArray);
    return { waveform: () => vector(y), timestamps: () => vector(y.map((_, i) => x0 + i * dx)) };
  }

  /**
   * The assembled picture of a detector, f32 (rows, columns), NaN where there is no pixel, the dark in use subtracted;
   * null when the event has none that is good. To be awaited.
   */
  async getImage(address: unknown = '', options: PictureOptions = {}): Promise<NdArrayView | null> {
    const { pictures } = this.#source;
    const kind = pictures.kind(String(rawOf(address)));
    const leaf = kind && this.#all().find((each) => each.typeId === kind.typeId && each.level === kind.level && each.phy === kind.phy && isGood(each));
    return leaf ? pictures.image(kind, leaf.datagram, this.number, options) : null;
  }

  getTime(): { seconds(): number; nanoseconds(): number; valueOf(): number } {
    const { seconds, nanoseconds } = this.#first;
    return { seconds: () => seconds, nanoseconds: () => nanoseconds, valueOf: () => seconds + nanoseconds / 1e9 };
  }
  /** Number of the run. */
  run(): number {
    return this.#source.runNumber;
  }
  /** The header of the datagram. */
  seq(): { clock(): unknown; stamp(): unknown; service(): string } {
    const { fiducials, ticks, vector, transition } = this.#first;
    return { clock: () => this.getTime(), service: () => transitionName(transition), stamp: () => ({ fiducials: () => fiducials, ticks: () => ticks, vector: () => vector }) };
  }
  /** Damage word of the datagram. */
  damage(): number {
    return this.#first.damage;
  }
  /** Number of the calib cycle, from 0. */
  calibCycle(): number {
    return calibCycleOf(this.#source.index, Math.max(0, this.number));
  }

  get #first(): DatagramRef {
    return datagramRef(this.#source.index, this.#datagrams[0]);
  }

  #all(): Leaf[] {
    return (this.#leaves ??= this.#datagrams.flatMap((datagram) => this.#source.reader.leaves(datagram).map((leaf) => ({ ...leaf, datagram }))));
  }

  #find(meant: Meant): Found | null {
    if (meant.sources.length === 0) return null;
    const leaf = this.#all().find((each) => isMeant(meant, each) && isGood(each));
    return leaf ? this.#decode(leaf) : null;
  }

  #value(meant: Meant): ValueView | null {
    const found = this.#find(meant);
    return found && viewOf(found.schema, found.values);
  }
  #viewOf(leaf: Leaf): ValueView {
    const { schema, values } = this.#decode(leaf);
    return viewOf(schema, values);
  }

  #decode(leaf: Leaf): Found {
    const known = this.#decoded.get(leaf.offset);
    if (known) return known;
    const { typeId, version, offset, datagram } = leaf;
    const { reader, configurations } = this.#source;
    const found = valueOf(decode({ typeId, version, offset }, reader.payload(leaf), configurations.finder(leaf, datagram)));
    this.#decoded.set(offset, found);
    return found;
  }
}

function isMeant({ typeId, version, sources }: Meant, leaf: Leaf): boolean {
  return leaf.typeId === typeId && (version === null || leaf.version === version) && sources.some(({ level, phy }) => level === leaf.level && phy === leaf.phy);
}

function isGood({ damage, typeId, byteLength }: Leaf): boolean {
  return byteLength > 0 && isUsable(damage, typeId);
}
