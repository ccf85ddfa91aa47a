import { throwIfAborted } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { isSameKind } from '../format/leaf-kind.ts';
import { WindowReader } from '../format/window-reader.ts';
import { decode } from '../types/registry.ts';
import type { Values } from '../types/schema.ts';
import { numberAt, type ValuePath } from '../types/value-path.ts';
import { leavesOf, type ConfigurationPlace, type KindWish, type ValueReader } from './read-values.ts';
import { walkTree } from './read-tree.ts';

/** One number from each of many datagrams. */
export type SeriesRequest = {
  readonly files: readonly File[];
  /** Datagram by datagram: its file, and where it lies there; without bytes for one that lacks the kind. */
  readonly fileOf: Uint16Array;
  readonly offsets: Float64Array;
  readonly byteLengths: Float64Array;
  readonly wanted: KindWish;
  readonly path: ValuePath;
  /** Of the source, the newest last; which of them hold is told by the numbers of the datagrams in the run. */
  readonly configurations: readonly ConfigurationPlace[];
  readonly datagrams: Uint32Array;
};

/**
 * The numbers at the end of a path, NaN where a datagram has none that can be read.
 * @throws {XtcError} 'truncated' when a file ends before a datagram does, 'unreadable', 'aborted'
 */
export async function readSeries(values: ValueReader, request: SeriesRequest, signal?: AbortSignal): Promise<Float64Array<ArrayBuffer>> {
  const { files, fileOf, offsets, byteLengths, wanted, path } = request;
  const series = new Float64Array(offsets.length).fill(NaN);
  // Neighbours share a window: it may reach as far as the file does.
  const readers = files.map((file) => new WindowReader(new BlobSource(file), file.size, signal));
  for (let i = 0; i < series.length; ++i) {
    throwIfAborted(signal);
    if (byteLengths[i] === 0) continue;
    const file = files[fileOf[i]];
    const reader = readers[fileOf[i]];
    const leaf = leavesOf(await walkTree(reader, offsets[i], byteLengths[i])).find((each) => isSameKind(each, wanted));
    if (!leaf) continue;
    const payload = await values.payload(reader, file.name, leaf);
    if (!(payload instanceof Uint8Array)) continue;
    const config = await configurationAt(values, request, i);
    const decoded = decode({ ...wanted, file: file.name, offset: leaf.offset }, payload, () => config);
    if (decoded.kind === 'value') series[i] = numberAt(decoded.values, path);
  }
  return series;
}

async function configurationAt(values: ValueReader, { configurations, datagrams, wanted }: SeriesRequest, at: number): Promise<Values | null> {
  const found = await values.describing(wanted, configurations, datagrams[at]);
  return found?.kind === 'value' ? found.values : null;
}
