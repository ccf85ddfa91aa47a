import { readTree, type XtcNode } from './xtc.ts';
import { TYPE_XTC, isConfiguration } from './type-id.ts';
import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';

/** What a configuration says that the summary shows. */
export type SettingsText = {
  /** Names of the control PVs it lists. */
  readonly controls: readonly string[];
  /** The scanner's extra column, `1024x1024`; null for none. */
  readonly info: string | null;
};

/** Reads what the summary shows out of a payload. */
export type DescribeSettings = (typeId: number, version: number, payload: Uint8Array, transition: number) => SettingsText;

/** One undamaged configuration Xtc. */
export type Setting = SettingsText & {
  readonly level: number;
  readonly phy: number;
  readonly typeId: number;
  readonly version: number;
  readonly compressed: boolean;
  /** File offset and byteLength of the payload. */
  readonly offset: number;
  readonly byteLength: number;
};

/** The settings that a datagram (row of its stream) carries. */
export type DatagramSettings = { readonly row: number; readonly settings: readonly Setting[] };

/** Lists the undamaged configurations of a datagram in tree order. @param offset of the datagram in its file */
export function readSettings(bytes: Uint8Array, offset: number, transition: number, describe: DescribeSettings): Setting[] {
  const settings: Setting[] = [];
  const visit = (node: XtcNode): void => {
    node.children.forEach(visit);
    if (node.typeId === TYPE_XTC || !isConfiguration(node.typeId) || node.damage !== 0 || node.extent === XTC_HEADER_BYTES) return;
    const { level, phy, typeId, version, compressed } = node;
    const start = node.offset + XTC_HEADER_BYTES;
    const byteLength = node.extent - XTC_HEADER_BYTES;
    const payload = bytes.subarray(start - offset, start - offset + byteLength);
    settings.push({ level, phy, typeId, version, compressed, offset: start, byteLength, ...describe(typeId, version, payload, transition) });
  };
  visit(readTree(bytes, offset));
  return settings;
}
