import { isSmallDataName } from '../format/run.ts';
import { TYPE_PROXY } from '../types/smldata.ts';
import type { OpenRun } from './open-run.ts';

/** What is missing when large data are shown of a run that was opened by its small data alone; null when nothing is. */
export function missingBigFiles(run: OpenRun): string | null {
  const small = run.chunks.filter(({ name }) => isSmallDataName(name));
  const hasProxies = run.index.value?.kinds.some(({ typeId }) => typeId === TYPE_PROXY) ?? false;
  if (small.length < run.chunks.length || !hasProxies) return null;
  const files = small.map(({ name }) => name.replace(/\.smd\.xtc/i, '.xtc'));
  const [first, ...rest] = files;
  const which = rest.length === 0 ? first : `${first} and ${rest.length} more like it`;
  return `${run.label} holds only where its large data lie, pictures among them: they are in ${which}. Open ${rest.length === 0 ? 'that file' : 'those files'} together with this.`;
}
