import type { WaveformMeasure } from '../types/measure-waveform.ts';
import type { ConfigurationPlace } from './read-values.ts';

/** A source and a type: whichever version of it an event carries. */
export type LeafAddress = { readonly level: number; readonly phy: number; readonly typeId: number };

/** One number of each event that is read from its leaves. Plain data: it crosses to workers. */
export type LeafQuantity = LeafAddress &
  (
    | { readonly kind: 'value'; readonly path: string }
    /** 1 when the event receiver lists the code in the event, 0 when it does not. */
    | { readonly kind: 'code'; readonly code: number }
    /** A record of an EPICS PV: its value, NaN in datagrams without one. */
    | { readonly kind: 'pv'; readonly pvId: number; readonly element: number }
    /** A control PV of the scan: its value, NaN in datagrams that do not set it. */
    | { readonly kind: 'control'; readonly name: string }
    /** A number of a stretch of a waveform, in samples, half open. */
    | { readonly kind: 'waveform'; readonly trace: number; readonly from: number; readonly to: number; readonly measure: WaveformMeasure }
  );

/**
 * Datagrams sorted by file (index into the request's files) and offset: their number in the run, and their whole length.
 */
export type Places = { readonly datagram: Uint32Array; readonly file: Uint16Array; readonly offset: Float64Array; readonly byteLength: Uint32Array };

/** Which numbers to read out of which datagrams. */
export type ColumnsRequest = {
  readonly files: readonly File[];
  readonly places: Places;
  readonly quantities: readonly LeafQuantity[];
  /** Of the sources asked for, in the order in which they begin to hold. */
  readonly configurations: readonly ConfigurationPlace[];
};

/** Numbers of the datagrams `first` … of a request, one array for each quantity. */
export type ColumnsPart = { readonly first: number; readonly columns: readonly Float64Array[] };

/** Whether a number holds until the next one comes, also in events that do not carry it. */
export function isHeld({ kind }: LeafQuantity): boolean {
  return kind === 'pv' || kind === 'control';
}
