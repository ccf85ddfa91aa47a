import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/arrays/npy-file.ts';
import { readPyanaJob } from '../../src/analysis/pyana-job.ts';
import { scriptOf } from '../../src/state/batch-script.ts';
import type { BatchWish, BatchWork } from '../../src/state/batch-wish.ts';
import { psanaSource } from '../../src/state/psana-expression.ts';
import { psanaScript } from '../../src/state/psana-script.ts';
import { fixture, fixtureFile } from '../fixtures/fixtures.ts';
import { numpyPython } from '../reference/numpy-python.ts';

const FAKE_PSANA = fileURLToPath(new URL('../python/fake-psana', import.meta.url));
const SMALL = 'delayscan_small/e81-r0098-small';
const SCAN: BatchWork = {
  kind: 'delay scan', form: 'npy',
  wish: { control: 'fs2:ramp_angsft_target', norm: 'XppSb3Ipm-1|Ipimb-0', signal: 'XppSb3Pim-1|Ipimb-0', threshold: 0.1, time: 'PhaseCavity.fitTime1', factor: 1000, filter: '' },
};
const run = { files: { experiment: 'e81', run: 98 } } as Parameters<typeof scriptOf>[2][number];
const wish = (work: BatchWork, part: Partial<BatchWish> = {}): BatchWish => ({ work, events: { skip: 0, count: null }, cores: 1, ...part });

const JOBS: readonly BatchWork[] = [
  SCAN,
  { ...SCAN, form: 'h5', wish: { ...SCAN.wish, filter: 'PhaseCavity.charge1 > 0.1 and not evr(140)', norm: 'XppSb3Ipm-1|Ipimb-0 IpmFex.sum * 2', threshold: null } },
  { kind: 'columns', form: 'csv', quantities: ['time', 'min(EBeam.ebeamCharge, 3, 2) ^ 2', "epics(it's:a:PV)", 'roi(XppGon-0|Cspad-0, 1, 2, 3, 4).sum', 'waveform(AmoETof-0|Acqiris-0, 2, 100-400).mean', 'if(cycle > 1, 1, nan)'] },
  { kind: 'dark', source: 'XppGon-0|Cspad-0' },
  { kind: 'average', source: null, dark: null },
  { kind: 'modules', onError: 'stop', dark: null, modules: [{ name: 'a.b', label: 'c', source: 'class b {\n  event() { print("""quoted"""); }\n}', params: { x: "it's" } }] },
];

describe('psanaScript', () => {
  test.skipIf(spawnSync('python3', ['--version']).status !== 0)('every job is Python', () => {
    for (const work of JOBS) {
      const { status, stderr } = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: psanaScript(wish(work), ["exp=81:run=98"]), encoding: 'utf8' });
      expect({ status, stderr, kind: work.kind }).toEqual({ status: 0, stderr: '', kind: work.kind });
    }
  });

  test.skipIf(!numpyPython).each([
    ['as the tutorial reads it', SCAN],
    ['as columns are read', { ...SCAN, wish: { ...SCAN.wish, norm: 'XppSb3Ipm-1|Ipimb-0 IpmFex.sum', signal: 'XppSb3Pim-1|Ipimb-0 IpmFex.channel[1] + 0' } } satisfies BatchWork],
  ])('the delay scan, %s, gives the tutorial’s file', async (_how, work) => {
    const folder = mkdtempSync(join(tmpdir(), 'psana-'));
    writeFileSync(join(folder, 'script.py'), scriptOf('psana', wish(work), [run]).text);
    const { status, stderr } = spawnSync(numpyPython ?? 'python3', ['script.py'], { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONPATH: FAKE_PSANA, FAKE_PSANA_EVENTS: fixture(`${SMALL}.per_event.npy`) } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const made = new File([readFileSync(join(folder, 'exp_81_run_98_point_scan_delay.npy'))], 'made.npy');
    const [found, expected] = await Promise.all([readNpy(made, 'made', 1 << 20), readNpy(fixtureFile(fixture(`${SMALL}.point_scan_delay.npy`)), SMALL, 1 << 20)]);
    expect(found.shape).toEqual(expected.shape);
    expect(found.values).toEqual(expected.values);
  });

  test.skipIf(!numpyPython)('columns of chosen events', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'psana-'));
    const work: BatchWork = { kind: 'columns', form: 'npy', quantities: ['event', 'time', 'fiducial', 'PhaseCavity.fitTime1 * 2', 'control(fs2:ramp_angsft_target)'] };
    writeFileSync(join(folder, 'script.py'), psanaScript(wish(work, { events: { skip: 3, count: 4 } }), ['exp=81:run=98']));
    spawnSync(numpyPython ?? 'python3', ['script.py'], { cwd: folder, env: { ...process.env, PYTHONPATH: FAKE_PSANA, FAKE_PSANA_EVENTS: fixture(`${SMALL}.per_event.npy`) } });
    const made = await readNpy(new File([readFileSync(join(folder, 'exp_81_run_98_columns.npy'))], 'made.npy'), 'made', 1 << 20);
    const { values } = await readNpy(fixtureFile(fixture(`${SMALL}.per_event.npy`)), SMALL, 1 << 20);
    const row = (event: number): number[] => [...values.subarray(8 * event, 8 * event + 8)];
    const expected = [3, 4, 5, 6].map((event) => ({ event, at: row(event) })).flatMap(({ event, at: [seconds, nanoseconds, fiducial, , pv, time] }) => [event, seconds + nanoseconds / 1e9, fiducial, 2 * time, pv]);
    expect(made.shape).toEqual([4, 5]);
    expect([...made.values]).toEqual(expected);
  });

  test('sources are written as psana writes them', () => {
    expect(['XppSb3Ipm-1|Ipimb-0', 'EBeam', 'AmoETof|Acqiris', '*-*|Acqiris-0'].map(psanaSource)).toEqual(['DetInfo(XppSb3Ipm.1:Ipimb.0)', 'BldInfo(EBeam)', 'DetInfo(AmoETof:Acqiris)', 'DetInfo(*.*:Acqiris.0)']);
  });
});

test('every job is a pyana.cfg that is read without problems', () => {
  for (const work of JOBS) {
    const { text } = scriptOf('pyana', wish(work, { events: { skip: 2, count: 5 }, cores: 3 }), [run]);
    const { job, problems } = readPyanaJob(text);
    expect(problems).toEqual([]);
    expect(job).toMatchObject({ events: 5, skip: 2, cores: 3, files: ['e81-r0098-s*.xtc'] });
  }
  expect(readPyanaJob(scriptOf('pyana', wish(SCAN), [run]).text).job?.modules[0]).toMatchObject({
    name: 'pyana_examples.xppt_delayscan',
    params: { controlpv: 'fs2:ramp_angsft_target', ipimb_norm: 'XppSb3Ipm-1|Ipimb-0', ipimb_sig: 'XppSb3Pim-1|Ipimb-0', threshold: '0.1', outputfile: 'point_scan_delay.npy' },
  });
});
