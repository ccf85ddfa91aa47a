import { parseExpression } from '../analysis/expression.ts';
import { workText, type BatchWish, type BatchWork } from './batch-wish.ts';
import { delayScanTexts } from './delay-scans.ts';
import { COLUMN_PRELUDE, PSANA_PRELUDE } from './psana-prelude.ts';
import { psanaSource, pythonExpression, pythonText } from './psana-expression.ts';

const IPM = "['Lusi.IpmFexV1']";
const CAVITY = "['Bld.BldDataPhaseCavity']";
const ADDRESS = /^[\w*-]+\|[\w*-]+$/;

/**
 * A Python script that does with psana, over the data sets named when it is started, what a job does here.
 * @param dataSets what it takes when none is named: `exp=81:run=98`
 */
export function psanaScript({ work, events: { skip, count } }: BatchWish, dataSets: readonly string[]): string {
  const head = [
    '#!/usr/bin/env python',
    `"""${workText(work).replaceAll('"', "'").replaceAll('\\', '/')}`,
    '',
    'Written by XtcScope. Where psana is, start it with the data sets it is to go over:',
    '',
    `    python THIS_SCRIPT ${dataSets[0] ?? 'exp=xppi0310:run=98'}`,
    '"""',
    'from __future__ import print_function',
    '',
  ].join('\n');
  const settings = ['', `DATA_SETS = sys.argv[1:] or [${dataSets.map(pythonText).join(', ')}]`, `SKIP = ${skip}`, `EVENTS = ${count ?? 'None'}  # of each data set; None for all`, ''].join('\n');
  const prelude = work.kind === 'columns' || work.kind === 'delay scan' ? PSANA_PRELUDE + COLUMN_PRELUDE : PSANA_PRELUDE;
  return `${head}${prelude}\n${settings}\n\n${bodyOf(work)}`;
}

function bodyOf(work: BatchWork): string {
  switch (work.kind) {
    case 'delay scan':
      return delayScanBody(work);
    case 'columns':
      return columnsBody(work.quantities, work.form);
    case 'dark':
      return averageBody(work.source, 'dark', false);
    case 'average':
      return averageBody(work.source, 'average', work.dark !== null);
    case 'modules':
      return modulesBody(work);
  }
}

/** Lines for each data set, with a name for its files. */
function perDataSet(lines: readonly string[]): string {
  const loop = ['for name in DATA_SETS:', "    base = ''.join(c if c.isalnum() else '_' for c in name)", ...lines.map((line) => (line === '' ? '' : `    ${line}`))];
  return `${loop.join('\n')}\n`;
}

function delayScanBody({ wish, form }: Extract<BatchWork, { kind: 'delay scan' }>): string {
  const texts = delayScanTexts(wish);
  // Plain monitors are read as the tutorial reads them, other expressions as columns are.
  const monitor = (address: string, text: string, accessor: string): readonly string[] =>
    ADDRESS.test(address.trim())
      ? [`    found = ask(evt, ${IPM}, ${pythonText(psanaSource(address.trim()))})`, `    value = float(found.${accessor}) if found is not None else nan`]
      : [`    value = ${pythonExpression(parseExpression(text))}`];
  const time = texts.time === '' ? ['    time = 0.0'] : texts.time === 'PhaseCavity.fitTime1'
    ? [`    cavity = ask(evt, ${CAVITY}, 'BldInfo(PhaseCavity)')`, '    time = cavity.fitTime1() if cavity is not None else nan']
    : [`    time = ${pythonExpression(parseExpression(texts.time))}`];
  const saving: Readonly<Record<typeof form, readonly string[]>> = {
    npy: ["np.save(base + '_point_scan_delay.npy', table)"],
    txt: ["np.savetxt(base + '_point_scan_delay.txt', table)"],
    mat: ['import scipy.io', "scipy.io.savemat(base + '_point_scan_delay.mat', {'delaytime': table[:, 0], 'rawsignal': table[:, 1], 'normsignal': table[:, 2]})"],
    h5: ['import h5py', "with h5py.File(base + '_point_scan_delay.h5', 'w') as out:", "    group = out.create_group('MyGroup')", "    for key, column in zip(('delaytime', 'rawsignal', 'normsignal'), table.T):", '        group.create_dataset(key, data=column)'],
  };
  return perDataSet([
    'rows = []',
    'for env, cycle, number, evt in events(name):',
    ...(texts.filter === '' ? [] : [`    if not ${pythonExpression(parseExpression(texts.filter))}:`, '        continue']),
    ...monitor(wish.norm, texts.norm, 'sum()'),
    '    norm = value',
    ...(wish.threshold === null ? [] : [`    if not norm >= ${wish.threshold}:`, '        continue']),
    ...time,
    ...monitor(wish.signal, texts.signal, 'channel()[1]'),
    '    signal = value',
    `    delay = control(env, ${pythonText(wish.control)}) + time * ${wish.factor}`,
    '    if np.isfinite([delay, signal, norm]).all():',
    '        rows.append((delay, signal, signal / norm))',
    'table = np.array(rows).reshape(-1, 3)',
    "print(name, 'have', len(rows), 'events; delay, raw and normalised signal')",
    ...saving[form],
  ]);
}

