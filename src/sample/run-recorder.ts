import { CONFIGURE, L1_ACCEPT } from '../format/transition.ts';
import { joinParts, writeDatagram, type Bytes, type WritableXtc } from '../format/write-datagram.ts';
import { EVENT_BUILDER } from './sources.ts';

/** When a datagram was taken. */
export type Stamp = {
  readonly seconds: number;
  readonly nanoseconds: number;
  /** 360 Hz counter of the accelerator. */
  readonly fiducials: number;
  /** Events since Configure; 0 for other transitions. */
  readonly vector: number;
};

/** What a datagram holds: its children, and the damage of its root. */
export type Contents = { readonly children: readonly WritableXtc[]; readonly damage?: number };

const FIDUCIALS = 0x1ffe0; // where the counter begins again
const EVENT_FIDUCIALS = 3; // 120 Hz
const TRANSITION_FIDUCIALS = 9;
const TICKS = 330_000; // of 119 MHz in a fiducial

/** Payloads below are copied into one part per datagram: a File of few parts is made sooner. */
const SMALL_PAYLOAD = 65536;

/** Writes one run as its recorders do: transitions into every stream, each event into the next one. */
export class RunRecorder {
  readonly #name: string;
  readonly #streams: Bytes[][];
  #fiducials: number;
  #nanoseconds: number;
  #seconds: number;
  #events = 0;

  /** @param name `e900-r0001`  @param seconds Unix time of the begin */
  constructor(name: string, seconds: number, streams = 1) {
    this.#name = name;
    this.#streams = Array.from({ length: streams }, () => []);
    this.#seconds = seconds;
    this.#nanoseconds = 148_456_789;
    this.#fiducials = seconds % FIDUCIALS;
  }

  /** Events written so far. */
  get events(): number {
    return this.#events;
  }

  transition(transition: number, children: readonly WritableXtc[] = [], env = 0): void {
    if (transition === CONFIGURE) this.#events = 0;
    this.#advance(TRANSITION_FIDUCIALS);
    for (const stream of this.#streams) this.#write(stream, transition, this.#stamp(0), 0, { children }, env);
  }

  event(contents: (stamp: Stamp) => Contents): void {
    const stream = this.#streams[this.#events % this.#streams.length];
    this.#advance(EVENT_FIDUCIALS);
    const stamp = this.#stamp(++this.#events);
    this.#write(stream, L1_ACCEPT, stamp, (stamp.vector * 69_905) % TICKS, contents(stamp), 0);
  }

  files(): File[] {
    return this.#streams.map(
      (parts, stream) => new File(parts, `${this.#name}-s${String(stream).padStart(2, '0')}-c00.xtc`),
    );
  }

  #write(
    parts: Bytes[],
    transition: number,
    stamp: Stamp,
    ticks: number,
    { children, damage }: Contents,
    env: number,
  ): void {
    const root = { source: EVENT_BUILDER, type: { typeId: 1 }, damage, children };
    const written = writeDatagram({ ...stamp, transition, ticks, env, root });
    if (written.every((part) => part.byteLength < SMALL_PAYLOAD)) parts.push(joinParts(written));
    else parts.push(...written);
  }

  #stamp(vector: number): Stamp {
    return {
      seconds: this.#seconds,
      nanoseconds: this.#nanoseconds,
      fiducials: this.#fiducials,
      vector: vector & 0x7fff,
    };
  }

  #advance(fiducials: number): void {
    this.#fiducials = (this.#fiducials + fiducials) % FIDUCIALS;
    const nanoseconds = this.#nanoseconds + Math.floor((fiducials * 1e9) / 360);
    this.#seconds += Math.floor(nanoseconds / 1e9);
    this.#nanoseconds = nanoseconds % 1e9;
  }
}
