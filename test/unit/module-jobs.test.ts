import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/arrays/npy-file.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { filesOfRun } from '../../src/format/run.ts';
import type { ModuleSource } from '../../src/modules/module-source.ts';
import { openRun } from '../../src/pipeline/open-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import type { Job, JobRequest } from '../../src/state/job.ts';
import { ModuleRuns } from '../../src/state/module-runs.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import { typeName } from '../../src/format/type-id.ts';
import { rawOf } from '../../src/modules/raw.ts';
import type { Values } from '../../src/types/schema.ts';
import { fixture, fixtureBytes, fixtureFile, fixtureJson, fixtureRuns, hasFixture } from '../fixtures/fixtures.ts';
import { differences, type LibrarySample } from '../reference/library-values.ts';
import { moduleSandbox, type FileBytes } from '../reference/module-sandbox.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const SMALL = ['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc'];
const LARGE = ['delayscan/e81-r0098-s00-c00.xtc', 'delayscan/e81-r0098-s01-c00.xtc'];

async function opened(paths: readonly string[]): Promise<{ run: OpenRun; runs: ModuleRuns; files: FileBytes }> {
  const { runs: [files0] } = groupFiles(paths.map((path) => fixtureFile(fixture(path))));
  const { index } = await openRun(new Arena(await loadKernels()), files0, { isRescan: false }, () => undefined);
  const run = { index: { value: index }, chunks: filesOfRun(files0), label: files0.label, files: files0 } as unknown as OpenRun;
  const files: FileBytes = { contents: new Map(paths.map((path) => [path.split('/').at(-1) ?? '', fixtureBytes(fixture(path))])), reads: 0, bytes: 0 };
  return { run, runs: new ModuleRuns(moduleSandbox(files)), files };
}

function example(name: string, params: Record<string, string> = {}): ModuleSource {
  return { name, label: '', source: readFileSync(new URL(`../../src/examples/${name}.js`, import.meta.url), 'utf8'), params };
}
function own(source: string, params: Record<string, string> = {}, label = ''): ModuleSource {
  return { name: 'mymodule', label, source, params };
}

const small = await opened(SMALL);

async function run(modules: readonly ModuleSource[], wish: Partial<JobRequest> = {}, { run, runs } = small): Promise<Job> {
  const job = runs.start({ run, modules, events: { from: 0, count: null }, workers: 1, onError: 'stop', dark: null, ...wish });
  await job.done;
  return job;
}
const printed = (job: Job): string[] => job.log.value.lines.map(({ text }) => text);
const messages = (job: Job): string[] => job.problems.value.map(({ message }) => message);

const PARAMS = { controlpv: 'fs2:ramp_angsft_target', ipimb_norm: 'XppSb3Ipm-1|Ipimb-0', ipimb_sig: 'XppSb3Pim-1|Ipimb-0', threshold: '0.1', outputfile: 'point_scan_delay.npy' };

describe('the tutorial’s delay scan', () => {
  test.each([
    ['delayscan_small/e81-r0098-small', SMALL],
    ['delayscan/e81-r0098', LARGE],
  ])('%s: its file is the tutorial’s, whatever the number of workers', async (name, paths) => {
    if (!paths.every(hasFixture)) return;
    const place = paths === SMALL ? small : await opened(paths);
    const expected = await readNpy(fixtureFile(fixture(`${name}.point_scan_delay.npy`)), name, 1 << 24);
    const bytes: string[] = [];
    for (const workers of [1, 2, 4]) {
      const job = await run([example('xppt_delayscan', PARAMS)], { workers }, place);
      expect(messages(job)).toEqual([]);
      expect(job.state.value).toBe('done');
      const [file] = job.files.value;
      expect(file.name).toBe('point_scan_delay.npy');
      const found = await readNpy(new File([file.blob], file.name), file.name, 1 << 24);
      expect(found.shape).toEqual(expected.shape);
      expect(found.values).toEqual(expected.values);
      bytes.push(Buffer.from(await file.blob.arrayBuffer()).toString('base64') + printed(job).join('\n'));
      expect(job.plots.value).toMatchObject([{ name: 'delay', kind: 'scatter' }]);
    }
    expect(new Set(bytes).size).toBe(1);
  });
});

