import type { Workers } from '../../workers/api.ts';
import type { NdArray } from '../base/arrays.ts';
import { throwIfAborted } from '../base/errors.ts';
import type { Dark } from '../calib/dark.ts';
import type { XtcNode } from '../format/xtc.ts';
import type { ByteRange } from '../pipeline/frame.ts';
import type { DamageWords } from '../pipeline/read-damage.ts';
import type { Darks } from './darks.ts';
import type { OpenRun } from './open-run.ts';
import { pictureKind, pixelsRequest } from './picture-requests.ts';

/** Which pixels of an event a script wants. */
export type ReadImageOptions = { source?: string; dark?: Dark | null; assembled?: boolean };

/** Reads pieces of runs in the reader's worker, away from the screen. */
export class Reading {
  readonly #workers: Workers;
  readonly #darks: Darks;

  constructor(workers: Workers, darks: Darks) {
    this.#workers = workers;
    this.#darks = darks;
  }

  /** The tree of one datagram. @throws {XtcError} 'truncated', 'unreadable' */
  tree(datagram: ByteRange): Promise<XtcNode> {
    return this.#workers.reader.call((worker) => worker.readTree(datagram));
  }

  /** Bytes of a file as they are. @throws {XtcError} 'truncated', 'unreadable', 'aborted' */
  async bytes(range: ByteRange, signal?: AbortSignal): Promise<Uint8Array> {
    const bytes = await this.#workers.reader.call((worker) => worker.readBytes(range), signal);
    throwIfAborted(signal);
    return bytes;
  }

  /** All bytes of one datagram. @throws {XtcError} 'out-of-range', and as `bytes` */
  async datagram(run: OpenRun, datagram: number): Promise<Uint8Array> {
    const { file, offset, byteLength } = run.datagramRef(datagram);
    return this.bytes({ file: run.chunks[file], offset, byteLength });
  }

  /** The damage words of datagrams. @throws {XtcError} 'out-of-range', 'unreadable', 'aborted' */
  damage(run: OpenRun, datagrams: ArrayLike<number>, signal?: AbortSignal): Promise<DamageWords> {
    const places = Array.from(datagrams, (datagram): ByteRange => {
      const { file, offset, byteLength } = run.datagramRef(datagram);
      return { file: run.chunks[file], offset, byteLength };
    });
    return this.#workers.reader.call((worker, stop) => worker.readDamage(places, stop), signal);
  }

  /** The pixels of one event: sections, or the picture when `assembled`. */
  async image(run: OpenRun, event: number, options: ReadImageOptions): Promise<NdArray> {
    const { reader } = this.#workers;
    const request = pixelsRequest(run, event, pictureKind(run, options.source));
    const darkId = options.dark ? await this.#darks.idFor(reader, options.dark) : null;
    if (!options.assembled) return reader.call<NdArray>((worker) => worker.readSections(request, darkId));
    const frame = await reader.call((worker, signal) =>
      worker.makeFrame({ ...request, event, darkId, omitSaturated: false, region: null }, signal),
    );
    return frame.image;
  }
}
