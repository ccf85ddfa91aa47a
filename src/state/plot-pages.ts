import { channelCorrelation, devicePage, monitorsPage, pageKindOf } from '../analysis/device-pages.ts';
import { explorerPlots, type ExplorerModule } from '../analysis/explorer-quantities.ts';
import type { PlotSpec } from '../analysis/plot-spec.ts';
import type { LeafKind } from '../format/run-index.ts';
import { isConfiguration, TYPE_ANY } from '../format/type-id.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';

/** Plots that are added together with one click. */
export type PlotPage = {
  readonly title: string;
  /** What is on it. */
  readonly note: string;
  readonly specs: readonly PlotSpec[];
};

/** PVs on their page: more would be a list, not a page. */
const MOST_PVS = 12;

/** The pages of a run: as XtcExplorer has them for its devices, and the tutorial's exercise for each monitor. */
export function plotPages(kinds: readonly LeafKind[], pvs: readonly EpicsPv[]): PlotPage[] {
  const sources = [...new Set(kinds.filter(({ typeId }) => !isConfiguration(typeId) && typeId !== TYPE_ANY).map(({ source }) => source))].sort();
  const monitors = sources.filter((source) => pageKindOf(source) === 'ipimb');
  const pages = sources.flatMap((source): PlotPage[] => {
    const kind = pageKindOf(source);
    if (!kind || (kind === 'epics' && pvs.length === 0)) return [];
    const ofSource = pvs.filter((pv) => pv.source === source).slice(0, MOST_PVS);
    const specs = devicePage(kind, source, ofSource.map(({ name }) => name)).map((spec) => (spec.title.startsWith(source) ? spec : { ...spec, title: `${source} ${spec.title}` }));
    const note = kind === 'epics' && pvs.length > ofSource.length ? `first ${ofSource.length} of ${pvs.length} PVs` : `${specs.length} ${specs.length === 1 ? 'plot' : 'plots'}`;
    return specs.length === 0 ? [] : [{ title: source, note, specs }];
  });
  const exercises = monitors.map((source): PlotPage => ({ title: `${source} channel 1 against 0`, note: 'log–log', specs: [{ ...channelCorrelation(source), title: `${source} channel 1 against 0` }] }));
  const together = monitors.length > 1 ? [{ title: 'All monitors', note: `sums of ${monitors.length} Ipimbs, each against the one before`, specs: monitorsPage(monitors) }] : [];
  return [...exercises, ...pages, ...together];
}

const EXPLORER = /^(?:(?<address>(?!(?:fex|raw):|(?:single|average|stack)\b)\S+)\s+)?(?<words>(?:(?:fex|raw):\S+\s*)+|(?:(?:image|average|maximum|darks?|projections|roi\S*|spectrum\S*|single|stack)\s*)+)$/i;

/**
 * The plots that words of XtcExplorer's `quantities` mean: `fex:channels fex:sum`, `XppSb3Ipm-1|Ipimb-0 fex:ch1 fex:ch0`;
 * without an address for every device of the run that has them. Null when the text holds none of these words.
 */
export function explorerSpecs(text: string, kinds: readonly LeafKind[]): readonly PlotSpec[] | null {
  const groups = EXPLORER.exec(text.trim())?.groups;
  if (!groups) return null;
  const { address, words } = groups;
  const isWaveform = words.trim().split(/\s+/).every((word) => /^(single|average|stack)$/i.test(word));
  const module: ExplorerModule | null = /^(fex|raw):/i.test(words) ? 'ipimb' : isWaveform ? 'waveform' : null;
  if (!module) return null; // Words about pictures: picture-words.ts.
  const sources = [...new Set(kinds.filter(({ typeId }) => !isConfiguration(typeId)).map(({ source }) => source))].filter((source) => pageKindOf(source) === module);
  const addresses = address ? [address] : sources;
  const specs = addresses.flatMap((each) => explorerPlots(module, each, words).plots);
  return specs.length > 0 ? specs : null;
}
