import { XtcError } from '../base/errors.ts';
import { pause } from '../base/pause.ts';
import type { Verbosity } from '../format/reader-text.ts';
import { rowsOf } from '../format/run-index.ts';
import { TYPE_ALIAS_CONFIG } from '../format/type-id.ts';
import type { TextRequest } from '../pipeline/text-request.ts';
import type { DatagramRange } from './datagram-selection.ts';
import type { OpenRun } from './open-run.ts';

/** Datagrams of a run: a stretch, or those that a query found. */
export type DatagramChoice = DatagramRange | Uint32Array;

/** Number of datagrams of a choice. */
export function choiceLength(choice: DatagramChoice): number {
  return choice instanceof Uint32Array ? choice.length : Math.max(0, choice.to - choice.from + 1);
}

/** The first `count` datagrams of a choice. */
export function firstOf(choice: DatagramChoice, count: number): DatagramChoice {
  return choice instanceof Uint32Array ? choice.subarray(0, count) : { from: choice.from, to: Math.min(choice.to, choice.from + count - 1) };
}

/** Datagrams looked up before the page may do something else. */
const STEP = 262144;

/** What the text's worker needs to print datagrams. @throws {XtcError} 'out-of-range' when the run does not have one of them */
export async function textRequest(run: OpenRun, choice: DatagramChoice, verbosity: Verbosity): Promise<TextRequest> {
  const index = run.index.value;
  const length = choiceLength(choice);
  const at = (i: number): number => (choice instanceof Uint32Array ? choice[i] : choice.from + i);
  if (!index || (length > 0 && !(Number.isInteger(length) && Number.isInteger(at(0)) && at(0) >= 0 && at(length - 1) < index.datagrams))) {
    throw new XtcError('out-of-range', `${run.label} has ${index?.datagrams ?? 0} datagrams, counted from 0; ${length > 0 ? `${at(0)} to ${at(length - 1)}` : 'none'} were asked for.`);
  }
  const rows = rowsOf(index);
  const request = { fileOf: new Uint16Array(length), offsets: new Float64Array(length), byteLengths: new Float64Array(length) };
  for (let i = 0; i < length; ++i) {
    if (i % STEP === STEP - 1) await pause();
    const datagram = at(i);
    request.fileOf[i] = index.fileOf[datagram];
    request.offsets[i] = rows.offset(datagram);
    request.byteLengths[i] = 20 + rows.extent(datagram);
  }
  const aliases = index.configurations
    .filter(({ kind }) => kind.typeId === TYPE_ALIAS_CONFIG)
    .map(({ file, offset, byteLength }) => ({ file: run.chunks[file], offset, byteLength }));
  return { files: run.chunks, ...request, verbosity, aliases };
}
