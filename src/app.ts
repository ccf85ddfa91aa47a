import type { ColumnsApi, DarkApi, FrameApi, SampleApi, ScanApi, TextApi, Workers } from '../workers/api.ts';
import { startWorker } from '../workers/remote.ts';
import { startAhead } from '../workers/start-ahead.ts';
import { measureArray } from './image/measure-array.ts';
import { startSandbox } from './sandbox/sandbox.ts';
import { XtcScope } from './scripting/xtcscope.ts';
import { Session } from './state/session.ts';
import './ui/app.ts';
import { loadPart } from './ui/load-part.ts';
import { pageServices } from './ui/page-services.ts';
import { Arena } from './wasm/arena.ts';
import { compileKernels, fetchKernels } from './wasm/compile.ts';
import { startKernels } from './wasm/kernels.ts';

// Starts the workers, makes the Session, gives it to <xtc-app> and to scripts.

const kernels = compileKernels();
const scans = startAhead(() => startWorker<ScanApi>(() => new Worker(new URL('../workers/scan.worker.ts', import.meta.url), { type: 'module' }), kernels));
const start = {
  scan: scans.take,
  frame: () => startWorker<FrameApi>(() => new Worker(new URL('../workers/frame.worker.ts', import.meta.url), { type: 'module' }), kernels),
  dark: () => startWorker<DarkApi>(() => new Worker(new URL('../workers/dark.worker.ts', import.meta.url), { type: 'module' }), kernels),
  columns: () => startWorker<ColumnsApi>(() => new Worker(new URL('../workers/columns.worker.ts', import.meta.url), { type: 'module' }), kernels),
  sample: () => startWorker<SampleApi>(() => new Worker(new URL('../workers/sample.worker.ts', import.meta.url), { type: 'module' }), kernels),
  text: () => startWorker<TextApi>(() => new Worker(new URL('../workers/text.worker.ts', import.meta.url), { type: 'module' }), kernels),
};
const workers: Workers = { ...start, frame: start.frame(), reader: start.frame(), text: start.text(), modules: { start: startSandbox, kernels: fetchKernels } };

const session = new Session(workers, pageServices);
const arena = kernels.then(startKernels).then((instance) => new Arena(instance));
globalThis.xtcscope = new XtcScope(session, arena.then((ready) => (array, region) => measureArray(ready, array, region)));

const app = document.createElement('xtc-app');
app.session = session;
document.body.append(app);

// What the first run needs at once is started ahead; what fails here is said when it is needed. The rest waits for a sign that
// somebody is there: it would double what a first visit loads.
if ('requestIdleCallback' in globalThis) requestIdleCallback(() => scans.warm(), { timeout: 2000 });
else setTimeout(() => scans.warm(), 300);
const prepared = new AbortController();
for (const sign of ['pointermove', 'pointerdown', 'keydown', 'dragenter'] as const) {
  addEventListener(sign, prepare, { signal: prepared.signal, passive: true });
}
function prepare(): void {
  prepared.abort();
  session.columns.warm();
  for (const part of ['Image', 'Datagrams', 'Devices'] as const) loadPart(part).catch(() => undefined);
}

declare global {
  var xtcscope: XtcScope;
}