test('the tutorial’s image analysis prints the numbers of scipy', async () => {
  if (!hasFixture('cspad/e162-r0055-s00-c00.xtc')) return;
  const place = await opened(['cspad/e162-r0055-s00-c00.xtc']);
  const job = await run([example('xppt_image_analysis', { source: 'XppGon-0|Cspad-0', region: '127.3, 188.4, 95.1, 126.9', outputfile: 'roi.npy' })], {}, place);
  expect(messages(job)).toEqual([]);
  const [file] = job.files.value;
  const { values } = await readNpy(new File([file.blob], file.name), file.name, 1 << 24);
  type Roi = { sum: number; abs_com: [number, number] };
  const { events } = fixtureJson<{ events: { max: number; argmax_y_x: [number, number]; rois: Roi[] }[] }>('cspad/e162-r0055-s00-c00.roi.expected.json');
  events.forEach(({ max, argmax_y_x: [row, column], rois: [roi] }, event) => {
    const [place, largest, sum, x, y] = values.subarray(5 * event, 5 * event + 5);
    expect([place, largest, sum]).toEqual([388 * row + column, max, roi.sum]);
    expect(x).toBeCloseTo(roi.abs_com[1], 9);
    expect(y).toBeCloseTo(roi.abs_com[0], 9);
  });
  expect(values.length).toBe(5 * events.length);
  expect(job.plots.value.map(({ name, image }) => [name, image?.shape])).toEqual([['full', [185, 388]], ['region', [31, 61]]]);
});

test('callbacks come in pyana’s order, with the parameters as texts', async () => {
  const names = ['beginjob', 'beginrun', 'begincalibcycle', 'event', 'endcalibcycle', 'endrun', 'endjob'];
  const source = `class mymodule { constructor(params) { print('new', typeof params.n, params.n); }\n${names.map((name) => `${name}(a, b) { print('${name}', b === undefined ? 'env' : 'evt env'); }`).join('\n')} }`;
  const job = await run([own(source, { n: '12' })]);
  const order = printed(job).filter((text, i, all) => text !== all[i - 1]);
  const cycle = ['begincalibcycle evt env', 'event evt env', 'endcalibcycle env'];
  expect(order).toEqual(['new string 12', 'beginjob evt env', 'beginrun evt env', ...Array.from({ length: 5 }, () => cycle).flat(), 'endrun env', 'endjob env']);
  expect(printed(job).filter((text) => text.startsWith('event')).length).toBe(120);
});

test('only the events that were asked for, in the cycles that hold them', async () => {
  const source = 'class A { begincalibcycle(evt, env) { print(env.getConfig("ControlConfig").pvControls[0].value()); } event(evt) { print(evt.number); } }';
  const { control_pv_per_cycle: pv } = fixtureJson<{ scanner: { control_pv_per_cycle: number[] } }>('delayscan_small/e81-r0098-small.scan.expected.json').scanner;
  const job = await run([own(source)], { events: { from: 20, count: 6, skip: 3 } });
  expect(printed(job)).toEqual([String(pv[0]), '23', String(pv[1]), '24', '25', '26', '27', '28']);
});

test('Skip, Stop and Terminate', async () => {
  const first = 'class A { event(evt) { if (evt.number === 1) return Skip; if (evt.number === 3) return pyana.Stop; } endjob() { print("end"); } }';
  const second = 'class B { event(evt) { print(evt.number); } endjob() { print("end too"); } }';
  expect(printed(await run([own(first), own(second, {}, 'b')]))).toEqual(['0', '2', 'end', 'end too']);
  expect(printed(await run([own(first.replace('pyana.Stop', 'Terminate')), own(second, {}, 'b')]))).toEqual(['0', '2']);
});

