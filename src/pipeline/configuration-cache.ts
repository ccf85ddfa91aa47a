import { XtcError } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { TYPE_CSPAD2X2_CONFIG, TYPE_CSPAD_CONFIG } from '../format/type-id.ts';
import { decodeCspad2x2Config, type Cspad2x2Config } from '../types/cspad2x2.ts';
import { decodeCspadConfig } from '../types/cspad-config.ts';
import type { CspadConfig } from '../types/cspad.ts';
import { decode } from '../types/registry.ts';
import type { Values } from '../types/schema.ts';
import type { PixelsRequest } from './frame.ts';

/** The masks of a CSPad lie in front of the registers and the gain map, which nothing here needs. */
const ENOUGH_CSPAD_BYTES = 128;

/** What describes the pixels of a source. */
export type PixelConfiguration =
  | { readonly kind: 'cspad'; readonly cspad: CspadConfig }
  | { readonly kind: 'cspad2x2'; readonly pair: Cspad2x2Config }
  | { readonly kind: 'values'; readonly values: Values };

/** Configurations by file and offset: each is read and decoded once. */
export class ConfigurationCache {
  readonly #known = new WeakMap<File, Map<number, PixelConfiguration>>();

  /** The configuration of a request; null when it has none. @throws {XtcError} 'bad-payload', 'unsupported', 'unreadable' */
  async get(at: PixelsRequest['configuration'], signal?: AbortSignal): Promise<PixelConfiguration | null> {
    if (!at) return null;
    const { file, offset, byteLength, typeId } = at;
    const known = this.#known.get(file)?.get(offset);
    if (known) return known;
    const isCspad = typeId === TYPE_CSPAD_CONFIG || typeId === TYPE_CSPAD2X2_CONFIG;
    const needed = isCspad ? Math.min(byteLength, ENOUGH_CSPAD_BYTES) : byteLength;
    const bytes = await new BlobSource(file).read(offset, needed, signal);
    const inFile = this.#known.get(file) ?? new Map<number, PixelConfiguration>();
    this.#known.set(file, inFile);
    try {
      const configuration = decodeConfiguration(at, bytes);
      inFile.set(offset, configuration);
      return configuration;
    } catch (cause) {
      if (!(cause instanceof XtcError)) throw cause;
      throw new XtcError(cause.code, cause.message, { file: file.name, offset: Math.max(offset, cause.offset), cause });
    }
  }
}

function decodeConfiguration({ file, offset, typeId, version }: NonNullable<PixelsRequest['configuration']>, bytes: Uint8Array): PixelConfiguration {
  if (typeId === TYPE_CSPAD_CONFIG) return { kind: 'cspad', cspad: decodeCspadConfig(bytes, version) };
  if (typeId === TYPE_CSPAD2X2_CONFIG) return { kind: 'cspad2x2', pair: decodeCspad2x2Config(bytes, version) };
  const decoded = decode({ typeId, version, file: file.name, offset }, bytes, () => null);
  if (decoded.kind === 'value') return { kind: 'values', values: decoded.values };
  const { code, message, offset: at } = decoded.reason;
  throw new XtcError(code, message, { file: file.name, offset: at });
}
