import type { Caller, FrameApi } from '../../workers/api.ts';
import { XtcError } from '../base/errors.ts';
import { datagramsOfEvent, rowsOf, type LeafKind, type RunIndex } from '../format/run-index.ts';
import { TYPE_EPICS } from '../format/type-id.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';
import type { EpicsRecord } from '../types/epics.ts';
import type { OpenRun } from './open-run.ts';

/** Datagrams that the worker is asked about at once. */
const BATCH = 4096;

/**
 * A PV as it was at an event: the newest Time record at or before it, with what Configure says of the PV; what Configure
 * says alone when there was none yet.
 * @throws {XtcError} 'out-of-range', 'truncated', 'unreadable', 'aborted'
 */
export async function epicsAt(reader: Caller<FrameApi>, run: OpenRun, pv: EpicsPv, event: number, signal?: AbortSignal): Promise<EpicsPv> {
  run.eventRef(event);
  const index = run.index.value;
  const kind = index?.kinds.find(({ typeId, source }) => typeId === TYPE_EPICS && source === pv.source);
  if (!index || !kind) return pv;
  const record = await lastRecord(reader, run, { index, kind, pvId: pv.pvId, last: Math.max(...datagramsOfEvent(index, event)) }, signal);
  if (!record) return pv;
  const { type, dbrType, status, severity, values, stamp } = record;
  return { ...pv, type, dbrType, status, severity, values, stamp };
}

/** The PV of a name. @throws {XtcError} 'unknown-source', naming those that are like it */
export function findPv(pvs: readonly EpicsPv[], name: string): EpicsPv {
  const found = pvs.find((pv) => pv.name === name) ?? pvs.find((pv) => pv.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const like = pvs.filter((pv) => pv.name.toLowerCase().includes(name.toLowerCase())).map((pv) => pv.name);
  const hint = like.length > 0 ? `Some have that in their names: ${like.slice(0, 8).join(', ')}.` : `Its ${pvs.length} PVs are listed by run.epics().`;
  throw new XtcError('unknown-source', `The run has no PV ${name}. ${hint}`);
}

type Search = { readonly index: RunIndex; readonly kind: LeafKind; readonly pvId: number; readonly last: number };

async function lastRecord(reader: Caller<FrameApi>, run: OpenRun, { index, kind, pvId, last }: Search, signal?: AbortSignal): Promise<EpicsRecord | null> {
  const rows = rowsOf(index);
  const { level, phy } = kind;
  const holds = index.signatures.map((leaves) => leaves.some((leaf) => index.kinds[leaf].typeId === TYPE_EPICS && index.kinds[leaf].level === level && index.kinds[leaf].phy === phy));
  for (let next = last; next >= 0; ) {
    const batch: number[] = [];
    for (; next >= 0 && batch.length < BATCH; --next) if (holds[rows.signature(next)]) batch.push(next);
    if (batch.length === 0) return null;
    batch.reverse();
    const search = {
      files: run.chunks, level, phy, pvId,
      fileOf: Uint16Array.from(batch, (datagram) => index.fileOf[datagram]),
      offsets: Float64Array.from(batch, (datagram) => rows.offset(datagram)),
      byteLengths: Float64Array.from(batch, (datagram) => 20 + rows.extent(datagram)),
    };
    const found = await reader.call((worker, stop) => worker.findEpics(search, stop), signal);
    if (found) return found;
  }
  return null;
}
