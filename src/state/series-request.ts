import { XtcError } from '../base/errors.ts';
import { isSameKind } from '../format/leaf-kind.ts';
import { configurationFor, datagramWith, kindsOfDatagram, rowsOf, type ConfigurationRef, type LeafKind, type RunIndex } from '../format/run-index.ts';
import type { SeriesRequest } from '../pipeline/read-series.ts';
import { payloadType } from '../types/registry.ts';
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
  const configurationOf = new Int32Array(length).fill(-1);
  const types = payloadType(typeId, version)?.configurations ?? [];
  const refs: ConfigurationRef[] = [];
  const holds = index.signatures.map((leaves) => leaves.some((leaf) => isSameKind(index.kinds[leaf], kind)));
  for (let i = 0; i < length; ++i) {
    const datagram = datagramWith(index, from + i, kind);
    if (!holds[rows.signature(datagram)] || !kindsOfDatagram(index, datagram).some((leaf) => isSameKind(leaf, kind))) continue;
    places.fileOf[i] = index.fileOf[datagram];
    places.offsets[i] = rows.offset(datagram);
    places.byteLengths[i] = 20 + rows.extent(datagram);
    const found = types.length > 0 ? configurationFor(index, level, phy, types, datagram) : null;
    if (!found) continue;
    if (refs.at(-1) !== found) refs.push(found);
    configurationOf[i] = refs.length - 1;
  }
  const configurations = refs.map((ref) => ({ kind: ref.kind, file: run.chunks[ref.file], offset: ref.offset, byteLength: ref.byteLength }));
  return { files: run.chunks, ...places, wanted: { level, phy, typeId, version }, path: parsePath(path), configurations, configurationOf };
}
