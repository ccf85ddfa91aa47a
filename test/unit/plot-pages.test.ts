import { expect, test } from 'vitest';
import type { KnownQuantity } from '../../src/analysis/expression-completion.ts';
import { asKind, specOf, specOfTexts } from '../../src/state/new-plots.ts';
import { pictureWish } from '../../src/state/picture-words.ts';
import { explorerSpecs } from '../../src/state/plot-pages.ts';
import { selectedDatagrams } from '../../src/state/selection-marks.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { scriptSession } from '../reference/script-session.ts';

const IPM = 'XppSb3Ipm-1|Ipimb-0';

async function open() {
  const { session, xtcscope } = await scriptSession();
  const run = await xtcscope.open(['s00', 's01'].map((stream) => fixtureFile(`delayscan_small/e81-r0098-${stream}-c00.xtc`)));
  return { session, run };
}

test('all quantities of a run can be read, and are those that a user would name', async () => {
  const { session, run } = await open();
  const { known } = session.workbench;
  await expect.poll(() => known.all.value.some(({ text }) => text === 'epics(XPP:MMS:00.RBV)')).toBe(true);
  await expect.poll(() => known.all.value.some(({ text }) => text === 'evr(140)')).toBe(true);
  const texts = known.all.value.map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toEqual(expect.arrayContaining(['control(fs2:ramp_angsft_target)', `${IPM} IpmFex.sum`, `${IPM} IpmFex.channel[1]`, `${IPM} IpimbData.channel0Volts`, 'EBeam.ebeamL3Energy', 'PhaseCavity.fitTime1', 'time', 'fiducial', 'cycle', 'event']));
  const columns = await run.columns(texts.filter((text) => !text.startsWith('epics(')));
  expect(Object.values(columns).every(({ length }) => length === 120)).toBe(true);
  expect(columns['evr(140)']).toEqual(new Float64Array(120).fill(1));
  // Values come before what only says which of them are wrong.
  expect(texts.indexOf('EBeam.ebeamL3Energy')).toBeLessThan(texts.findIndex((text) => /^EBeam\..*damage/i.test(text)));
  session.quantities.definitions.value = `i0 = ${IPM} IpmFex.sum`;
  expect(known.all.value[0]).toEqual<KnownQuantity>({ text: 'i0', hint: 'own name' });
});

test('every plot of every page of a run can be read', async () => {
  const { session, run } = await open();
  await expect.poll(() => session.workbench.pages.value.map(({ title }) => title)).toContain('EpicsArch-0|NoDevice-0');
  const pages = session.workbench.pages.value;
  expect(pages.map(({ title }) => title)).toEqual(expect.arrayContaining([`${IPM} channel 1 against 0`, IPM, 'EBeam', 'FEEGasDetEnergy', 'PhaseCavity', 'All monitors']));
  const texts = new Set(pages.flatMap(({ specs }) => specs.flatMap(({ x, y }) => [x, ...y])));
  texts.delete('');
  expect(Object.keys(await run.columns([...texts])).length).toBe(texts.size);
});

test('the words of XtcExplorer mean plots of one device, or of all that have them', async () => {
  const { session } = await open();
  const kinds = session.current.value?.index.value?.kinds ?? [];
  expect(explorerSpecs(`${IPM} fex:ch1 fex:ch0`, kinds)?.map(({ kind, x }) => [kind, x])).toEqual([['histogram', `${IPM} IpmFex.channel[1]`], ['histogram', `${IPM} IpmFex.channel[0]`]]);
  expect(explorerSpecs('fex:channels', kinds)?.length).toBe(new Set(kinds.filter(({ source }) => source.includes('Ipimb')).map(({ source }) => source)).size);
  expect(explorerSpecs('EBeam.ebeamL3Energy', kinds)).toBeNull();
  expect(explorerSpecs('', kinds)).toBeNull();
  const scope = [{ ...kinds[0], source: 'AmoETOF-0|Acqiris-0', typeId: 2 }];
  expect(explorerSpecs('single average stack', scope)?.map(({ kind, source }) => [kind, source])).toEqual(['waveform', 'waveform-average', 'waveform-stack'].map((kind) => [kind, 'AmoETOF-0|Acqiris-0']));
});

