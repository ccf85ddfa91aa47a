const { port1, port2 } = new MessageChannel();
let waiting: (() => void)[] = [];

port1.onmessage = () => {
  const ready = waiting;
  waiting = [];
  for (const goOn of ready) goOn();
};

/**
 * Lets this thread take up what the reads under way have brought, then goes on. A message to itself: `pause` would put what
 * goes on before the reads, and a timer makes it wait for milliseconds.
 */
export function serveReads(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
