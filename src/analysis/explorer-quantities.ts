import { histogramSpec, scatterSpec, sourceSpec, traceSpec, type PlotKind, type PlotSpec } from './plot-spec.ts';
import { quantityText } from './quantity.ts';

/** Plots that XtcExplorer's `quantities` ask for, in their order, and words that are not understood. */
export type ExplorerPlots = { readonly plots: readonly PlotSpec[]; readonly problems: readonly string[] };
export type ExplorerModule = 'ipimb' | 'image' | 'waveform';

const CHANNELS = [0, 1, 2, 3];
const SUM_BINS = 100;
const CHANNEL_BINS = 60;
const IMAGE_KINDS: Readonly<Record<string, PlotKind>> = {
  image: 'image', average: 'image-average', maximum: 'image-maximum', darks: 'image-dark', dark: 'image-dark', projections: 'image-projections',
  projx: 'image-projections', projy: 'image-projections', projr: 'image-projections', roi: 'image-region', spectrum: 'image-spectrum',
};
const WAVEFORM_KINDS: Readonly<Record<string, PlotKind>> = { single: 'waveform', average: 'waveform-average', stack: 'waveform-stack' };
const KNOWN: Readonly<Record<ExplorerModule, string>> = {
  ipimb: 'fex:channels, fex:sum, fex:pos, fex:ch0 … fex:ch3, raw:channels, raw:voltages, raw:ch0 … raw:ch3, raw:ch0volt … raw:ch3volt',
  image: 'image, average, maximum, darks, projections, roi, spectrum',
  waveform: 'single, average, stack',
};

/**
 * One plot for each word of XtcExplorer's `quantities`, which parts them by blanks: `fex:channels fex:sum`.
 * @param address device, `XppSb3Ipm-1|Ipimb-0`
 * @source XtcExplorer src/pyana_ipimb.py, pyana_image.py, pyana_waveform.py
 */
export function explorerPlots(module: ExplorerModule, address: string, quantities: string): ExplorerPlots {
  const words = quantities.match(/[^\s(,]+(?:\([^)]*\))?/g) ?? [];
  const problems: string[] = [];
  const plots = words.flatMap((word) => {
    const plot = plotOf(module, address, word);
    if (!plot) problems.push(`“${word}” is no quantity of ${module === 'ipimb' ? 'an Ipimb' : `a pyana_${module}`}. Known are ${KNOWN[module]}.`);
    return plot ? [plot] : [];
  });
  return { plots, problems };
}

function plotOf(module: ExplorerModule, address: string, word: string): PlotSpec | null {
  if (module === 'ipimb') return ipimbPlot(address, word.toLowerCase());
  const [, name, text] = /^([a-z]+):?(?:\(([^)]*)\))?$/i.exec(word) ?? [];
  if (name === undefined) return null;
  const kind = (module === 'image' ? IMAGE_KINDS : WAVEFORM_KINDS)[name.toLowerCase()];
  const range = (text ?? '').split(/[,:\s]+/).filter((number) => number !== '').map(Number);
  if (!kind || range.some(Number.isNaN)) return null;
  return sourceSpec(`${address} ${name}`, kind, address, range.length > 0 ? range : undefined);
}

function ipimbPlot(address: string, word: string): PlotSpec | null {
  const fex = (path: string): string => quantityText({ kind: 'member', address, type: 'IpmFex', path });
  const raw = (path: string): string => quantityText({ kind: 'member', address, type: 'IpimbData', path });
  const title = `${address} ${word}`;
  const [, module, number, volt] = /^(fex|raw):ch([0-3])(volt)?$/.exec(word) ?? [];
  if (module === 'fex' && volt === undefined) return histogramSpec(title, fex(`channel[${number}]`), CHANNEL_BINS);
  if (module === 'raw') return histogramSpec(title, raw(volt ? `channel${number}Volts` : `channel${number}`), CHANNEL_BINS);
  switch (word) {
    case 'fex:channels':
      return traceSpec(title, CHANNELS.map((channel) => fex(`channel[${channel}]`)), CHANNELS.map((channel) => `Ch ${channel}`));
    case 'fex:sum':
      return histogramSpec(title, fex('sum'), SUM_BINS);
    case 'fex:pos':
      return scatterSpec(title, fex('xpos'), fex('ypos'));
    case 'raw:channels':
      return traceSpec(title, CHANNELS.map((channel) => raw(`channel${channel}`)), CHANNELS.map((channel) => `Ch ${channel}`));
    case 'raw:voltages':
    case 'raw:voltage':
      return traceSpec(title, CHANNELS.map((channel) => raw(`channel${channel}Volts`)), CHANNELS.map((channel) => `Ch ${channel}`));
    default:
      return null;
  }
}
