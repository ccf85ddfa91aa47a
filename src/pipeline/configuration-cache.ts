import { XtcError } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { decodeCspadConfig } from '../types/cspad-config.ts';
import type { CspadConfig } from '../types/cspad.ts';
import { decodeCspad2x2Config, type Cspad2x2Config } from '../types/cspad2x2.ts';
import { TYPE_CSPAD_CONFIG } from '../format/type-id.ts';
import type { PixelsRequest } from './frame.ts';

/** The masks lie in front of the registers and the gain map, which nothing here needs. */
const ENOUGH_BYTES = 128;

type Configuration = CspadConfig | Cspad2x2Config;

/** Configurations by file and offset: each is read and decoded once. */
export class ConfigurationCache {
  readonly #known = new WeakMap<File, Map<number, Configuration>>();

  /** The configuration of a request; null when it has none. @throws {XtcError} 'bad-payload', 'unsupported', 'unreadable' */
  async get(at: PixelsRequest['configuration'], signal?: AbortSignal): Promise<Configuration | null> {
    if (!at) return null;
    const { file, offset, byteLength, typeId, version } = at;
    const known = this.#known.get(file)?.get(offset);
    if (known) return known;
    const bytes = await new BlobSource(file).read(offset, Math.min(byteLength, ENOUGH_BYTES), signal);
    const inFile = this.#known.get(file) ?? new Map<number, Configuration>();
    this.#known.set(file, inFile);
    try {
      const configuration =
        typeId === TYPE_CSPAD_CONFIG
          ? decodeCspadConfig(bytes, version)
          : decodeCspad2x2Config(bytes, version);
      inFile.set(offset, configuration);
      return configuration;
    } catch (cause) {
      if (!(cause instanceof XtcError)) throw cause;
      throw new XtcError(cause.code, cause.message, { file: file.name, offset, cause });
    }
  }
}
