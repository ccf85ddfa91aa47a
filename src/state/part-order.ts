import type { PartOutput } from '../modules/protocol.ts';

/** Lets the output of parts through in their order, whichever comes first. */
export class PartOrder {
  readonly #show: (output: PartOutput) => void;
  readonly #waiting = new Map<number, PartOutput[]>();
  readonly #ended = new Set<number>();
  #head = 0;
  #last = Infinity;

  constructor(show: (output: PartOutput) => void) {
    this.#show = show;
  }

  add(output: PartOutput): void {
    if (output.part === this.#head && output.part <= this.#last) this.#show(output);
    else if (output.part > this.#head && output.part <= this.#last) this.#waiting.set(output.part, [...(this.#waiting.get(output.part) ?? []), output]);
  }

  /** Says that no more will come of a part. */
  end(part: number): void {
    this.#ended.add(part);
    while (this.#ended.has(this.#head)) {
      ++this.#head;
      if (this.#head > this.#last) return;
      for (const output of this.#waiting.get(this.#head) ?? []) this.#show(output);
      this.#waiting.delete(this.#head);
    }
  }

  /** Drops what comes of parts behind this one: a module has ended the job there. */
  cut(part: number): void {
    this.#last = Math.min(this.#last, part);
    for (const waiting of this.#waiting.keys()) if (waiting > this.#last) this.#waiting.delete(waiting);
  }
}
