import { XtcError } from '../base/errors.ts';
import type { FromWorker } from '../modules/protocol.ts';
import type { StartSandbox } from '../modules/sandbox-contract.ts';
import type { FrameMessage } from './frame-protocol.ts';

const FOLDER = 'sandbox/';
const LOAD_MS = 20_000;
const ASK_EVERY_MS = 1000;
const GONE_MS = 8000;
const NOT_RUN = 'The script of the sandbox was not run: the host has to give sandbox/frame.js to a frame of another origin (docs/hosting.md).';

/**
 * Starts workers in a frame of their own: `sandbox="allow-scripts"` gives it an origin that nobody has, its policy allows
 * no connection and no further script (docs/decisions/0020-sandbox.md).
 */
export const startSandbox: StartSandbox = async ({ script, workers, onMessage, onError, onGone }) => {
  const [frame, runtime] = await Promise.all([loadFrame(), loadRuntime()]);
  const own = new MessageChannel();
  const channels = Array.from({ length: workers }, () => new MessageChannel());
  let [askedAt, isAlive, hasAnswered] = [performance.now(), true, false];
  own.port1.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
    if (data.type === 'alive') isAlive = hasAnswered = true;
    else onError(data);
  };
  // The browser ends a frame that takes too much memory without a word: one that does not answer is gone.
  const timer = setInterval(() => {
    if (!isAlive) {
      if (performance.now() - askedAt < GONE_MS) return;
      if (hasAnswered) onGone();
      else onError({ worker: 0, message: NOT_RUN, line: 0, column: 0 });
      return;
    }
    [askedAt, isAlive] = [performance.now(), false];
    own.port1.postMessage(null);
  }, ASK_EVERY_MS);
  channels.forEach(({ port1 }, i) => {
    port1.onmessage = ({ data }: MessageEvent<FromWorker>) => onMessage(i, data);
  });
  // The frame has an opaque origin: it cannot be named.
  frame.contentWindow?.postMessage({ script: script + runtime }, '*', [own.port2, ...channels.map(({ port2 }) => port2)]);
  return {
    send: (worker, message) => channels[worker].port1.postMessage(message),
    dispose: () => {
      clearInterval(timer);
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
