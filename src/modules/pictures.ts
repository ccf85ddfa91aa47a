import { pedestalsOf, type Dark } from '../calib/dark.ts';
import { XtcError } from '../base/errors.ts';
import { resolveSource, type Alias } from '../format/address.ts';
import { configurationFor, datagramRef, imageSources, type LeafKind, type RunIndex } from '../format/run-index.ts';
import { FramePipeline } from '../pipeline/make-frame.ts';
import { pictureConfigurations } from '../types/picture-types.ts';
import type { Arena } from '../wasm/arena.ts';
import { NdArrayView } from './nd-array.ts';

/** How a picture is made. */
export type PictureOptions = {
  /** Whether the dark in use is subtracted; it is when it fits the detector. */
  readonly dark?: boolean;
  /** Saturated pixels become Infinity. */
  readonly omitSaturated?: boolean;
};

const DARK_ID = 1;

/** Makes assembled pictures as the Image tab does, with the kernels. */
export class Pictures {
  readonly #index: RunIndex;
  readonly #files: readonly File[];
  readonly #dark: Dark | null;
  readonly #arena: Arena;
  readonly #aliases: () => readonly Alias[];
  #pipeline: FramePipeline | null = null;

  constructor(index: RunIndex, files: readonly File[], dark: Dark | null, arena: Arena, aliases: () => readonly Alias[]) {
    this.#index = index;
    this.#files = files;
    this.#dark = dark;
    this.#arena = arena;
    this.#aliases = aliases;
  }

  /** The picture source that an address means; null when the run has no pictures. @throws {XtcError} 'unknown-source' when several are meant, or none */
  kind(address: string): LeafKind | null {
    const kinds = imageSources(this.#index);
    return kinds.length === 0 ? null : resolveSource(kinds, address, this.#aliases())[0];
  }

  /**
   * The picture of a datagram, f32 (rows, columns), NaN where there is no pixel.
   * @throws {XtcError} what FramePipeline throws, 'bad-dark' when a dark is wished for that is none of this detector's
   */
  async image(kind: LeafKind, datagram: number, event: number, { dark, omitSaturated = false }: PictureOptions): Promise<NdArrayView> {
    const { level, phy, typeId, source } = kind;
    const { file, offset, byteLength } = datagramRef(this.#index, datagram);
    const found = configurationFor(this.#index, level, phy, pictureConfigurations(typeId), datagram);
    const configuration = found && { file: this.#files[found.file], offset: found.offset, byteLength: found.byteLength, typeId: found.kind.typeId, version: found.kind.version };
    const request = { datagram: { file: this.#files[file], offset, byteLength }, source: { level, phy, name: source }, configuration, event, omitSaturated, region: null };
    const pipeline = this.#start();
    const isWanted = dark ?? this.#dark !== null;
    if (isWanted && !this.#dark) throw new XtcError('bad-dark', 'No dark is chosen in the window that could be subtracted.');
    const frame = await pipeline.makeFrame({ ...request, darkId: isWanted ? DARK_ID : null });
    return NdArrayView.from(frame.image);
  }

  #start(): FramePipeline {
    if (this.#pipeline) return this.#pipeline;
    this.#pipeline = new FramePipeline(this.#arena);
    if (this.#dark) this.#pipeline.setDark(DARK_ID, pedestalsOf(this.#dark));
    return this.#pipeline;
  }
}