test('an error names module, callback, event and line, and ends the job or does not', async () => {
  const source = 'class A {\n  event(evt) {\n    if (evt.number === 7)\n      nothing.there();\n    print(evt.number);\n  }\n}';
  const stopped = await run([own('class Z {\n}'), own(source, {}, 'label')]);
  expect(stopped.state.value).toBe('failed');
  expect(stopped.problems.value).toMatchObject([{ module: 'mymodule:label', callback: 'event', event: 7, line: 4, message: 'ReferenceError: nothing is not defined' }]);
  expect(printed(stopped)).toHaveLength(7);
  const going = await run([own(source)], { onError: 'continue' });
  expect(going.state.value).toBe('done');
  expect(going.problems.value).toHaveLength(1);
  expect(printed(going)).toHaveLength(119);
  const late = await run([own('class A { async event(evt) { await null;\n if (evt.number === 2) throw new Error("late"); } }')]);
  expect(late.problems.value).toMatchObject([{ callback: 'event', event: 2, line: 2, message: 'Error: late' }]);
  const none = await run([own('const x = 1;')]);
  expect(messages(none)[0]).toMatch(/has no class/);
  const broken = await run([own('class A {}'), own('class B {\n  event( {\n}')]);
  expect(broken.problems.value[0].line).toBeGreaterThan(0);
  expect(broken.problems.value[0].message).toMatch(/SyntaxError/);
});

test('values go by the names of the library and by those of pyana', async () => {
  const source = `class A { event(evt, env) {
    const fex = evt.get(TypeId.Type.Id_IpmFex, 'XppSb3Ipm-1|Ipimb-0');
    const pc = evt.getPhaseCavity();
    const raw = evt.get('IpimbData', 'DetInfo(XppSb3Ipm.1:Ipimb.0)');
    const config = env.getConfig('Id_ControlConfig');
    print(fex.sum === evt.findFirst({ type: 'IpmFex', address: 'XppSb3Ipm-1|Ipimb-0' }).sum, pc.fFitTime1 === pc.fitTime1, raw.channel0() === raw.channel0 + 0, config.npvControls() == config.pvControls().length, config.pvControl(0).name() == config.pvControls[0].name, evt.get('AcqWaveform'), evt.getFeeGasDet()?.length, evt.getEvrData('').fifoEvents.length > 0, evt.run());
    evt.put({ a: 1 }, 'mine'); print(evt.get('mine').a, evt.getTime().seconds() > 1e9, fex.channel.shape.join(), fex.channel[1] === fex.channel.at(1)); return Stop; } }`;
  const job = await run([own(source)]);
  expect(messages(job)).toEqual([]);
  expect(printed(job)).toEqual(['The run has no AcqWaveform.', 'true true true true true null 4 true 98', '1 true 4 true']);
});

test('an event that asks for nothing reads nothing', async () => {
  const { files } = small;
  [files.reads, files.bytes] = [0, 0];
  await run([own('class A { event(evt) { this.last = evt.number; } endjob() { print(this.last); } }')]);
  expect([files.reads, files.bytes]).toEqual([0, 0]);
});

test('parts join in order, whatever the number of workers', async () => {
  const source = `class A { constructor() { this.seen = []; this.map = new Map(); this.array = np.zeros(3); }
    begincalibcycle(evt, env) { this.file = env.mkfile('list.txt'); print('cycle'); }
    event(evt, env) { this.seen.push(evt.number); this.file.write(evt.number + '\\n'); this.array.data[0] += 0.1; this.map.set('n', (this.map.get('n') ?? 0) + 1); if (evt.number === 77) return this.stops ? Stop : undefined; }
    merge(later) { this.seen = this.seen.concat(later.seen); this.array = this.array.add(later.array); this.map.set('n', this.map.get('n') + later.map.get('n')); }
    endjob(env) { print(this.seen.length, this.map.get('n'), this.array.at(0)); save.csv('seen.csv', { seen: this.seen }); this.file.write('end'); } }`;
  const results = new Set<string>();
  for (const workers of [1, 2, 4]) {
    const job = await run([own(source)], { workers });
    expect(messages(job)).toEqual([]);
    const texts = await Promise.all(job.files.value.map(async ({ name, blob }) => `${name}: ${await blob.text()}`));
    results.add([...texts, ...printed(job)].join('\n'));
  }
  expect(results.size).toBe(1);
  const [text] = results;
  const numbers = Array.from({ length: 120 }, (_, i) => i);
  expect(text).toContain(`list.txt: ${numbers.join('\n')}\nend`);
  expect(text.split('\n').filter((line) => line === 'cycle')).toHaveLength(5);
  expect(text).toContain('120 120 12');
  const stopping = source.replace('constructor() {', 'constructor() { this.stops = true;');
  for (const workers of [1, 3]) expect(printed(await run([own(stopping)], { workers })).at(-1)).toMatch(/^78 78 7\.8/);
});

