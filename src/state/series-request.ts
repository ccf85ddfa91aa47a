import { XtcError } from '../base/errors.ts';
import { isSameKind, isSameSource } from '../format/leaf-kind.ts';
import { datagramWith, kindsOfDatagram, rowsOf, type ConfigurationRef, type LeafKind, type RunIndex } from '../format/run-index.ts';
import type { SeriesRequest } from '../pipeline/read-series.ts';
import type { ConfigurationPlace } from '../pipeline/read-values.ts';
import { parsePath } from '../types/value-path.ts';
import type { OpenRun } from './open-run.ts';

/**
 * What a worker needs to read one number from each of some events.
 * @throws {XtcError} 'bad-query' for a path that is none, 'out-of-range' for events that the run does not have
 */
export function seriesRequest(run: OpenRun, index: RunIndex, kind: LeafKind, path: string, { from, to }: { readonly from: number; readonly to: number }): SeriesRequest {
  const { events } = index;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to <= events.length)) {
    throw new XtcError('out-of-range', `${run.label} has ${events.length} events, counted from 0; ${from} to ${to} were asked for.`);
  }
  const { level, phy, typeId, version } = kind;
  const rows = rowsOf(index);
  const length = Math.max(0, to - from);
  const places = { fileOf: new Uint16Array(length), offsets: new Float64Array(length), byteLengths: new Float64Array(length) };
  const datagrams = new Uint32Array(length);
  const holds = index.signatures.map((leaves) => leaves.some((leaf) => isSameKind(index.kinds[leaf], kind)));
  for (let i = 0; i < length; ++i) {
    const datagram = datagramWith(index, from + i, kind);
    if (!holds[rows.signature(datagram)] || !kindsOfDatagram(index, datagram).some((leaf) => isSameKind(leaf, kind))) continue;
    places.fileOf[i] = index.fileOf[datagram];
    places.offsets[i] = rows.offset(datagram);
    places.byteLengths[i] = 20 + rows.extent(datagram);
    datagrams[i] = datagram;
  }
  const configurations = index.configurations.filter((ref) => isSameSource(ref.kind, kind)).map((ref) => placeOf(run, ref));
  return { files: run.chunks, ...places, datagrams, wanted: { level, phy, typeId, version }, path: parsePath(path), configurations };
}

/** Where a configuration lies, for the worker. */
export function placeOf(run: OpenRun, { kind, file, offset, byteLength, fromDatagram }: ConfigurationRef): ConfigurationPlace {
  return { kind, file: run.chunks[file], offset, byteLength, fromDatagram };
}
