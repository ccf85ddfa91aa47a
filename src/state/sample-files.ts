import type { Workers } from '../../workers/api.ts';
import type { Tasks } from './tasks.ts';

/** Writes the sample runs. @throws {XtcError} 'kernel' when the worker does not start */
export async function makeSampleFiles(workers: Workers, tasks: Tasks): Promise<File[]> {
  const worker = workers.sample();
  try {
    return await tasks.run('Writing the sample run', () => worker.call((remote) => remote.makeSample()));
  } finally {
    worker.dispose();
  }
}
