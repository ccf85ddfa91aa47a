import type { Workers } from '../../workers/api.ts';
import { XtcError } from '../base/errors.ts';
import { INDEX_EXTENSION } from '../format/index-file.ts';
import type { OpenRun } from './open-run.ts';
import { runName, type PageServices } from './saving.ts';

/** What index files need of the session. */
type IndexDeps = {
  readonly workers: Workers;
  readonly page: PageServices;
  readonly say: (notice: string) => void;
  readonly report: (error: unknown) => void;
};

/** Makes index files: what was found in a run, to be given with its data the next time, here or elsewhere. */
export class RunIndexes {
  readonly #deps: IndexDeps;

  constructor(deps: IndexDeps) {
    this.#deps = deps;
  }

  /** @throws {XtcError} 'unsupported' before the scan has ended, 'unreadable' */
  async make(run: OpenRun): Promise<File> {
    const [index, table, problems] = [run.index.value, run.table.value, run.problems.value];
    if (!index || !table || run.progress.value || run.isPartial.value) {
      throw new XtcError('unsupported', `${run.label} has not been scanned to its end: there is no index of it to be saved yet.`);
    }
    const worker = this.#deps.workers.scan();
    try {
      const blob = await worker.call((remote) => remote.makeIndexFile(run.files, { index, table, problems }));
      return new File([blob], `${runName(run)}${INDEX_EXTENSION}`);
    } finally {
      worker.dispose();
    }
  }

  /** Offers the index file of a run to the user. */
  async save(run: OpenRun): Promise<void> {
    try {
      const file = await this.make(run);
      this.#deps.page.download(file, file.name);
      this.#deps.say(`Saved ${file.name}`);
    } catch (error) {
      this.#deps.report(error);
    }
  }
}
