import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cfgLines, cfgValue, parsePyanaCfg, withCfgValue } from '../../src/analysis/pyana-cfg.ts';
import { readPyanaJob, writePyanaJob, type PyanaJob } from '../../src/analysis/pyana-job.ts';

/** The tutorial's file, as it stands there after the second exercise. */
const TUTORIAL = `[pyana]

modules = pyana_examples.xppt_image_analysis
#modules = pyana_examples.xppt_delayscan

[pyana_examples.xppt_image_analysis]
source = XppGon-0|Cspad-0
;region = 127.3, 188.4, 95.1, 126.9

[pyana_examples.xppt_delayscan]
controlpv = fs2:ramp_angsft_target
ipimb_norm = XppSb3Ipm-1|Ipimb-0
ipimb_sig = XppSb3Pim-1|Ipimb-0
threshold = 0.1
outputfile = point_scan_delay.npy
`;

describe('parsePyanaCfg', () => {
  test('reads the file of the tutorial', () => {
    const cfg = parsePyanaCfg(TUTORIAL);
    expect(cfg.problems).toEqual([]);
    expect(cfg.sections.map(({ name, line }) => [name, line])).toEqual([['pyana', 1], ['pyana_examples.xppt_image_analysis', 6], ['pyana_examples.xppt_delayscan', 10]]);
    expect(cfgValue(cfg, 'pyana_examples.xppt_delayscan', 'controlpv')).toBe('fs2:ramp_angsft_target');
    expect(cfgValue(cfg, 'pyana_examples.xppt_image_analysis', 'region')).toBeNull();
  });

  test('joins indented lines and lines after a backslash, and leaves comments out', () => {
    const cfg = parsePyanaCfg('[pyana]\nmodules = a.b\n  c.d:one ; not a comment here\n# between\n    c.d:two\nfiles = x.xtc \\\n  y.xtc \\\n  z.xtc\njob-name: test ; said\n');
    expect(cfgValue(cfg, 'pyana', 'modules')).toBe('a.b\nc.d:one ; not a comment here\nc.d:two');
    expect(cfgValue(cfg, 'pyana', 'files')).toBe('x.xtc y.xtc z.xtc');
    expect(cfgValue(cfg, 'pyana', 'job-name')).toBe('test');
  });

  test('says what it does not understand, with the line', () => {
    const { problems } = parsePyanaCfg('  early\nkey = 1\n[a]\nnothing\nx = 1\nx = 2\n[a]\n[]\n[b] more\n');
    expect(problems.map(({ line, message }) => `${line}: ${message.slice(0, 28)}`)).toEqual([
      '1: This line is indented, so it', '2: "key" stands before the firs', '4: "nothing" is no section, no ', '6: x is in line 5 already; this',
      '7: [a] is in line 3 already; bo', '8: This section has no name: wr', '9: After [b] there is "more", w',
    ]);
  });

  test.skipIf(spawnSync('python3', ['--version']).status !== 0)('reads what Python reads', () => {
    const text = '[pyana]\nmodules = a.b\n  c.d:one\nfiles: x.xtc\n   y.xtc\n# off = 1\nempty =\n\n[c.d:one]\nsource = Xpp|Cspad ; why\nregion = 1, 2\n  3, 4\nhash = a#b\n';
    const script = `
import configparser, json, sys
parser = configparser.RawConfigParser(inline_comment_prefixes=(';',), comment_prefixes=('#', ';'), strict=False, empty_lines_in_values=False)
parser.optionxform = str
parser.read_string(sys.stdin.read())
print(json.dumps({name: dict(parser.items(name)) for name in parser.sections()}))`;
    const python = JSON.parse(spawnSync('python3', ['-c', script], { input: text, encoding: 'utf8' }).stdout);
    const ours = Object.fromEntries(parsePyanaCfg(text).sections.map(({ name, entries }) => [name, Object.fromEntries(entries.map(({ key, value }) => [key, value]))]));
    expect(ours).toEqual(python);
  });
});

describe('withCfgValue', () => {
  test('changes one value and keeps all else', () => {
    const changed = withCfgValue(TUTORIAL, 'pyana_examples.xppt_delayscan', 'threshold', '0.2');
    expect(changed).toBe(TUTORIAL.replace('threshold = 0.1', 'threshold = 0.2'));
    const added = withCfgValue(changed, 'pyana', 'num-events', '10');
    expect(added).toContain('modules = pyana_examples.xppt_image_analysis\nnum-events = 10\n#modules');
    expect(withCfgValue(added, 'new.module', 'x', '1')).toBe(`${added}\n[new.module]\nx = 1\n`);
  });

  test('keeps comments between the lines of a value', () => {
    expect(withCfgValue('[a]\nx = 1\n# why\n  2\ny = 3\n', 'a', 'x', '9')).toBe('[a]\nx = 9\n# why\ny = 3\n');
  });

  test('any value comes back as it was written', () => {
    const line = fc.stringMatching(/^[A-Za-z0-9.|:_*,-][ -~]{0,20}$/).map((text) => text.trim()).filter((text) => text !== '' && !text.endsWith('\\'));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), fc.stringMatching(/^[a-z][a-z_-]{0,8}$/), (lines, key) => {
        const value = lines.join('\n');
        const text = withCfgValue(TUTORIAL, 'pyana', key, value);
        expect(cfgValue(parsePyanaCfg(text), 'pyana', key)).toBe(value);
        expect(text.split('\n').filter((each) => /^[#;]/.test(each))).toEqual(TUTORIAL.split('\n').filter((each) => /^[#;]/.test(each)));
      }),
      { seed: 6 },
    );
  });
});

