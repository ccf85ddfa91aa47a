import type { Dark } from '../calib/dark.ts';
import { resolveAddress } from '../format/address.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { AddressBook } from './address-book.ts';
import { valueOf, type Configurations } from './configurations.ts';
import type { EpicsStore, PvValue } from './epics-store.ts';
import { NdArrayView } from './nd-array.ts';
import type { PartOutputs } from './part-outputs.ts';
import { rawOf } from './raw.ts';
import { textOf } from './user-globals.ts';
import { viewOf, type ValueView } from './value-view.ts';

/** What the environment is made of. */
export type EnvSource = {
  readonly index: RunIndex;
  readonly configurations: Configurations;
  readonly book: AddressBook;
  readonly epics: EpicsStore;
  readonly outputs: PartOutputs;
  readonly dark: Dark | null;
  readonly jobName: string;
  /** Title of the module that is at work. */
  readonly moduleNow: () => string;
};

/** The dark in use, in ADU, in the shape of the sections: (4, 8, 185, 388) for a CSPad. */
export type DarkView = {
  readonly mean: NdArrayView;
  /** The same as `mean`. */
  readonly pedestals: NdArrayView;
  readonly sigma: NdArrayView;
  readonly source: string;
  /** What it was made from. */
  readonly origin: string;
  readonly events: number;
};

/** A file that is written line by line. */
export class ModuleTextFile {
  readonly name: string;
  readonly #write: (text: string) => void;

  constructor(name: string, write: (text: string) => void) {
    this.name = name;
    this.#write = write;
  }
  write(given: unknown): void {
    this.#write(textOf(given));
  }
  writelines(lines: Iterable<unknown>): void {
    for (const line of lines) this.write(line);
  }
  /** Nothing is lost when it is not closed. */
  close(): void {
    this.write('');
  }
}

/** What holds beside the events: configurations, EPICS, calibration, files. */
export class EnvView {
  readonly #source: EnvSource;
  /** The datagram that is looked at; the framework moves it on. */
  #now = 0;
  #part = 0;
  #dark: DarkView | null = null;

  constructor(source: EnvSource) {
    this.#source = source;
  }

  /** Says where the job is. */
  static goTo(env: EnvView, datagram: number, part: number): void {
    env.#now = datagram;
    env.#part = part;
  }

  /**
   * The configuration of a type and source that holds now, the newest one; null when there is none.
   * @throws {XtcError} 'unknown-source' for a type that does not exist, and why it cannot be taken apart
   */
  getConfig(type: unknown, address: unknown = ''): ValueView | null {
    const { book, configurations } = this.#source;
    const { typeId, version, sources } = book.find(rawOf(type) as string, String(rawOf(address)));
    for (const source of sources) {
      const found = configurations.latest(source, this.#now, (kind) => kind.typeId === typeId && (version === null || kind.version === version));
      if (!found) continue;
      const { schema, values } = valueOf(found);
      return viewOf(schema, values);
    }
    return null;
  }

  /** `env.epicsStore().value('NAME')`: the PV as it is now. */
  epicsStore(): { value(name: string): PvValue; names(): string[] } {
    return { value: (name) => this.#source.epics.at(String(rawOf(name)), this.#now), names: () => this.#source.epics.names() };
  }

  /** What was chosen in the window to calibrate with. */
  get calib(): { readonly dark: DarkView | null; readonly pedestals: NdArrayView | null } {
    const { dark } = this.#source;
    if (dark && !this.#dark) {
      const { shape, mean, sigma, source, origin, events } = dark;
      const pedestals = new NdArrayView(shape, 'f64', mean);
      this.#dark = { mean: pedestals, pedestals, sigma: new NdArrayView(shape, 'f64', sigma), source, origin, events };
    }
    return { dark: this.#dark, pedestals: this.#dark?.pedestals ?? null };
  }

  /** A text file that is offered when the job has ended; of many workers the parts come one behind the other. */
  mkfile(name: unknown): ModuleTextFile {
    const { outputs, moduleNow } = this.#source;
    const [file, module] = [String(rawOf(name)), moduleNow()];
    return new ModuleTextFile(file, (text) => outputs.write(module, file, text));
  }

  /** Printed sources that an address means. */
  sources(address: unknown = ''): string[] {
    return [...new Set(resolveAddress(this.#source.index.kinds, String(rawOf(address))).map(({ source }) => source))];
  }
  /** 0 where the job runs in one piece, and in its first part: pyana's main process. */
  subprocess(): number {
    return this.#part;
  }
  jobName(): string {
    return this.#source.jobName;
  }
  jobNameSub(): string {
    return this.#part === 0 ? this.#source.jobName : `${this.#source.jobName}-${this.#part}`;
  }
  fwkName(): string {
    return 'pyana';
  }
  /** Calibration files lie nowhere here: `calib` has what was chosen in the window. */
  calibDir(): string {
    return '';
  }
}
