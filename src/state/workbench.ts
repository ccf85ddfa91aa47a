import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import type { Region } from '../base/region.ts';
import type { Dark } from '../calib/dark.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';
import { ArrayTables } from './array-tables.ts';
import { AverageImages } from './average-image.ts';
import type { Darks } from './darks.ts';
import { DelayScans } from './delay-scans.ts';
import { HoverPicture } from './hover-picture.ts';
import { KnownQuantities } from './known-quantities.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';
import { plotPages, type PlotPage } from './plot-pages.ts';
import { PlotSaving } from './plot-saving.ts';
import type { Plots } from './plots.ts';
import type { Quantities } from './quantities.ts';
import type { PageServices } from './saving.ts';
import type { Reading } from './reading.ts';
import { ScanWorkbench } from './scan-workbench.ts';
import type { Selection } from './selection.ts';
import type { Tasks } from './tasks.ts';

/** Parts of Session. */
export type WorkbenchDeps = {
  readonly session: {
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly source: ReadonlySignal<string | null>;
    readonly dark: ReadonlySignal<Dark | null>;
    readonly view: { readonly isDarkOn: ReadonlySignal<boolean>; readonly region: ReadonlySignal<Region | null> };
    readonly epics: { readonly current: ReadonlySignal<readonly EpicsPv[] | null> };
    readonly values: LeafValues;
    readonly quantities: Quantities;
    readonly plots: Plots;
    readonly selection: Selection;
    readonly darks: Darks;
    readonly reading: Reading;
    readonly excerpts: { saveTrimmed(run: OpenRun, wish: { readonly events: ArrayLike<number> }): Promise<void> };
  };
  readonly workers: Workers;
  readonly tasks: Tasks;
  readonly page: PageServices;
  say(notice: string): void;
  report(error: unknown): void;
};

/** What the Plots tab works with besides its plots. */
export class Workbench {
  readonly known: KnownQuantities;
  readonly delayScans: DelayScans;
  readonly scan: ScanWorkbench;
  readonly averages: AverageImages;
  readonly tables: ArrayTables;
  readonly saving: PlotSaving;
  readonly hover: HoverPicture;
  /** The pages of the run on the screen. */
  readonly pages: ReadonlySignal<readonly PlotPage[]>;
  readonly #session: WorkbenchDeps['session'];
  readonly #report: WorkbenchDeps['report'];

  constructor({ session, workers, tasks, page, say, report }: WorkbenchDeps) {
    const { current, epics, values, quantities, plots, darks } = session;
    this.#session = session;
    this.#report = report;
    this.known = new KnownQuantities({ current, epics, values, region: session.view.region, definitions: quantities.definitions });
    this.delayScans = new DelayScans({ session, report });
    this.scan = new ScanWorkbench({ session });
    this.averages = new AverageImages({ darks, workers, tasks, page, say, report });
    this.tables = new ArrayTables({ darks, plots, say });
    this.saving = new PlotSaving({ session, page, say, report });
    this.hover = new HoverPicture({ session });
    this.pages = computed(() => plotPages(current.value?.index.value?.kinds ?? [], epics.current.value ?? []));
  }

  /** Averages the pictures of the selected events, with the dark when it is on. */
  async averageSelected(): Promise<void> {
    const { current, selection, source, dark, view } = this.#session;
    const run = current.value;
    const events = selection.events.value;
    if (run && events && selection.table.value === '') await this.averages.show(run, { source: source.value, events, dark: view.isDarkOn.value ? dark.value : null });
  }

  /** Averages the pictures of all events that the filter for all plots keeps. */
  async averageKept(): Promise<void> {
    const { current, plots, quantities, source, dark, view } = this.#session;
    const run = current.value;
    if (!run) return;
    try {
      const filter = plots.filter.value.trim();
      const events = filter === '' ? null : await quantities.filter(run, filter);
      await this.averages.show(run, { source: source.value, events, dark: view.isDarkOn.value ? dark.value : null });
    } catch (error) {
      this.#report(error);
    }
  }

  /** Saves the selected events as a run of their own. */
  async saveSelected(): Promise<void> {
    const { current, selection, excerpts } = this.#session;
    const run = current.value;
    const events = selection.events.value;
    if (run && events && selection.table.value === '') await excerpts.saveTrimmed(run, { events: Array.from(events.keys()).filter((event) => events[event] !== 0) });
  }
}
