import { CSPAD_ELEMENT_HEADER_BYTES, SECTION_PIXELS } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';

/** Bytes of header and pixels; what follows them is ignored. Source: pdsdata psddl/cspad2x2.ddl.h ElementV1 */
export const CSPAD2X2_ELEMENT_BYTES = CSPAD_ELEMENT_HEADER_BYTES + 2 * SECTION_PIXELS * 2;

/** Where roiMask lies, by version; asicMask lies before it. Source: pdsdata psddl/cspad2x2.ddl.h */
const ROI_MASK_AT: Readonly<Record<number, number>> = { 1: 40, 2: 44 };

/** What of a CSPad2x2's configuration says which sections are read out. */
export type Cspad2x2Config = {
  readonly version: number;
  readonly asicMask: number;
  /** Bit s: section s is read out. The element holds both, whatever it says. */
  readonly sectionMask: number;
};

/**
 * Reads which sections a CSPad2x2 stores.
 * @throws {XtcError} 'unsupported' for an unknown version, 'bad-payload' when it is too short
 */
export function decodeCspad2x2Config(bytes: Uint8Array, version: number): Cspad2x2Config {
  const at = ROI_MASK_AT[version];
  if (at === undefined)
    throw new XtcError(
      'unsupported',
      `Cspad2x2Config version ${version} is not known; versions 1 and 2 are.`,
    );
  if (bytes.byteLength < at + 4) {
    throw new XtcError(
      'bad-payload',
      `The Cspad2x2Config has ${bytes.byteLength} bytes; version ${version} needs at least ${at + 4}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { version, asicMask: view.getUint32(at - 4, true), sectionMask: view.getUint32(at, true) & 3 };
}