function columnsBody(quantities: readonly string[], form: string): string {
  const values = quantities.map((text) => `        ${pythonExpression(parseExpression(text))},`);
  const names = quantities.map(pythonText).join(', ');
  const saving: Readonly<Record<string, readonly string[]>> = {
    npy: ["np.save(base + '_columns.npy', table)"],
    npz: ["np.savez(base + '_columns.npz', **dict(zip(NAMES, table.T)))"],
    csv: ["np.savetxt(base + '_columns.csv', table, delimiter=',', fmt='%.17g', header=','.join(NAMES), comments='')"],
    mat: ['import scipy.io', "scipy.io.savemat(base + '_columns.mat', {'columns': table, 'names': NAMES})"],
    h5: ['import h5py', "with h5py.File(base + '_columns.h5', 'w') as out:", '    for key, column in zip(NAMES, table.T):', "        out.create_dataset(key.replace('/', '|'), data=column)"],
  };
  const body = perDataSet([
    'rows = []',
    'for env, cycle, number, evt in events(name):',
    '    rows.append((',
    ...values,
    '    ))',
    `table = np.array(rows, float).reshape(-1, ${quantities.length})`,
    "print(name, 'have', len(rows), 'events')",
    ...(saving[form] ?? ["np.savetxt(base + '_columns.txt', table, header=' '.join(NAMES))"]),
  ]);
  return `NAMES = [${names}]\n\n${body}`;
}

function averageBody(source: string | null, word: string, subtractsDark: boolean): string {
  const detector = source === null ? '# Name the detector.\nSOURCE = None' : `SOURCE = ${pythonText(psanaSource(source))}`;
  const dark = subtractsDark ? "DARK = 'dark.npy'  # saved from XtcScope: rows of the sections\n" : '';
  const body = perDataSet([
    'total, count = 0.0, 0',
    'detector = None',
    'for env, cycle, number, evt in events(name):',
    '    if detector is None:',
    '        detector = psana.Detector(SOURCE)',
    '    pixels = detector.raw(evt)',
    '    if pixels is not None:',
    '        total = total + pixels.astype(float)',
    '        count += 1',
    "print(name, 'have', count, 'pictures')",
    'if count > 0:',
    '    mean = total / count',
    '    mean = mean.reshape(-1, mean.shape[-1])  # one row for each row of a section',
    ...(subtractsDark ? ['    mean = mean - np.load(DARK).reshape(mean.shape)'] : []),
    `    np.save(base + '_${word}.npy', mean)`,
  ]);
  return `${detector}\n${dark}\n${body}`;
}

/** A frame with the callbacks of each module; what JavaScript they hold stands beside them, to be written in Python. */
function modulesBody({ modules }: Extract<BatchWork, { kind: 'modules' }>): string {
  const classes = modules.map(({ name, params, source }, i) => {
    const className = `Module${i + 1}`;
    const texts = Object.entries(params).map(([key, value]) => `${pythonText(key)}: ${pythonText(value)}`);
    const shown = source.split('\n').map((line) => `    # ${line}`.trimEnd()).join('\n');
    return [
      `class ${className}(object):`, `    """${name.replaceAll('"', "'")}: its JavaScript is below, to be put into Python callback by callback."""`, '',
      `    params = {${texts.join(', ')}}`, '',
      ...['beginjob(self, env)', 'begincalibcycle(self, env)', 'event(self, evt, env)', 'endcalibcycle(self, env)', 'endjob(self, env)'].flatMap((callback) => [`    def ${callback}:`, '        pass', '']),
      shown, '', '',
    ].join('\n');
  });
  const loop = perDataSet([
    `modules = [${modules.map((_, i) => `Module${i + 1}()`).join(', ')}]`,
    'last, env = None, None',
    'for env, cycle, number, evt in events(name):',
    '    if last is None:',
    '        for module in modules:',
    '            module.beginjob(env)',
    '    if cycle != last:',
    '        for module in modules:',
    '            if last is not None:',
    '                module.endcalibcycle(env)',
    '            module.begincalibcycle(env)',
    '        last = cycle',
    '    for module in modules:',
    '        module.event(evt, env)',
    'if last is not None:',
    '    for module in modules:',
    '        module.endcalibcycle(env)',
    '        module.endjob(env)',
  ]);
  return `${classes.join('')}${loop}`;
}
