import { isOfSections } from '../base/pixels.ts';
import type { Limits } from '../image/levels.ts';
import type { Dark } from '../calib/dark.ts';
import type { NdArray } from '../base/arrays.ts';
import type { ArrayForm } from '../export/array-file.ts';
import { writeNpy } from '../export/npy.ts';
import type { ModulePlot } from '../modules/outputs.ts';
import type { Frame } from '../pipeline/frame.ts';
import type { OpenRun } from './open-run.ts';
import type { ViewState } from './view.ts';

export type { ArrayForm };

/** Small texts that stay in the browser. */
export type TextStore = {
  read(key: string): string | null;
  /** @throws when there is no room */
  write(key: string, text: string): void;
};

/** What only a page can do; src/app.ts hands it in. */
export type PageServices = {
  /** Offers a file to the user under a name. */
  download(blob: Blob, name: string): void;
  /**
   * The file that something long is written to, chosen by the user; null where the browser has no such files: then it is
   * made as a Blob. To be called while the user's click is fresh.
   * @throws {XtcError} 'aborted' when the user chooses none
   */
  chooseTarget(name: string): Promise<FileSystemFileHandle | null>;
  copyText(text: string): Promise<void>;
  /** Absent where the browser keeps nothing. */
  readonly texts?: TextStore;
  /** A plot of a module as PNG, without a window. */
  drawPlot?(plot: ModulePlot): Promise<Blob>;
  /** The picture as seen, with colour bar and caption, as PNG. */
  renderPicture(frame: Frame, limits: Limits, view: ViewState, caption: string): Promise<Blob>;
};

/** `e153-r0141` for file names. */
export function runName(run: OpenRun): string {
  return run.label.replaceAll(/[^\w.]+/g, '-');
}

/** `XppGon-0_Cspad-0` for file names. */
export function sourceName(source: string): string {
  return source.replaceAll(/[^\w.-]+/g, '_');
}

function frameName(run: OpenRun, frame: Frame): string {
  return `${runName(run)}-ev${frame.event}-${sourceName(frame.source)}`;
}

/** Writers of the rarer forms are loaded when they are first asked for. */
async function arrayFile(array: NdArray, form: ArrayForm): Promise<Blob> {
  if (form === 'npy') return writeNpy(array);
  const { writeArray } = await import('../export/array-file.ts');
  return writeArray(array, form);
}

/** Saves what is in hand; it never reads files again. Each call returns the name under which it was offered. */
export class Saving {
  readonly #page: PageServices;

  constructor(page: PageServices) {
    this.#page = page;
  }

  /** f32 (rows, columns), NaN where there is no pixel. */
  async image(run: OpenRun, frame: Frame, form: ArrayForm = 'npy'): Promise<string> {
    return this.#offer(await arrayFile(frame.image, form), `${frameName(run, frame)}-image.${form}`);
  }

  /** The pixels as read out, in the detector's own shape and type: i16 (4, 8, 185, 388) for CSPad. */
  async sections(run: OpenRun, frame: Frame, form: ArrayForm = 'npy'): Promise<string> {
    return this.#offer(await arrayFile(frame.raw, form), `${frameName(run, frame)}-${frame.raw.dtype === 'i16' ? 'sections' : 'raw'}.${form}`);
  }

  /** f64; 5920×388 for CSPad, as official pedestal files are, the detector's own shape for others. */
  dark(dark: Dark): string {
    const columns = dark.shape[dark.shape.length - 1];
    const shape = isOfSections(dark.shape) ? [dark.mean.length / columns, columns] : dark.shape;
    const name = `dark-${sourceName(dark.origin)}.npy`;
    return this.#offer(writeNpy({ shape, dtype: 'f64', data: dark.mean }), name);
  }

  async picture(run: OpenRun, frame: Frame, limits: Limits, view: ViewState): Promise<string> {
    const caption = `${run.label} · event ${frame.event} · ${frame.source}`;
    const blob = await this.#page.renderPicture(frame, limits, view, caption);
    return this.#offer(blob, `${frameName(run, frame)}.png`);
  }

  summary(run: OpenRun, epics?: readonly string[]): string {
    return this.#offer(new Blob([run.summary(epics)], { type: 'text/plain' }), `${runName(run)}-summary.txt`);
  }

  copySummary(run: OpenRun, epics?: readonly string[]): Promise<void> {
    return this.#page.copyText(run.summary(epics));
  }

  #offer(blob: Blob, name: string): string {
    this.#page.download(blob, name);
    return name;
  }
}
