const SLICE_MS = 8;
/** A hidden page draws no frames. */
const LONGEST_WAIT_MS = 50;

/**
 * Cuts long loops of drawing into slices, so that the page paints in between. `scheduler.yield` would go before frames, and
 * tasks of a channel nearly so: while something moves under the pointer there is one slice a frame, else the next one comes
 * as soon as others had their turn.
 */
export class Turns {
  #end = performance.now() + SLICE_MS;

  isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Resolves when others had their turn. @param isMoving something on the screen is being moved */
  async next(isMoving = false): Promise<void> {
    await (isMoving ? afterFrame() : afterTasks());
    this.#end = performance.now() + SLICE_MS;
  }
}

function afterFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_WAIT_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      void afterTasks().then(resolve); // Behind the painting of this frame.
    });
  });
}

function afterTasks(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
