import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { toProblem, XtcError } from '../base/errors.ts';
import type { Field } from '../format/header-fields.ts';
import { datagramNear } from '../format/datagram-near.ts';
import { datagramRef } from '../format/run-index.ts';
import { hexText, printable } from '../format/hex-text.ts';
import { payloadSpan } from '../format/xtc.ts';
import { ByteBlocks } from './byte-blocks.ts';
import { fieldsOfDatagram, fieldsOfNode, isInPayload, markAt, markLike, type Inspected, type Mark } from './inspected.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';
import { PayloadFields } from './payload-fields.ts';
import type { Reading } from './reading.ts';
import { runName, sourceName, type PageServices } from './saving.ts';
import type { ViewState } from './view.ts';

/** What the inspector listens to, reads with and hands files to: parts of Session. */
export type InspectorDeps = {
  readonly session: {
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly runs: ReadonlySignal<readonly OpenRun[]>;
    readonly datagrams: { readonly selected: ReadonlySignal<number | null>; select(datagram: number): void };
    selectRun(run: OpenRun): void;
    readonly view: ViewState;
    readonly reading: Reading;
    readonly values: LeafValues;
  };
  readonly page: PageServices;
  /** Says what was done. */
  say(notice: string): void;
  report(error: unknown): void;
};

/** Bytes of the file, half open. */
export type ByteSpan = { readonly start: number; readonly end: number };

/** The clipboard is for looking: more belongs into a file. */
const MAX_COPIED_BYTES = 262_144;
const NO_MARK: Mark = { node: null, field: null };

/** The datagram that is looked at, taken apart: its tree, what of it is marked, and its bytes. */
export class Inspector {
  readonly #deps: InspectorDeps;
  readonly #inspected = signal<Inspected | null>(null);
  readonly #mark = signal<Mark>(NO_MARK);
  readonly #payloads: PayloadFields;
  #wished = '';
  #turn = 0;
  /** Byte to be marked once its datagram has been read, offset in the file. */
  #wishedByte: number | null = null;

