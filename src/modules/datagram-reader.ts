import { DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { eachLeaf } from '../format/each-leaf.ts';
import { rowsOf, type RunIndex } from '../format/run-index.ts';
import type { DatagramRows } from '../format/datagram-rows.ts';
import { CONFIGURE, transitionOf } from '../format/transition.ts';
import { TYPE_XTC, parseContains } from '../format/type-id.ts';
import { payloadSpan, walkHeaders, type XtcNode } from '../format/xtc.ts';
import { expandPayload } from '../pipeline/read-payload.ts';
import type { Arena } from '../wasm/arena.ts';

/** Reads bytes of a file at once, without a promise: what `FileReaderSync` is for. */
export type ReadNow = (file: File, offset: number, byteLength: number) => Uint8Array;

/** An Xtc that is no container. */
export type EventLeaf = {
  readonly level: number;
  readonly phy: number;
  readonly typeId: number;
  readonly version: number;
  readonly compressed: boolean;
  readonly damage: number;
  readonly file: number;
  /** Of its payload, in the file. */
  readonly offset: number;
  readonly byteLength: number;
};

/** Bytes of a file from `start` on. */
type Window = { readonly start: number; readonly bytes: Uint8Array };

const WINDOW_BYTES = 4 << 20;
const FIRST_BYTES = 256 << 10;
/** Of larger datagrams only the leaves that are asked for are read. */
const LARGE_BYTES = 512 << 10;
const SMALL_WINDOW_BYTES = 64 << 10;

/**
 * Reads datagrams of a run in its order, when they are asked for and not before. What lies behind them in the file comes
 * along, and is read ahead while modules work as long as they go on asking.
 */
export class DatagramReader {
  readonly #files: readonly File[];
  readonly #sources: readonly BlobSource[];
  readonly #fileOf: Uint16Array;
  readonly #rows: DatagramRows;
  readonly #readNow: ReadNow;
  readonly #arena: Arena;
  readonly #windows: (Window | undefined)[];
  readonly #ahead: ({ readonly after: number; readonly window: Promise<Window | null> } | undefined)[];
  /** The window of each file whose next one was begun. */
  readonly #followed: (Window | undefined)[];
  readonly #sizes: number[];
  /** Headers of the large datagram looked at last. */
  #small: (Window & { file: number }) | null = null;

  constructor(index: RunIndex, files: readonly File[], readNow: ReadNow, arena: Arena) {
    this.#files = files;
    this.#sources = files.map((file) => new BlobSource(file));
    this.#fileOf = index.fileOf;
    this.#rows = rowsOf(index);
    this.#readNow = readNow;
    this.#arena = arena;
    this.#windows = files.map(() => undefined);
    this.#ahead = files.map(() => undefined);
    this.#followed = files.map(() => undefined);
    this.#sizes = files.map(() => FIRST_BYTES);
  }

  /** What has to be awaited before a datagram is looked at; null when nothing is under way for it. */
  prepare(datagram: number): Promise<void> | null {
    const file = this.#fileOf[datagram];
    const ahead = this.#ahead[file];
    if (!ahead || this.#rows.offset(datagram) + 20 + this.#rows.extent(datagram) <= ahead.after) return null;
    this.#ahead[file] = undefined;
    return ahead.window.then((window) => {
      if (window) this.#windows[file] = window;
    });
  }

  /** The leaves of the Configures that files begin with: of transitions that several files have the run names one. */
  headsOfFiles(): EventLeaf[][] {
    return this.#files.flatMap((file, i) => {
      if (file.size < DATAGRAM_HEADER_BYTES) return [];
      const bytes = this.bytes(i, 0, DATAGRAM_HEADER_BYTES);
      const view = new DataView(bytes.buffer, bytes.byteOffset, DATAGRAM_HEADER_BYTES);
      const byteLength = 20 + view.getUint32(36, true);
      return transitionOf(view.getUint32(8, true)) === CONFIGURE && byteLength <= file.size ? [this.#leavesAt(i, 0, byteLength)] : [];
    });
  }

  /** The leaves of a datagram in tree order. @throws {XtcError} 'truncated', 'unreadable' */
  leaves(datagram: number): EventLeaf[] {
    return this.#leavesAt(this.#fileOf[datagram], this.#rows.offset(datagram), 20 + this.#rows.extent(datagram));
  }

  #leavesAt(file: number, offset: number, byteLength: number): EventLeaf[] {
    if (byteLength > LARGE_BYTES) return this.#leavesOfLarge(file, offset, byteLength);
    const { start, bytes } = this.#window(file, offset, byteLength);
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset - start, byteLength);
    const found: EventLeaf[] = [];
    eachLeaf(view, 0, byteLength, (at, extent) => {
      found.push({
        level: view.getUint32(at + 4, true) >>> 24,
        phy: view.getUint32(at + 8, true),
        ...parseContains(view.getUint32(at + 12, true)),
        damage: view.getUint32(at, true),
        file,
        offset: offset + at + XTC_HEADER_BYTES,
        byteLength: Math.max(0, extent - XTC_HEADER_BYTES),
      });
    });
    return found;
  }

  /** The payload of a leaf, expanded when it was compressed; valid until the next datagram. @throws {XtcError} 'truncated', 'unreadable', 'bad-payload' */
  payload({ file, offset, byteLength, compressed }: Pick<EventLeaf, 'file' | 'offset' | 'byteLength' | 'compressed'>): Uint8Array {
    const bytes = this.bytes(file, offset, byteLength);
    return compressed ? expandPayload(this.#arena, bytes, { file: this.#files[file].name, offset }) : bytes;
  }

  /** Bytes of a file, from what is there or by a read of their own. @throws {XtcError} 'truncated', 'unreadable' */
  bytes(file: number, offset: number, byteLength: number): Uint8Array {
    for (const window of [this.#windows[file], this.#small?.file === file ? this.#small : undefined]) {
      if (window && holds(window, offset, byteLength)) return window.bytes.subarray(offset - window.start, offset - window.start + byteLength);
    }
    return this.#read(file, offset, byteLength);
  }

  /** A window that holds a datagram; the next one is begun, since this one is used. */
  #window(file: number, offset: number, byteLength: number): Window {
    let window = this.#windows[file];
    if (!window || !holds(window, offset, byteLength)) {
      window = { start: offset, bytes: this.#read(file, offset, byteLength, Math.max(byteLength, this.#sizes[file])) };
      this.#windows[file] = window;
      this.#ahead[file] = undefined;
    }
    if (this.#followed[file] !== window) {
      this.#followed[file] = window;
      this.#readAhead(file, window);
    }
    return window;
  }

  /** Begins the next window. The last datagram of this one may go on in it, so it takes the end of this one along. */
  #readAhead(file: number, { start, bytes }: Window): void {
    this.#sizes[file] = Math.min(WINDOW_BYTES, this.#sizes[file] * 2);
    const end = start + bytes.byteLength;
    if (end >= this.#files[file].size) return;
    const tail = bytes.subarray(Math.max(0, bytes.byteLength - LARGE_BYTES));
    const window = this.#sources[file].read(end, this.#sizes[file]).then(
      (more): Window => {
        const joined = new Uint8Array(tail.byteLength + more.byteLength);
        joined.set(tail);
        joined.set(more, tail.byteLength);
        return { start: end - tail.byteLength, bytes: joined };
      },
      () => null, // It is read again, and fails again, when it is needed.
    );
    this.#ahead[file] = { after: end, window };
  }

  #leavesOfLarge(file: number, offset: number, byteLength: number): EventLeaf[] {
    const walk = walkHeaders(byteLength, offset);
    let step = walk.next();
    while (!step.done) step = walk.next(this.#header(file, offset + step.value, offset + byteLength));
    const leaves: EventLeaf[] = [];
    const visit = (node: XtcNode): void => {
      node.children.forEach(visit);
      if (node.typeId === TYPE_XTC) return;
      const { level, phy, typeId, version, compressed, damage } = node;
      const { start, end } = payloadSpan(node);
      leaves.push({ level, phy, typeId, version, compressed, damage, file, offset: start, byteLength: end - start });
    };
    visit(step.value);
    return leaves;
  }

  #header(file: number, at: number, end: number): DataView {
    if (!this.#small || this.#small.file !== file || !holds(this.#small, at, XTC_HEADER_BYTES)) {
      const wanted = Math.min(SMALL_WINDOW_BYTES, end - at);
      this.#small = { file, start: at, bytes: this.#read(file, at, Math.min(XTC_HEADER_BYTES, wanted), wanted) };
    }
    const { start, bytes } = this.#small;
    return new DataView(bytes.buffer, bytes.byteOffset + at - start, XTC_HEADER_BYTES);
  }

  /** @param most as many as there are, up to this */
  #read(file: number, offset: number, byteLength: number, most = byteLength): Uint8Array {
    const bytes = this.#readNow(this.#files[file], offset, most);
    if (bytes.byteLength >= byteLength) return bytes;
    const { name } = this.#files[file];
    throw new XtcError('truncated', `${name} ends at byte ${offset + bytes.byteLength}; ${byteLength} bytes from byte ${offset} on were there when it was opened.`, { file: name, offset });
  }
}

function holds({ start, bytes }: Window, offset: number, byteLength: number): boolean {
  return offset >= start && offset + byteLength <= start + bytes.byteLength;
}
