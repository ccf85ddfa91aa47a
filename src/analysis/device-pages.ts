import { explorerPlots } from './explorer-quantities.ts';
import { histogramSpec, scatterSpec, traceSpec, type PlotSpec } from './plot-spec.ts';
import { quantityText } from './quantity.ts';

/** Devices that have a page of plots. */
export type PageKind = 'ipimb' | 'ebeam' | 'gas-detector' | 'phase-cavity' | 'epics' | 'waveform' | 'encoder';

const BLD_BINS = 60;
const CHARGE_BINS = 100;
const GAS_MEMBERS = ['f_11_ENRC', 'f_12_ENRC', 'f_21_ENRC', 'f_22_ENRC'];

/** The page that fits a source, by its printed name; null when it has none. @source XtcExplorer's match of device names */
export function pageKindOf(source: string): PageKind | null {
  if (source === 'EBeam') return 'ebeam';
  if (source === 'FEEGasDetEnergy') return 'gas-detector';
  if (source === 'PhaseCavity') return 'phase-cavity';
  if (source.startsWith('EpicsArch-')) return 'epics';
  if (/\|Ipimb-\d/.test(source)) return 'ipimb';
  if (/\|Acqiris-\d/.test(source)) return 'waveform';
  return /\|Encoder-\d/.test(source) ? 'encoder' : null;
}

/**
 * The plots that XtcExplorer shows of a device, with its bins. Missing values are gaps where it drew -1.
 * @param names process variables of an EPICS page
 */
export function devicePage(kind: PageKind, address: string, names: readonly string[] = []): readonly PlotSpec[] {
  const at = (path: string, type = ''): string => quantityText({ kind: 'member', address, type, path });
  const scatter = (title: string, x: string, y: string): PlotSpec => scatterSpec(title, at(x), at(y));
  switch (kind) {
    case 'ipimb':
      return ipimbPage(address);
    case 'ebeam':
      return [
        traceSpec('Beam energy', [at('ebeamL3Energy')], ['L3 energy']),
        scatter('Position X against angle X', 'ebeamLTUAngX', 'ebeamLTUPosX'),
        scatter('Position Y against angle Y', 'ebeamLTUAngY', 'ebeamLTUPosY'),
        scatter('Position Y against X', 'ebeamLTUPosX', 'ebeamLTUPosY'),
        { ...histogramSpec('Beam charge', at('ebeamCharge'), CHARGE_BINS), isNormalised: true },
      ];
    case 'gas-detector':
      return GAS_MEMBERS.map((member) => histogramSpec(member.slice(0, 4), at(member), BLD_BINS));
    case 'phase-cavity':
      return [
        histogramSpec('Time 1', at('fitTime1'), BLD_BINS),
        histogramSpec('Time 2', at('fitTime2'), BLD_BINS),
        scatter('Time 2 against time 1', 'fitTime1', 'fitTime2'),
        histogramSpec('Charge 1', at('charge1'), BLD_BINS),
        histogramSpec('Charge 2', at('charge2'), BLD_BINS),
        scatter('Charge 2 against charge 1', 'charge1', 'charge2'),
      ];
    case 'epics':
      return names.map((name) => ({ title: name, kind: 'strip', x: 'time', y: [quantityText({ kind: 'epics', name })], labels: [name], source: '' }));
    case 'waveform':
      return explorerPlots('waveform', address, 'single average stack').plots;
    case 'encoder':
      return ['value', 'encoder_count', 'timestamp'].map((path) => traceSpec(`${address} ${path}`, [at(path, 'EncoderData')], [path]));
  }
}

/** The tutorial's exercise: channel 1 against channel 0, both axes logarithmic. */
export function channelCorrelation(address: string, x = 0, y = 1): PlotSpec {
  const channel = (index: number): string => quantityText({ kind: 'member', address, type: 'IpmFex', path: `channel[${index}]` });
  return { ...scatterSpec(`Channel ${y} against channel ${x}`, channel(x), channel(y)), logX: true, logY: true };
}

function ipimbPage(address: string): readonly PlotSpec[] {
  const { plots } = explorerPlots('ipimb', address, 'fex:channels');
  const sum = quantityText({ kind: 'member', address, type: 'IpmFex', path: 'sum' });
  const linear = { logX: false, logY: false };
  return [
    ...plots,
    { ...channelCorrelation(address, 0, 1), ...linear },
    { ...channelCorrelation(address, 2, 3), ...linear },
    traceSpec('Sum', [sum], ['Sum']),
    histogramSpec('Sum', sum, CHARGE_BINS),
  ];
}

/** Several monitors together: sums overlaid, each against the one before, a histogram of each. @source XtcExplorer pyana_plotter */
export function monitorsPage(addresses: readonly string[]): readonly PlotSpec[] {
  const sums = addresses.map((address) => quantityText({ kind: 'member', address, type: 'IpmFex', path: 'sum' }));
  return [
    traceSpec('Sums', sums, addresses),
    ...sums.slice(1).map((sum, i) => scatterSpec(`${addresses[i + 1]} against ${addresses[i]}`, sums[i], sum)),
    ...sums.map((sum, i) => histogramSpec(addresses[i], sum, CHARGE_BINS)),
  ];
}
