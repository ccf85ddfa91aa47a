/** A worker of a job may hold and take so much. */
const MOST_BYTES = 4e9;
/** Smaller arrays are not counted: they are many, and their sum is small beside what has to be found. */
const COUNTED_BYTES = 4096;
/** Between two turns of the worker's loop nothing is known to be free again. */
const TURN_BYTES = 256e6;

const TYPES = ['ArrayBuffer', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'] as const;

/**
 * Counts what arrays of a worker take, and refuses more than 4 GB: the browser would take all memory of the machine. Objects
 * and lists are limited by the browser itself, which ends the whole sandbox then.
 */
export class MemoryGuard {
  #held = 0;
  #sinceTurn = 0;
  readonly #freed = new FinalizationRegistry<number>((bytes) => (this.#held -= bytes));

  /** Puts itself before the constructors of arrays. */
  install(scope: Record<string, unknown>): void {
    for (const name of TYPES) {
      scope[name] = new Proxy(scope[name] as new (...given: unknown[]) => ArrayBufferLike | ArrayBufferView, {
        construct: (target, given, newTarget) => {
          const [length] = given as unknown[];
          const size = 'BYTES_PER_ELEMENT' in target ? Number(target.BYTES_PER_ELEMENT) : 1;
          if (typeof length === 'number' && length * size > COUNTED_BYTES) this.#ask(length * size);
          const made = Reflect.construct(target, given, newTarget) as ArrayBufferLike | ArrayBufferView;
          // A view of a buffer takes nothing, an array of a given length or of given values does.
          if (!(length instanceof ArrayBuffer) && made.byteLength > COUNTED_BYTES) this.#take(made);
          return made;
        },
      });
    }
  }

  /** Whether the worker's loop should turn, so that what is free is known to be. */
  get shouldTurn(): boolean {
    return this.#sinceTurn > TURN_BYTES;
  }
  /** Lets the loop turn. */
  async turn(): Promise<void> {
    this.#sinceTurn = 0;
    await new Promise((resolve) => setTimeout(resolve));
  }

  #ask(bytes: number): void {
    if (this.#held + bytes > MOST_BYTES) throw new RangeError(`Out of memory: the arrays of this module take more than ${MOST_BYTES / 1e9} GB.`);
  }

  #take(made: ArrayBufferLike | ArrayBufferView): void {
    this.#held += made.byteLength;
    this.#sinceTurn += made.byteLength;
    this.#freed.register(ArrayBuffer.isView(made) ? made.buffer : made, made.byteLength);
  }
}
