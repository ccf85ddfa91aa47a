import { DATAGRAM_HEADER_BYTES } from '../../assembly/layout.ts';
import { AheadReader, type Window } from './ahead-reader.ts';
import type { ByteRange, ByteSource } from './byte-source.ts';
import { PieceReader } from './piece-reader.ts';

/** The largest window. */
export const WINDOW_BYTES = 16 * 1024 * 1024;
/** What the largest window may take in memory: neighbours share a header, so that none is cut. */
export const WINDOW_CAPACITY = WINDOW_BYTES + DATAGRAM_HEADER_BYTES;

const FIRST_BYTES = 256 * 1024;
const SPARSE_BYTES = 8 * 1024;
/** A predicted window begins a little before the header it is for, whose place varies. */
const SPARSE_MARGIN = 4 * 1024;
/** Above this many bytes from one needed header to the next, small reads are faster than reading everything. */
const BREAK_EVEN = 700_000;
const BACK_TO_DENSE = 500_000;
/** So many windows are foreseen at first, four times as many after each that was right, half as many after a wrong one. */
const FIRST_TRUST = 4;
/** Windows after a switch before the next one. */
const PATIENCE = 8;

/** How many reads of a stream may be under way. */
export type ReadDepth = { readonly dense: number; readonly sparse: number };

/** How far a window has brought the scan. */
export type Advance = { readonly windowEnd: number; readonly need: number; readonly datagramOffset: number; readonly datagramBytes: number; readonly datagrams: number };

/**
 * Chooses which bytes of a file to read next. Dense: everything, in large windows. Sparse, when datagrams are large: small
 * windows where the next headers should be, judging by the datagram before. It changes over by itself.
 */
export class WindowPlanner {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  readonly #reader: AheadReader;
  readonly #byteLength: number;
  readonly #depth: ReadDepth;
  /** Reads everything, where the browser can do that well. */
  #pieces: PieceReader | null = null;
  #hasPieces = true;
  /** Pieces are judged together up to here, `#datagrams` of them so far. */
  #spanEnd = 0;
  #datagrams = 0;
  #isSparse = false;
  #length = FIRST_BYTES;
  #nextStart = 0;
  #need = 0;
  #datagramOffset = 0;
  #period = 0;
  /** Places in the datagram before, and in this one, at which a window had to begin. */
  #lastPlaces: number[] = [];
  #places: number[] = [];
  #trust = FIRST_TRUST;
  #windows = 0;
  #bytesPerWindow = 0;

  constructor(source: ByteSource, depth: ReadDepth, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
    this.#reader = new AheadReader(source, signal);
    this.#byteLength = source.byteLength;
    this.#depth = depth;
  }

  get isSparse(): boolean {
    return this.#isSparse;
  }