describe('readPyanaJob', () => {
  test('the tutorial', () => {
    const { job, problems } = readPyanaJob(TUTORIAL);
    expect(job).toEqual({
      framework: 'pyana', files: [], events: null, skip: 0, cores: 1, jobName: '',
      modules: [{ name: 'pyana_examples.xppt_image_analysis', label: '', params: { source: 'XppGon-0|Cspad-0' }, line: 6 }],
    });
    expect(problems).toEqual([{ line: 10, kind: 'note', message: '[pyana_examples.xppt_delayscan] is not among the modules that run.' }]);
  });

  test('labels have the values of their name below their own', () => {
    const { job } = readPyanaJob('[pyana]\nmodules = p.m:a p.m:b\nnum-events = 5\nskip-events = 2\nnum-cpu = 4\nfiles = e1-r2-s0*.xtc\n[p.m]\nx = 1\ny = 2\n[p.m:a]\ny = 3\n');
    expect(job?.modules.map(({ label, params }) => [label, params])).toEqual([['a', { x: '1', y: '3' }], ['b', { x: '1', y: '2' }]]);
    expect(job).toMatchObject({ events: 5, skip: 2, cores: 4, files: ['e1-r2-s0*.xtc'] });
  });

  test('psana', () => {
    const { job } = readPyanaJob('[psana]\nmodules = py:Pkg.mod \\\n  py:Pkg.mod:two\nevents = 0\n[py:Pkg.mod]\nx = 1\n[Pkg.mod:two]\nx = 2\n');
    expect(job).toMatchObject({ framework: 'psana', events: null });
    expect(job?.modules.map(({ name, label, params }) => [name, label, params])).toEqual([['Pkg.mod', '', { x: '1' }], ['Pkg.mod', 'two', { x: '2' }]]);
  });

  test('options of a named configuration go first', () => {
    expect(readPyanaJob('[pyana]\nmodules = a.b\nnum-events = 5\n[pyana.fast]\nnum-events = 2\n', 'fast').job?.events).toBe(2);
    const { job, problems } = readPyanaJob('[pyana]\nmodules = a.b\nnum-events = 5\n[pyana.fast]\nnum-events = 2\n');
    expect([job?.events, problems.map(({ line, kind }) => [line, kind])]).toEqual([5, [[4, 'note']]]);
  });

  test('says what is wrong line by line', () => {
    const { job, problems } = readPyanaJob('[pyana]\nmodules = a.b\nnum-events = many\nspeed = 9\nverbose = 1\n');
    expect(job?.events).toBeNull();
    expect(problems.map(({ line, kind }) => [line, kind])).toEqual([[3, 'wrong'], [4, 'wrong'], [5, 'note']]);
    expect(readPyanaJob('').job).toBeNull();
    expect(readPyanaJob('[pyana]\n').problems[0].message).toContain('names no module');
  });

  test('a written job comes back', () => {
    const name = fc.stringMatching(/^[a-z]\w{0,6}(\.[a-z]\w{0,6})?$/);
    const value = fc.stringMatching(/^[A-Za-z0-9.|:*,-]([ -~]{0,12}[A-Za-z0-9])?$/);
    const module = fc.record({ name, label: fc.constantFrom('', 'one'), params: fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,7}$/), value, { maxKeys: 3 }) });
    const jobs = fc.record({
      framework: fc.constantFrom('pyana' as const, 'psana' as const), modules: fc.uniqueArray(module, { selector: (each) => each.name, minLength: 1, maxLength: 3 }),
      files: fc.array(fc.stringMatching(/^[a-z0-9/*.-]{1,12}$/), { maxLength: 2 }), events: fc.option(fc.integer({ min: 1, max: 1e6 })), skip: fc.nat(100), cores: fc.integer({ min: 1, max: 8 }), jobName: fc.constantFrom('', 'night'),
    });
    fc.assert(
      fc.property(jobs, (wish) => {
        const job: PyanaJob = { ...wish, modules: wish.modules.map((each) => ({ ...each, line: 0 })) };
        fc.pre(!job.modules.some((each) => /^p(y|s)ana/.test(each.name)));
        const { job: read, problems } = readPyanaJob(writePyanaJob(job, 'made here'));
        expect(problems).toEqual([]);
        expect({ ...read, modules: read?.modules.map((each) => ({ ...each, line: 0 })) }).toEqual(job);
      }),
      { seed: 6 },
    );
  });

  test('a value that a first line could not hold begins in the next', () => {
    expect(cfgLines('x', 'a ; b')).toEqual(['x =', '    a ; b']);
  });
});
