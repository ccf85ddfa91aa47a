import type { Image } from '../base/arrays.ts';
import type { PixelArray } from '../base/pixels.ts';
import type { Region } from '../base/region.ts';
import type { PixelMap } from '../image/pixel-map.ts';
import type { Histogram, RegionStats } from '../image/measure.ts';

/** Bytes of a file, for a worker. */
export type ByteRange = { readonly file: File; readonly offset: number; readonly byteLength: number };

/** Which datagram, which source in it, and the configuration that describes it. */
export type PixelsRequest = {
  readonly datagram: ByteRange;
  /** The source as (level, phy), and printed for messages. */
  readonly source: { readonly level: number; readonly phy: number; readonly name: string };
  /** Payload of its configuration; null when the run has none. */
  readonly configuration: (ByteRange & { readonly typeId: number; readonly version: number }) | null;
};

export type FrameRequest = PixelsRequest & {
  /** Number of the event, handed back in the frame. */
  readonly event: number;
  /** A dark given before by `setDark`; null leaves the values raw. */
  readonly darkId: number | null;
  /** Saturated pixels become +Infinity in the image and count nowhere. */
  readonly omitSaturated: boolean;
  readonly region: Region | null;
};

/** What one event shows of one source. Owned by the page once handed over. */
export type Frame = {
  readonly event: number;
  readonly source: string;
  /** f32 (rows, columns), NaN where there is no pixel. Corrected when `darkId` is set. */
  readonly image: Image;
  /**
   * As read out, gain bits included: CSPad i16 (quad 4, section 8, row 185, column 388), CSPad2x2 i16 (section 2, 185, 388),
   * others (module, row, column) or (row, column). Sections that the event lacks are 0: `present` tells them apart.
   */
  readonly raw: PixelArray;
  /** Bits of a raw word that are its value; those above are gain bits. */
  readonly valueMask: number;
  /** Values from here on are saturated. */
  readonly saturation: number;
  /** Bit (quad*8 + section): the section was read out. All bits for detectors without such sections. */
  readonly present: number;
  /** How raw pixels lie in the image. */
  readonly pixelMap: PixelMap;
  readonly darkId: number | null;
  readonly histogram: Histogram;
  readonly region: RegionStats | null;
};