  /** A window that holds the header at `need`. */
  async take(need: number): Promise<Window> {
    return (this.#isSparse ? null : await this.#takePiece(need)) ?? this.#takeWindow(need);
  }

  /** The next piece of everything; null where that has to be read in windows. */
  async #takePiece(need: number): Promise<Window | null> {
    if (!this.#hasPieces) return null;
    if (!this.#pieces?.reaches(need)) {
      this.close();
      this.#pieces = PieceReader.open(this.#source, need, this.#signal);
      this.#spanEnd = need + this.#length;
    }
    const piece = await this.#pieces?.take(need);
    if (piece) return piece;
    this.close();
    this.#hasPieces = false;
    return null;
  }

  async #takeWindow(need: number): Promise<Window> {
    const covered = this.#reader.covers(need, DATAGRAM_HEADER_BYTES);
    if (this.#isSparse) {
      if (!covered) this.#reader.drop();
      this.#trust = covered ? Math.min(this.#depth.sparse, this.#trust * 4) : Math.max(1, this.#trust >> 1);
    } else {
      if (!covered) {
        this.#reader.drop();
        this.#nextStart = need;
      }
      this.#planDense();
    }
    const taken = this.#reader.take(need, DATAGRAM_HEADER_BYTES, SPARSE_BYTES);
    if (this.#isSparse) this.#planSparse(need);
    else this.#planDense();
    return taken;
  }

  /** Says where the scan stands after a window. */
  note({ windowEnd, need, datagramOffset, datagramBytes, datagrams: found }: Advance): void {
    this.#datagrams += found;
    if (this.#pieces && Math.max(windowEnd, need) < this.#spanEnd) return;
    const datagrams = this.#datagrams;
    this.#datagrams = 0;
    const advance = need - this.#need;
    const size = datagrams > 0 ? (this.#isSparse ? advance : (datagramOffset - this.#datagramOffset) / datagrams) : advance;
    if (datagramOffset !== this.#datagramOffset) {
      this.#lastPlaces = this.#places;
      this.#places = [];
      this.#period = datagramBytes;
    }
    this.#places.push(need - datagramOffset);
    this.#need = need;
    this.#datagramOffset = datagramOffset;
    ++this.#windows;
    // In a dense window the average over it is what counts; single reads are averaged over some windows.
    this.#bytesPerWindow = this.#isSparse ? this.#bytesPerWindow + (size - this.#bytesPerWindow) / PATIENCE : size;
    const jump = need - Math.max(windowEnd, this.#pieces ? this.#spanEnd : 0);
    if (this.#pieces) {
      this.#length = Math.min(this.#length * 4, WINDOW_BYTES);
      this.#spanEnd = Math.max(windowEnd, need) + this.#length;
    }
    if (!this.#isSparse && Math.max(this.#bytesPerWindow, jump) > BREAK_EVEN) this.#switch(true);
    else if (this.#isSparse && this.#bytesPerWindow < BACK_TO_DENSE && this.#windows > PATIENCE) this.#switch(false);
  }

  /** Forgets what it has foreseen: the scan goes on somewhere else. */
  restart(): void {
    this.#reader.drop();
    this.#datagrams = 0;
    this.#lastPlaces = [];
    this.#places = [];
  }

  /** Ends what is being read. */
  close(): void {
    this.#pieces?.close();
    this.#pieces = null;
  }

  #switch(isSparse: boolean): void {
    this.close();
    this.#isSparse = isSparse;
    this.#windows = 0;
    this.#trust = FIRST_TRUST;
    this.#bytesPerWindow = BREAK_EVEN;
    if (isSparse) return;
    // What the small windows under way hold would be read again.
    this.#reader.drop();
    this.#length = FIRST_BYTES * 4;
  }

  #planDense(): void {
    // The first window shows what kind of file it is: only then is more read ahead.
    const depth = Math.min(this.#depth.dense, this.#windows + 1);
    while (this.#reader.ahead < depth && this.#nextStart < this.#byteLength) {
      this.#reader.plan([{ start: this.#nextStart, byteLength: this.#length + DATAGRAM_HEADER_BYTES }], 0);
      this.#nextStart += this.#length;
      this.#length = Math.min(this.#length * 4, WINDOW_BYTES);
    }
  }

  #planSparse(need: number): void {
    const places = this.#lastPlaces.length > 0 ? this.#lastPlaces : this.#places;
    if (this.#period < BREAK_EVEN || places.length === 0) return;
    this.#reader.plan([], need);
    // Half of them are read in one go while the others are used.
    if (this.#reader.ahead > this.#trust / 2) return;
    const ranges: ByteRange[] = [];
    const most = this.#trust - this.#reader.ahead;
    for (let ahead = 0; ahead <= this.#trust && ranges.length < most; ++ahead) {
      for (const place of places) {
        const header = this.#datagramOffset + ahead * this.#period + place;
        const start = header - SPARSE_MARGIN;
        if (start <= need || start >= this.#byteLength || ranges.length === most) continue;
        const last = ranges.at(-1);
        const isPlanned = last !== undefined && header + DATAGRAM_HEADER_BYTES <= last.start + last.byteLength;
        if (isPlanned || this.#reader.covers(header, DATAGRAM_HEADER_BYTES)) continue;
        ranges.push({ start, byteLength: SPARSE_BYTES + SPARSE_MARGIN });
      }
    }
    this.#reader.plan(ranges, need);
  }
}
