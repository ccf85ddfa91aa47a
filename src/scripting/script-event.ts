import type { SourceKind } from '../format/source.ts';
import type { Values } from '../types/schema.ts';

export type ScriptTime = { seconds: number; nanoseconds: number };
export type ScriptKey = { kind: SourceKind; source: string; type: string; version: number };

/** What an event is, beside what it holds. */
type EventFacts = { index: number; time: ScriptTime; fiducials: number; calibCycle: number; keys: ScriptKey[] };
type Lookup = (type: string, address: string) => Promise<Values | null>;

/** One event as scripts see it: plain values, and a call for what it holds. */
export class ScriptEvent {
  readonly index: number;
  readonly time: ScriptTime;
  readonly fiducials: number;
  readonly calibCycle: number;
  readonly keys: ScriptKey[];
  readonly #lookup: Lookup;

  constructor({ index, time, fiducials, calibCycle, keys }: EventFacts, lookup: Lookup) {
    this.index = index;
    this.time = time;
    this.fiducials = fiducials;
    this.calibCycle = calibCycle;
    this.keys = keys;
    this.#lookup = lookup;
  }

  /**
   * The value of a type, `IpmFex`, `IpmFex_V1` or `Id_IpmFex`, by the names of the DAQ's library; the first one when the
   * source has several in the event.
   *
   * @param address of its source, as in docs/scripting.md; needed when several have the type
   * @returns null when the run has it but the event lacks it
   * @throws {XtcError} 'unknown-source' when the run has no such type or source, or several; why it cannot be taken apart
   */
  get(type: string, address = ''): Promise<Values | null> {
    return this.#lookup(type, address);
  }
}
