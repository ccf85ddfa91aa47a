import type { ConfigurationRef } from '../format/run-index.ts';
import type { ConfigurationPlace } from '../pipeline/read-values.ts';
import type { OpenRun } from './open-run.ts';

/** Where a configuration lies, for a worker. */
export function placeOf(run: Pick<OpenRun, 'chunks'>, { kind, file, offset, byteLength, fromDatagram }: ConfigurationRef): ConfigurationPlace {
  return { kind, file: run.chunks[file], offset, byteLength, fromDatagram };
}
