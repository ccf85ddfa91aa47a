import { DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { XtcError, throwIfAborted } from '../base/errors.ts';
import { BlobSource, type ByteSource } from '../format/byte-source.ts';
import { PAYLOAD_BYTES, readerText, type Aliases, type ReadDatagram } from '../format/reader-text.ts';
import { WindowReader } from '../format/window-reader.ts';
import { TYPE_ALIAS_CONFIG, TYPE_XTC } from '../format/type-id.ts';
import { readTree as treeOf, type XtcNode } from '../format/xtc.ts';
import { aliasesOf } from '../types/alias.ts';
import { decode } from '../types/registry.ts';
import { readTree } from './read-tree.ts';
import type { TextRequest } from './text-request.ts';

/** Smaller datagrams are read whole, many at once; of larger ones only the headers are. */
const WHOLE_BYTES = 131072;
const WINDOW_BYTES = 2097152;
const PIECE_LENGTH = 262144;
/** Longer texts are for files. */
const MOST_CHARACTERS = 2 ** 28;

/** How far a text is. */
export type TextProgress = { readonly done: number; readonly of: number };

/** Where a text is written to; a FileSystemWritableFileStream is one. */
export type TextSink = { write(text: string): Promise<void> };

/** The text of all datagrams. @throws {XtcError} 'unsupported' when it is too long for that, and as `printText` */
export async function readText(request: TextRequest, signal?: AbortSignal): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  const write = async (text: string): Promise<void> => {
    pieces.push(text);
    length += text.length;
    if (length > MOST_CHARACTERS) throw new XtcError('unsupported', `The text of these ${request.offsets.length} datagrams is longer than ${MOST_CHARACTERS} characters: save it to a file, or ask for fewer.`);
  };
  await printText(request, { write }, () => undefined, signal);
  return pieces.join('');
}

/**
 * Writes the text of all datagrams piece by piece.
 * @throws {XtcError} 'truncated' when a file ends before a datagram does, 'unreadable', 'aborted'
 */
export async function printText(request: TextRequest, sink: TextSink, onProgress: (progress: TextProgress) => void, signal?: AbortSignal): Promise<void> {
  const { fileOf, offsets, byteLengths, verbosity } = request;
  const sources = request.files.map((file) => new DatagramReader(new BlobSource(file), verbosity === 2, signal));
  const aliases = await collectAliases(request);
  let piece = '';
  for (let i = 0; i < offsets.length; ++i) {
    const read = sources[fileOf[i]].read(offsets[i], byteLengths[i]);
    piece += readerText(read instanceof Promise ? await read : read, verbosity, aliases);
    if (piece.length < PIECE_LENGTH && i + 1 < offsets.length) continue;
    throwIfAborted(signal);
    await sink.write(piece);
    onProgress({ done: i + 1, of: offsets.length });
    piece = '';
  }
}

async function collectAliases({ aliases }: TextRequest): Promise<Aliases> {
  const found = new Map<string, string>();
  for (const { file, offset, byteLength } of aliases) {
    const payload = await new BlobSource(file).read(offset, byteLength);
    const decoded = decode({ typeId: TYPE_ALIAS_CONFIG, version: 1 }, payload, () => null);
    if (decoded.kind === 'opaque') continue; // its detectors are printed without aliases
    for (const { level, phy, alias } of aliasesOf(decoded.values)) found.set(`${level}:${phy}`, alias);
  }
  return found;
}

/** Reads the datagrams of one file, best in file order. */
class DatagramReader {
  readonly #source: ByteSource;
  readonly #hasPayloads: boolean;
  readonly #signal: AbortSignal | undefined;
  #start = 0;
  #window = new Uint8Array(0);

  constructor(source: ByteSource, hasPayloads: boolean, signal?: AbortSignal) {
    this.#source = source;
    this.#hasPayloads = hasPayloads;
    this.#signal = signal;
  }

  /** At once when its bytes are in hand. */
  read(offset: number, byteLength: number): ReadDatagram | Promise<ReadDatagram> {
    if (byteLength > WHOLE_BYTES) return this.#readHeaders(offset, byteLength);
    if (offset >= this.#start && offset + byteLength <= this.#start + this.#window.byteLength) return this.#fromWindow(offset, byteLength);
    return this.#readWindow(offset, byteLength);
  }

  async #readWindow(offset: number, byteLength: number): Promise<ReadDatagram> {
    this.#window = new Uint8Array(await this.#source.read(offset, WINDOW_BYTES, this.#signal));
    this.#start = offset;
    if (this.#window.byteLength < byteLength) {
      const { name } = this.#source;
      throw new XtcError('truncated', `${name} ends inside the datagram at byte ${offset}: it needs ${byteLength} bytes, ${this.#window.byteLength} are there.`, { file: name, offset });
    }
    return this.#fromWindow(offset, byteLength);
  }

  #fromWindow(offset: number, byteLength: number): ReadDatagram {
    const bytes = this.#window.subarray(offset - this.#start, offset - this.#start + byteLength);
    const view = new DataView(bytes.buffer, bytes.byteOffset, byteLength);
    const payloadOf = (leaf: XtcNode): DataView => {
      const at = leaf.offset - offset + XTC_HEADER_BYTES;
      return new DataView(bytes.buffer, bytes.byteOffset + at, payloadLength(leaf, byteLength - at));
    };
    return { file: this.#source.name, offset, words: wordsOf(view), tree: treeOf(bytes, offset), payloadOf };
  }

  async #readHeaders(offset: number, byteLength: number): Promise<ReadDatagram> {
    const end = offset + byteLength;
    const reader = new WindowReader(this.#source, end, this.#signal);
    const words = wordsOf(await reader.read(offset, DATAGRAM_HEADER_BYTES));
    const tree = await readTree(this.#source, offset, byteLength, this.#signal);
    const starts = new Map<XtcNode, DataView>();
    for (const leaf of this.#hasPayloads ? leavesOf(tree) : []) {
      const at = leaf.offset + XTC_HEADER_BYTES;
      const bytes = await reader.read(at, payloadLength(leaf, end - at));
      starts.set(leaf, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
    return { file: this.#source.name, offset, words, tree, payloadOf: (leaf) => starts.get(leaf) ?? new DataView(new ArrayBuffer(0)) };
  }
}

function wordsOf(view: DataView): ReadDatagram['words'] {
  const word = (at: number): number => view.getUint32(at, true);
  return { nanoseconds: word(0), seconds: word(4), stampLow: word(8), stampHigh: word(12), env: word(16) };
}

function payloadLength(leaf: XtcNode, room: number): number {
  return Math.max(0, Math.min(PAYLOAD_BYTES, leaf.extent - XTC_HEADER_BYTES, room));
}

function leavesOf(node: XtcNode): XtcNode[] {
  return node.typeId === TYPE_XTC ? node.children.flatMap(leavesOf) : [node];
}
