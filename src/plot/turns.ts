const SLICE_MS = 8;

/**
 * Cuts long loops of drawing into slices between which the page paints: tasks of a channel come behind input and frames, which
 * `scheduler.yield` goes before, and are not held up as nested timers are.
 */
export class Turns {
  #end = performance.now() + SLICE_MS;

  isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Resolves when others had their turn. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    this.#end = performance.now() + SLICE_MS;
  }
}
