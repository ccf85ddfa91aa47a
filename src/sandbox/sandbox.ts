import { XtcError } from '../base/errors.ts';
import type { FromWorker } from '../modules/protocol.ts';
import type { StartSandbox } from '../modules/sandbox-contract.ts';
import type { FrameMessage } from './frame-protocol.ts';

const FOLDER = 'sandbox/';
const LOAD_MS = 20_000;

/**
 * Starts workers in a frame of their own: `sandbox="allow-scripts"` gives it an origin that nobody has, its policy allows
 * no connection and no further script (docs/decisions/0020-sandbox.md).
 */
export const startSandbox: StartSandbox = async ({ script, workers, onMessage, onError }) => {
  const [frame, runtime] = await Promise.all([loadFrame(), loadRuntime()]);
  const own = new MessageChannel();
  const channels = Array.from({ length: workers }, () => new MessageChannel());
  own.port1.onmessage = ({ data }: MessageEvent<FrameMessage>) => onError({ worker: data.worker, message: String(data.message), line: Number(data.line), column: Number(data.column) });
  channels.forEach(({ port1 }, i) => {
    port1.onmessage = ({ data }: MessageEvent<FromWorker>) => onMessage(i, data);
  });
  // The frame has an opaque origin: it cannot be named.
  frame.contentWindow?.postMessage({ script: script + runtime }, '*', [own.port2, ...channels.map(({ port2 }) => port2)]);
  return {
    send: (worker, message) => channels[worker].port1.postMessage(message),
    dispose: () => {
      frame.remove();
      for (const { port1 } of [own, ...channels]) port1.close();
    },
  };
};

function loadFrame(): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.title = 'Sandbox of user modules';
  frame.src = new URL(`${FOLDER}sandbox.html`, document.baseURI).href;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      frame.remove();
      reject(new XtcError('unreadable', `The frame in which modules run could not be loaded from ${frame.src}.`));
    }, LOAD_MS);
    frame.addEventListener('load', () => {
      clearTimeout(timer);
      resolve(frame);
    }, { once: true });
    document.body.append(frame);
  });
}

async function loadRuntime(): Promise<string> {
  const url = new URL(`${FOLDER}runtime.js`, document.baseURI).href;
  const response = await fetch(url);
  if (!response.ok) throw new XtcError('unreadable', `The runtime of modules could not be loaded from ${url}: ${response.status}.`);
  return response.text();
}
