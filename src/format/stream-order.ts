import type { DatagramRows } from './datagram-rows.ts';
import type { MergedOrder } from './merge.ts';

/** One stream on its way into the run. */
export type OrderInput = {
  /** Its number: 80 and up are control streams. */
  readonly stream: number;
  readonly rows: DatagramRows;
  /** Rows that are a further part of the event of the row before. */
  readonly splits: ReadonlySet<number>;
  readonly isDone: boolean;
};

/** The run's order, with the datagrams that belong to the event before them. */
export type RunOrder = MergedOrder & {
  /** Datagram → 1 when it is a further part of the event of the nearest datagram before it that is none. */
  readonly isPartner: Uint8Array;
  /** `stream row` of a control stream's transition that is left out → the one that stands for it. */
  readonly copies: ReadonlyMap<string, { readonly stream: number; readonly row: number }>;
};