test('what is ticked or typed becomes a plot, and one kind becomes another', () => {
  expect(specOf('scatter', ['a', 'b', 'c'])).toMatchObject({ kind: 'scatter', x: 'a', y: ['b', 'c'], labels: ['b', 'c'] });
  expect(specOf('scatter', ['a'])).toMatchObject({ x: 'event', y: ['a'] });
  expect(specOf('histogram', ['a', 'b'])).toMatchObject({ kind: 'histogram', x: 'a', y: ['b'] });
  expect(specOf('strip', ['a'])).toMatchObject({ kind: 'strip', x: 'time', y: ['a'] });
  expect(specOfTexts(' a ; b', '', 'auto')).toMatchObject({ kind: 'trace', x: 'event', y: ['a', 'b'] });
  expect(specOfTexts('a', ' x ', 'auto')).toMatchObject({ kind: 'scatter', x: 'x', y: ['a'] });
  expect(specOfTexts('a', 'x', 'profile')).toMatchObject({ kind: 'profile', x: 'x', y: ['a'] });
  expect(specOfTexts('a', 'x', 'strip')).toMatchObject({ kind: 'strip', x: 'x', y: ['a'] });
  expect(specOfTexts(' ; ', 'x', 'auto')).toBeNull();
  expect(asKind(specOf('scatter', ['a', 'b']), 'histogram')).toMatchObject({ kind: 'histogram', x: 'b', y: [] });
  expect(asKind(specOf('histogram', ['a']), 'trace')).toMatchObject({ kind: 'trace', x: 'event', y: ['a'] });
  expect(asKind(specOf('trace', ['a']), 'trace')).toEqual({});
});

test('all datagrams of selected events are marked, those of other streams too', () => {
  const index = { datagrams: 8, events: Uint32Array.of(1, 3, 5), partners: Uint32Array.of(3, 4, 5, 6) };
  expect([...selectedDatagrams(index as unknown as Parameters<typeof selectedDatagrams>[0], Uint8Array.of(1, 1, 0))]).toEqual([0, 1, 0, 1, 1, 0, 0, 0]);
});

test('words about pictures lead to where pictures are', () => {
  const sources = ['XppGon-0|Cspad-0', 'XppEnds-0|Opal1000-0'];
  const region = { row0: 1, row1: 2, column0: 3, column1: 4 };
  expect(pictureWish('image average', sources, sources[1], null)).toEqual({ source: sources[1], showsImage: true, average: true, plots: [], notes: [] });
  expect(pictureWish('XppGon-0|Cspad-0 roi', sources, sources[1], region)).toMatchObject({ source: sources[0], plots: [{ kind: 'trace', x: 'event', y: ['roi(XppGon-0|Cspad-0, 3, 4, 1, 2).sum'] }] });
  expect(pictureWish('roi:(10, 20, 30, 40)', sources, null, null)?.plots.map(({ y }) => y)).toEqual([['roi(XppGon-0|Cspad-0, 10, 20, 30, 40).sum']]);
  expect(pictureWish('roi', sources, null, null)).toMatchObject({ plots: [], notes: [expect.stringContaining('Draw a region')] });
  expect(pictureWish('spectrum projections', sources, null, null)).toMatchObject({ showsImage: true, notes: [expect.stringContaining('Image tab'), expect.stringContaining('centre of mass')] });
  for (const text of ['fex:sum', 'EBeam.ebeamL3Energy', 'imagesum', 'AmoETOF-0|Acqiris-0 average', '']) expect(pictureWish(text, sources, null, region), text).toBeNull();
  expect(pictureWish('image', [], null, null)).toBeNull();
});
