/**
 * A number that every event has, or lacks, as a user names it. `quantityText` writes it back, and that text is its key.
 *
 * | written | is |
 * |---|---|
 * | `time` `fiducial` `cycle` `event` | the event itself: seconds, fiducial, calib cycle, number |
 * | `XppSb3Ipm-1\|Ipimb-0 IpmFex.channel[1]` | a member of a payload: address, type, path |
 * | `EBeam.ebeamL3Energy` | the same where one type of the source has it |
 * | `epics(XPP:MMS:01.RBV)` `control(fs2:ramp)` | a process variable, a control of the scan |
 * | `evr(140)` | 1 when the event code came with the event, else 0 |
 * | `roi(XppGon-0\|Cspad-0, 10, 20, 30, 40).sum` | measure of rows and columns of a picture: x1, x2, y1, y2, half open |
 * | `waveform(AmoETof-0\|Acqiris-0, 2, 100-400).mean` | measure of the samples of a channel, half open; without window all |
 * | anything else | the user's own name |
 */
export type Quantity =
  | { readonly kind: 'event'; readonly column: EventColumn }
  | { readonly kind: 'member'; readonly address: string; readonly type: string; readonly path: string }
  | { readonly kind: 'epics' | 'control'; readonly name: string }
  | { readonly kind: 'evr'; readonly code: number }
  | { readonly kind: 'roi'; readonly address: string; readonly region: readonly number[]; readonly measure: RegionMeasure }
  | { readonly kind: 'waveform'; readonly address: string; readonly channel: number; readonly window: readonly [number, number] | null; readonly measure: WaveformMeasure }
  | { readonly kind: 'name'; readonly name: string };

export const EVENT_COLUMNS = ['time', 'fiducial', 'cycle', 'event'] as const;
export type EventColumn = (typeof EVENT_COLUMNS)[number];
export const REGION_MEASURES = ['sum', 'mean', 'std', 'min', 'max', 'count', 'x', 'y'] as const;
export type RegionMeasure = (typeof REGION_MEASURES)[number];
export const WAVEFORM_MEASURES = ['sum', 'mean', 'min', 'max', 'area'] as const;
export type WaveformMeasure = (typeof WAVEFORM_MEASURES)[number];

/** What takes a raw text in parentheses, with an example of it. */
export const SOURCE_FUNCTIONS = {
  epics: 'epics(XPP:MMS:01.RBV)',
  control: 'control(fs2:ramp_angsft_target)',
  evr: 'evr(140)',
  roi: 'roi(XppGon-0|Cspad-0, 10, 20, 30, 40).sum',
  waveform: 'waveform(AmoETof-0|Acqiris-0, 2, 100-400).mean',
} as const;
export type SourceFunction = keyof typeof SOURCE_FUNCTIONS;

/** A name that needs no quotes. */
export const PLAIN_NAME = /^[A-Za-z_]\w*$/;
/** Words that no name can be. */
export const WORD_OPERATORS: readonly string[] = ['and', 'or', 'not'];
/** Addresses that are read without quotes: those with `|`, and beam-line names such as NH2-SB1-IPM-01. */
export const PLAIN_ADDRESS = /^(?:(?:[A-Za-z]\w*|\*)(?:-(?:\d+|\*))?)?(?:\|(?:[A-Za-z]\w*|\*)(?:-(?:\d+|\*))?)?$|^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+-\d\d$/;

/** The one way in which a quantity is written: its key among columns. */
export function quantityText(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'event':
      return quantity.column;
    case 'epics':
    case 'control':
      return `${quantity.kind}(${quotedIf(/[(),'`]|^\s|\s$/.test(quantity.name), quantity.name)})`;
    case 'evr':
      return `evr(${quantity.code})`;
    case 'roi':
      return `roi(${[address(quantity.address), ...quantity.region].join(', ')}).${quantity.measure}`;
    case 'waveform': {
      const window = quantity.window ? `, ${quantity.window.join('-')}` : '';
      return `waveform(${address(quantity.address)}, ${quantity.channel}${window}).${quantity.measure}`;
    }
    case 'member': {
      const type = quantity.type === '' ? '' : ` ${quantity.type}`;
      return `${address(quantity.address)}${type}${quantity.path.startsWith('[') ? '' : '.'}${quantity.path}`;
    }
    case 'name':
      return quotedIf(!PLAIN_NAME.test(quantity.name) || WORD_OPERATORS.includes(quantity.name), quantity.name);
  }
}

function address(text: string): string {
  return quotedIf(text === '' || !PLAIN_ADDRESS.test(text), text);
}

/** In backticks; one inside is doubled. */
function quotedIf(isOdd: boolean, text: string): string {
  return isOdd ? `\`${text.replaceAll('`', '``')}\`` : text;
}
