const ALIAS_BYTES = 40;
const NAME_BYTES = 31;

/** A name that stands for a source, whatever process recorded it. */
export type SourceAlias = { readonly level: number; readonly phy: number; readonly alias: string };

/** Reads the payload of an AliasConfig; aliases that it is too short for are left out. @source pdsdata psddl/alias.ddl.h ConfigV1 */
export function readAliases(payload: Uint8Array): SourceAlias[] {
  if (payload.byteLength < 4) return [];
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const count = Math.min(view.getUint32(0, true), Math.floor((payload.byteLength - 4) / ALIAS_BYTES));
  return Array.from({ length: count }, (_, i) => {
    const at = 4 + i * ALIAS_BYTES;
    const name = payload.subarray(at + 8, at + 8 + NAME_BYTES);
    const end = name.indexOf(0);
    return { level: view.getUint32(at, true) >>> 24, phy: view.getUint32(at + 4, true), alias: String.fromCharCode(...name.subarray(0, end < 0 ? NAME_BYTES : end)) };
  });
}