  constructor(deps: InspectorDeps) {
    this.#deps = deps;
    this.#payloads = new PayloadFields(deps.session.values);
    effect(() => this.#follow());
    effect(() => this.#lookInto());
  }

  /** The datagram shown; the one before stays until this one has been read. */
  get inspected(): ReadonlySignal<Inspected | null> {
    return this.#inspected;
  }
  /** The Xtc and the field that are marked. */
  get mark(): ReadonlySignal<Mark> {
    return this.#mark;
  }
  /** Fields of the marked Xtc, or of the datagram. */
  readonly fields: ReadonlySignal<readonly Field[]> = computed(() => {
    const { node } = this.#mark.value;
    return node ? fieldsOfNode(node, this.#payloads.found.value.get(node.offset)) : (this.#inspected.value?.fields ?? []);
  });
  /** Bytes of the marked Xtc with its header, or of the whole datagram. */
  readonly nodeSpan: ReadonlySignal<ByteSpan | null> = computed(() => {
    const { node } = this.#mark.value;
    const inspected = this.#inspected.value;
    if (!inspected) return null;
    const { offset, byteLength } = inspected.ref;
    return node ? { start: node.offset, end: node.offset + node.extent } : { start: offset, end: offset + byteLength };
  });
  /** Bytes to copy or save: the marked field, else the payload of the marked Xtc, else all of what is marked. */
  readonly span: ReadonlySignal<ByteSpan | null> = computed(() => {
    const { node, field } = this.#mark.value;
    if (field && field.end > field.start) return { start: field.start, end: field.end };
    const payload = node && payloadSpan(node);
    return payload && payload.end > payload.start ? payload : this.nodeSpan.value;
  });

  /** Marks an Xtc (null: the datagram itself) and, where one is given, a part of it. */
  setMark(mark: Mark): void {
    this.#mark.value = mark;
  }
  /** Marks one of `fields`. */
  markField(field: Field): void {
    this.#mark.value = { node: this.#mark.peek().node, field };
  }
  /** Marks the field that a byte of the file belongs to. */
  markByte(offset: number): void {
    const inspected = this.#inspected.peek();
    if (inspected) this.#mark.value = markAt(inspected, offset, this.#payloads.found.peek());
  }

  /** Copies the bytes of `span` as pairs of hexadecimal digits or as text; only the first 256 KiB of more. */
  async copy(as: 'hex' | 'text'): Promise<void> {
    const [inspected, span] = [this.#inspected.peek(), this.span.peek()];
    if (!inspected || !span) return;
    const byteLength = Math.min(span.end - span.start, MAX_COPIED_BYTES);
    try {
      const bytes = await this.#deps.session.reading.bytes({ file: inspected.file, offset: span.start, byteLength });
      await this.#deps.page.copyText(as === 'hex' ? hexText(bytes) : printable(bytes));
    } catch (error) {
      this.#deps.report(error);
      return;
    }
    const isAll = byteLength === span.end - span.start;
    this.#deps.say(`Copied ${isAll ? '' : 'the first '}${byteLength} bytes.${isAll ? '' : ' Save the rest to a file.'}`);
  }

  /** Offers the bytes of `span` as a file; they are not read before the browser writes them. */
  save(): void {
    const [inspected, span] = [this.#inspected.peek(), this.span.peek()];
    if (!inspected || !span) return;
    const { run, ref, file } = inspected;
    const { node, field } = this.#mark.peek();
    const part = [...(node ? [sourceName(node.source), node.type] : []), ...(field ? [field.name] : [])];
    const name = [runName(run), `dg${ref.index}`, ...part].join('-') + '.bin';
    this.#deps.page.download(file.slice(span.start, span.end), name);
    this.#deps.say(`Saved ${name}`);
  }

  /**
   * Goes to a byte of a file of an open run and marks what it belongs to, in the datagram that holds it or in the last
   * one before it. @returns false when no open run has such a file, or it has no datagram there
   */
  async show(file: string, offset: number): Promise<boolean> {
    const { session } = this.#deps;
    const run = session.runs.peek().find((each) => each.chunks.some((chunk) => chunk.name === file));
    const index = run?.index.peek();
    const datagram = run && index ? await datagramNear(index, file, offset) : null;
    if (!run || datagram === null) return false;
    if (run !== session.current.peek()) session.selectRun(run);
    this.#wishedByte = offset;
    batch(() => {
      session.view.tab.value = 'Datagrams';
      session.datagrams.select(datagram);
    });
    const shown = this.#inspected.peek();
    if (shown?.run === run && shown.ref.index === datagram) this.#markWished(shown);
    return true;
  }

  /** The payload of what is marked is read; then the mark is on the field as it is there. */
  #lookInto(): void {
    const [inspected, { node, field }] = [this.#inspected.value, this.#mark.value];
    if (!inspected || !node) return;
    this.#payloads.look(inspected, node);
    const found = this.#payloads.found.value.get(node.offset);
    const same = field && isInPayload(field, node) && found?.find(({ name }) => name === field.name);
    if (same && !isSameField(same, field)) this.#mark.value = { node, field: same };
  }

  #markWished(inspected: Inspected): boolean {
    const offset = this.#wishedByte;
    const { ref } = inspected;
    this.#wishedByte = null;
    if (offset === null || offset < ref.offset || offset >= ref.offset + ref.byteLength) return false;
    this.#mark.value = markAt(inspected, offset, this.#payloads.found.peek());
    return true;
  }

  /** Reads what is selected, once for each datagram. */
  #follow(): void {
    const { current, datagrams, view } = this.#deps.session;
    if (view.tab.value !== 'Datagrams') return; // Nothing is read while nobody looks.
    const [run, selected] = [current.value, datagrams.selected.value];
    const index = run?.index.value;
    if (!run || !index || selected === null || selected >= index.datagrams) {
      this.#wished = '';
      ++this.#turn;
      batch(() => {
        this.#inspected.value = null;
        this.#mark.value = NO_MARK;
      });
      return;
    }
    const ref = datagramRef(index, selected);
    const before = this.#inspected.peek();
    const key = `${ref.file} ${ref.offset} ${ref.index}`;
    // A file that has grown is another object.
    if (key === this.#wished && before?.run === run && before.file === run.chunks[ref.file]) return;
    this.#wished = key;
    void this.#read({ run, ref, file: run.chunks[ref.file], fields: fieldsOfDatagram(index, ref) });
  }

  async #read(what: Pick<Inspected, 'run' | 'ref' | 'file' | 'fields'>): Promise<void> {
    const turn = ++this.#turn;
    const { ref, file, fields } = what;
    const range = { file, offset: ref.offset, byteLength: ref.byteLength };
    const { reading } = this.#deps.session;
    const bytes = new ByteBlocks(range, (part) => reading.bytes(part));
    const { tree, problem } = await reading.tree(range).then(
      (tree) => ({ tree, problem: null }),
      (error: unknown) => ({ tree: null, problem: error instanceof XtcError ? { ...error.toProblem(), file: file.name } : toProblem(error) }),
    );
    if (turn !== this.#turn) return;
    const before = { tree: this.#inspected.peek()?.tree ?? null, mark: this.#mark.peek() };
    batch(() => {
      const inspected = { ...what, tree, problem, bytes };
      this.#inspected.value = inspected;
      if (!this.#markWished(inspected)) this.#mark.value = tree ? markLike(tree, fields, before) : NO_MARK;
    });
  }
}

function isSameField(a: Field, b: Field): boolean {
  return a.start === b.start && a.end === b.end && a.value === b.value;
}
