import type { FrameStart, FrameMessage } from './frame-protocol.ts';

// The only script of the sandboxed frame. It starts workers from the text it is given and hands each its port.

function begin({ data, ports: [port, ...workers] }: MessageEvent<FrameStart>): void {
  port.onmessage = () => port.postMessage({ type: 'alive' } satisfies FrameMessage);
  const url = URL.createObjectURL(new Blob([data.script], { type: 'text/javascript' }));
  workers.forEach((workerPort, i) => {
    const worker = new Worker(url);
    worker.onerror = (event) => {
      event.preventDefault();
      port.postMessage({ type: 'error', worker: i, message: event.message, line: event.lineno, column: event.colno } satisfies FrameMessage);
    };
    worker.postMessage(null, [workerPort]);
  });
}

addEventListener('message', begin, { once: true });
