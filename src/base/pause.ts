type Yielding = { scheduler?: { yield?: () => Promise<void> } };

/** Lets the thread do what waits for it (input, drawing, messages), then goes on: for long loops in slices. */
export function pause(): Promise<void> {
  const { scheduler } = globalThis as Yielding;
  return scheduler?.yield ? scheduler.yield() : new Promise((resolve) => setTimeout(resolve));
}
