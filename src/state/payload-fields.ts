import { signal, type ReadonlySignal } from '@preact/signals-core';
import { toProblem } from '../base/errors.ts';
import type { Field } from '../format/header-fields.ts';
import { payloadSpan, type XtcNode } from '../format/xtc.ts';
import { payloadFields } from '../types/placed-fields.ts';
import type { Inspected } from './inspected.ts';
import type { LeafValues } from './leaf-values.ts';

const NONE: ReadonlyMap<number, readonly Field[]> = new Map();

/** The fields of the payloads of one datagram, read when they are looked at, each once. */
export class PayloadFields {
  readonly #values: LeafValues;
  readonly #found = signal(NONE);
  #inspected: Inspected | null = null;
  readonly #asked = new Set<number>();

  constructor(values: LeafValues) {
    this.#values = values;
  }

  /** By file offset of the leaf: what has been read so far. */
  get found(): ReadonlySignal<ReadonlyMap<number, readonly Field[]>> {
    return this.#found;
  }

  /** Asks for those of a leaf; they come through `found`. */
  look(inspected: Inspected, node: XtcNode): void {
    if (inspected !== this.#inspected) this.#begin(inspected);
    const span = payloadSpan(node);
    if (node.children.length > 0 || span.start === span.end || this.#asked.has(node.offset)) return;
    this.#asked.add(node.offset);
    void this.#read(inspected, node);
  }

  #begin(inspected: Inspected): void {
    this.#inspected = inspected;
    this.#asked.clear();
    this.#found.value = NONE;
  }

  async #read(inspected: Inspected, node: XtcNode): Promise<void> {
    const { run, ref } = inspected;
    const fields = await this.#values.atOffset(run, ref.index, node.offset).then(payloadFields, (error: unknown): Field[] => {
      const { code, message } = toProblem(error);
      const { start, end } = payloadSpan(node);
      return [{ name: 'not decoded', start, end, value: code, meaning: message }];
    });
    if (inspected === this.#inspected) this.#found.value = new Map(this.#found.peek()).set(node.offset, fields);
  }
}