test('PVs are what the newest record says, in every part', async () => {
  const source = "class A { constructor() { this.values = []; } event(evt, env) { const store = env.epicsStore(); const name = store.names()[0]; const pv = store.value(name); this.values.push([evt.number, Number(pv.value), pv.stamp ? pv.stamp.seconds : 0, pv.severity]); } merge(later) { this.values = this.values.concat(later.values); } endjob(env) { save.npy('pv.npy', this.values); print(env.epicsStore().names().length); } }";
  const bytes = new Set<string>();
  for (const [workers, text] of [[1, source], [3, source], [1, source.replace('merge(', 'inOrder(')]] as const) {
    const job = await run([own(text)], { workers });
    expect(messages(job)).toEqual([]);
    expect(printed(job).at(-1)).toBe('40');
    bytes.add(Buffer.from(await job.files.value[0].blob.arrayBuffer()).toString('base64'));
  }
  expect(bytes.size).toBe(1);
  const unknown = await run([own("class A { event(evt, env) { env.epicsStore().value('NOT:THERE'); } }")]);
  expect(messages(unknown)[0]).toMatch(/no PV NOT:THERE/);
});

type Seen = { datagram: number; key: string; values: Values };
const seen: Seen[] = [];
Object.assign(globalThis, { noteValues: (evt: { keys(): { kind: string; source: string; type: string; version: number }[]; get(type: string, address: string): unknown }, datagram: number) => {
  for (const { kind, source, type, version } of evt.keys()) {
    const value = evt.get(`${type}_V${version}`, `${kind}(${source})`);
    if (value !== null) seen.push({ datagram, key: `${kind}(${source}) ${type} ${version}`, values: rawOf(value) as Values });
  }
} });

describe('all types, damaged events too', () => {
  const runs = ['zoo', 'damage', 'compressed'].flatMap(fixtureRuns);
  test.each(runs)('%s: what a module gets is what the library read', async (name) => {
    seen.length = 0;
    const place = await opened([`${name}.xtc`]);
    const { samples } = fixtureJson<{ samples: LibrarySample[] }>(fixture(`${name}.expected.json`));
    const events = place.run.index.value?.events ?? new Uint32Array(0);
    const job = await run([own(`class A { event(evt) { noteValues(evt, ${JSON.stringify([...events])}[evt.number]); } }`)], { onError: 'continue' }, place);
    expect(job.state.value).toBe('done');
    expect(job.progress.value).toEqual({ done: events.length, total: events.length });
    let compared = 0;
    for (const sample of samples) {
      if (!sample.fields || samples.some((other) => other !== sample && other.datagram === sample.datagram && other.src === sample.src && other.typeid === sample.typeid)) continue;
      const found = seen.find(({ datagram, key }) => datagram === sample.datagram && key === `${sample.src} ${typeName(sample.typeid)} ${sample.version}`);
      if (!found) continue;
      expect(differences(found.values, sample.fields)).toEqual([]);
      ++compared;
    }
    if (name.startsWith('zoo') && events.length > 0) expect(compared).toBeGreaterThan(0);
  });
});

test('pictures are assembled as the Image tab shows them', async () => {
  const name = 'cspad/e162-r0055-s00-c00';
  if (!hasFixture(`${name}.xtc`)) return;
  const place = await opened([`${name}.xtc`]);
  const { events } = fixtureJson<{ events: { sum: number; max: number }[] }>(`${name}.roi.expected.json`);
  const source = 'class A { async event(evt) { const image = await evt.getImage(); const pixels = image.data.filter((v) => !Number.isNaN(v)); print(pixels.reduce((a, b) => a + b, 0), np.max(pixels), pixels.length); } }';
  const job = await run([own(source)], {}, place);
  expect(messages(job)).toEqual([]);
  expect(printed(job)).toEqual(events.map(({ sum, max }) => `${sum} ${max} ${185 * 388}`));
});
