import { CSPAD_ELEMENT_HEADER_BYTES } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import { cspadPayloadBytes, sectionMask } from './cspad.ts';

/** Header of one quad element. Source: pdsdata psddl/cspad.ddl.h ElementV2 */
export type CspadElementHeader = {
  /** Bytes from the start of the payload. */
  readonly offset: number;
  readonly quad: number;
  readonly virtualChannel: number;
  readonly lane: number;
  readonly tid: number;
  readonly acqCount: number;
  readonly opCode: number;
  readonly seqCount: number;
  readonly ticks: number;
  readonly fiducials: number;
  /** Raw ADC counts of the four temperature sensors. */
  readonly sbTemp: readonly number[];
  readonly frameType: number;
};

/** The header at `offset` of a payload. @throws {XtcError} 'bad-payload' when it does not fit */
export function decodeCspadElementHeader(payload: Uint8Array, offset: number): CspadElementHeader {
  if (offset + CSPAD_ELEMENT_HEADER_BYTES > payload.byteLength) {
    throw new XtcError(
      'bad-payload',
      `A CSPad element header needs ${CSPAD_ELEMENT_HEADER_BYTES} bytes at byte ${offset}; the payload has ${payload.byteLength}.`,
    );
  }
  const view = new DataView(payload.buffer, payload.byteOffset + offset, CSPAD_ELEMENT_HEADER_BYTES);
  const word0 = view.getUint32(0, true);
  const word1 = view.getUint32(4, true);
  return {
    offset,
    quad: (word1 >>> 24) & 3,
    virtualChannel: word0 & 3,
    lane: (word0 >>> 6) & 3,
    tid: word0 >>> 8,
    acqCount: word1 & 0xffff,
    opCode: (word1 >>> 16) & 0xff,
    seqCount: view.getUint32(8, true),
    ticks: view.getUint32(12, true),
    fiducials: view.getUint32(16, true),
    sbTemp: [20, 22, 24, 26].map((at) => view.getUint16(at, true)),
    frameType: view.getUint32(28, true),
  };
}

/** Headers of all elements of a payload, in stored order. */
export function cspadElementHeaders(payload: Uint8Array, masks: number): CspadElementHeader[] {
  const headers: CspadElementHeader[] = [];
  for (let offset = 0; payload.byteLength - offset > 3;) {
    const header = decodeCspadElementHeader(payload, offset);
    headers.push(header);
    offset += cspadPayloadBytes(1, sectionMask(masks, header.quad));
  }
  return headers;
}
