const HEADER_BYTES = 24;
const NOT_AN_ARRAY = 0xffffffff;

/** A control PV and its value in a calib cycle. */
export type PvControl = { readonly name: string; readonly value: number };

/** What a scan step sets, and how long it lasts. */
export type ControlConfig = {
  readonly controls: readonly PvControl[];
  /** Set when the step lasts a time. */
  readonly duration: { readonly seconds: number; readonly nanoseconds: number } | null;
  /** Set when the step lasts a number of events. */
  readonly events: number | null;
};

/**
 * Reads the payload of a RunControlConfig, versions 1 to 4; controls that the payload is too short for are left out.
 * @returns null when it is shorter than its fixed part, or of another version
 * @source pdsdata psddl/control.ddl.h ConfigV1 … ConfigV4
 */
export function readControlConfig(payload: Uint8Array, version: number): ControlConfig | null {
  if (version < 1 || version > 4 || payload.byteLength < HEADER_BYTES) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const word = view.getUint32(0, true);
  const nameBytes = version === 4 ? 128 : 32;
  const elementBytes = nameBytes + 12;
  const first = version === 1 ? 24 : 28;
  const controls: PvControl[] = [];
  const count = view.getUint32(16, true);
  for (let i = 0, at = first; i < count && at + elementBytes <= payload.byteLength; ++i, at += elementBytes) {
    const index = view.getUint32(at + nameBytes, true);
    const name = readText(payload.subarray(at, at + nameBytes));
    controls.push({ name: index === NOT_AN_ARRAY ? name : `${name}[${index}]`, value: view.getFloat64(at + nameBytes + 4, true) });
  }
  return {
    controls,
    duration: (word >>> 30) & 1 ? { nanoseconds: view.getUint32(8, true), seconds: view.getUint32(12, true) } : null,
    events: word >>> 31 ? word & (version < 3 ? 0x3fffffff : 0x1fffffff) : null,
  };
}

function readText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : end));
}
