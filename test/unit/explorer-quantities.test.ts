import { expect, test } from 'vitest';
import { channelCorrelation, devicePage, monitorsPage, pageKindOf, type PageKind } from '../../src/analysis/device-pages.ts';
import { explorerPlots } from '../../src/analysis/explorer-quantities.ts';
import { parseExpression } from '../../src/analysis/expression.ts';

const IPM = 'XppSb3Ipm-1|Ipimb-0';
const fex = (path: string): string => `${IPM} IpmFex.${path}`;
const raw = (path: string): string => `${IPM} IpimbData.${path}`;

test.each<[string, object]>([
  ['fex:channels', { kind: 'trace', y: [0, 1, 2, 3].map((i) => fex(`channel[${i}]`)), labels: ['Ch 0', 'Ch 1', 'Ch 2', 'Ch 3'] }],
  ['fex:sum', { kind: 'histogram', x: fex('sum'), bins: 100 }],
  ['fex:pos', { kind: 'scatter', x: fex('xpos'), y: [fex('ypos')] }],
  ['fex:ch1', { kind: 'histogram', x: fex('channel[1]'), bins: 60 }],
  ['raw:channels', { kind: 'trace', y: [0, 1, 2, 3].map((i) => raw(`channel${i}`)) }],
  ['raw:voltages', { kind: 'trace', y: [0, 1, 2, 3].map((i) => raw(`channel${i}Volts`)) }],
  ['raw:ch0volt', { kind: 'histogram', x: raw('channel0Volts'), bins: 60 }],
  ['raw:ch3', { kind: 'histogram', x: raw('channel3'), bins: 60 }],
])('XtcExplorer’s %s', (word, expected) => {
  const { plots, problems } = explorerPlots('ipimb', IPM, word);
  expect(problems).toEqual([]);
  expect(plots).toEqual([expect.objectContaining(expected)]);
});

test('one plot for each word, in their order; others are told', () => {
  const { plots, problems } = explorerPlots('ipimb', IPM, '  fex:ch1 fex:nonsense\n fex:ch0 fex:ch1volt');
  expect(plots.map(({ x }) => x)).toEqual([fex('channel[1]'), fex('channel[0]')]);
  expect(problems).toEqual([expect.stringContaining('fex:nonsense'), expect.stringContaining('fex:ch1volt')]);
  expect(explorerPlots('image', 'A-0|Opal1000-0', 'image average spectrum:(0,4000,100) roi:(10, 20, 30, 40) projections darks').plots.map(({ kind, range }) => [kind, range])).toEqual([
    ['image', undefined], ['image-average', undefined], ['image-spectrum', [0, 4000, 100]], ['image-region', [10, 20, 30, 40]], ['image-projections', undefined], ['image-dark', undefined],
  ]);
  expect(explorerPlots('waveform', 'A-0|Acqiris-0', 'single average stack').plots.map(({ kind }) => kind)).toEqual(['waveform', 'waveform-average', 'waveform-stack']);
});

test('every page asks for quantities that read as such', () => {
  const pages: [PageKind, string, number][] = [
    ['ipimb', IPM, 5], ['ebeam', 'EBeam', 5], ['gas-detector', 'FEEGasDetEnergy', 4], ['phase-cavity', 'PhaseCavity', 6], ['epics', 'EpicsArch-0|NoDevice-0', 2], ['waveform', 'AmoETOF-0|Acqiris-1', 3], ['encoder', 'XppLas-0|Encoder-0', 3],
  ];
  for (const [kind, source, count] of pages) {
    expect(pageKindOf(source)).toBe(kind);
    const plots = devicePage(kind, source, ['XPP:MMS:01.RBV', 'A(1)']);
    expect(plots.length, kind).toBe(count);
    for (const { x, y, labels } of plots) {
      expect(labels.length).toBe(y.length);
      for (const quantity of [x, ...y].filter((text) => text !== '')) expect(parseExpression(quantity).kind).toBe('quantity');
    }
  }
  expect(pageKindOf('XppGon-0|Cspad-0')).toBeNull();
  expect(channelCorrelation(IPM)).toMatchObject({ kind: 'scatter', x: fex('channel[0]'), y: [fex('channel[1]')], logX: true, logY: true });
  expect(monitorsPage([IPM, 'A-0|Ipimb-1']).map(({ kind }) => kind)).toEqual(['trace', 'scatter', 'histogram', 'histogram']);
});
