import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import type { PixelKind, ValueRule } from '../base/pixels.ts';
import { XtcError } from '../base/errors.ts';
import type { PixelMap } from '../image/pixel-map.ts';
import type { WasmArray } from '../wasm/arena.ts';
import type { PixelConfiguration } from './configuration-cache.ts';
import type { PixelsLeaf } from './find-pixels.ts';
import type { PixelsRequest } from './frame.ts';

/** The pixels of one source in one event, in kernel memory until the next event is unpacked. */
export type RawPixels = {
  readonly raw: WasmArray<PixelKind>;
  /** (4, 8, 185, 388) for CSPad, (2, 185, 388) for CSPad2x2, (module, row, column) or (row, column) for others. */
  readonly shape: readonly number[];
  /** Bit (quad*8 + section): the section was read out. All bits for other detectors. */
  readonly present: number;
  readonly layout: PixelMap['layout'];
  /** The section shown, for the layout 'section'; else 0. */
  readonly section: number;
  /** Bits of a word that are the value. */
  readonly valueMask: number;
  readonly rule: ValueRule;
  /** Values from here on are saturated. */
  readonly saturation: number;
};

/** A datagram and the configuration of the source in it, read but not yet looked at. */
export type FetchedPixels = {
  readonly request: PixelsRequest;
  readonly bytes: Uint8Array;
  readonly configuration: PixelConfiguration | null;
};

/** The payload of a leaf, expanded when it was compressed, in kernel memory until the next one. */
export type PixelsPayload = { readonly bytes: WasmArray<'u8'>; readonly leaf: PixelsLeaf };

/** An error at a place in the datagram of an event. */
export function pixelsProblem({ request }: FetchedPixels, code: XtcError['code'], offset: number, message: string): XtcError {
  return new XtcError(code, message, { file: request.datagram.file.name, offset });
}

/** Where the payload of a leaf starts in the file. */
export function payloadOffset({ request }: FetchedPixels, leaf: PixelsLeaf): number {
  return request.datagram.offset + leaf.offset + XTC_HEADER_BYTES;
}

/** What is thrown when a source is described by the configuration of another detector type. */
export function wrongConfiguration(fetched: FetchedPixels, leaf: PixelsLeaf): XtcError {
  const message = `The configuration given for ${fetched.request.source.name} is that of another detector type.`;
  return pixelsProblem(fetched, 'no-configuration', fetched.request.datagram.offset + leaf.offset, message);
}

/** Runs a step whose errors have no place, and gives them that of the leaf and the name of its source. */
export function placed<T>(fetched: FetchedPixels, leaf: PixelsLeaf, step: () => T, prefix = ''): T {
  try {
    return step();
  } catch (cause) {
    if (!(cause instanceof XtcError)) throw cause;
    throw pixelsProblem(fetched, cause.code, fetched.request.datagram.offset + leaf.offset, prefix + cause.message);
  }
}
