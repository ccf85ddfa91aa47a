import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../python/read-exports.py', import.meta.url));

/** A python3 that has numpy, scipy, h5py and PIL (Debian: python3-h5py python3-scipy python3-pil); null when there is none. */
export const numpyPython = ['python3', '/usr/bin/python3'].find((python) => spawnSync(python, ['-c', 'import numpy, scipy.io, h5py, PIL']).status === 0) ?? null;

/** Runs test/python/read-exports.py. @throws what it printed, when it fails */
export function runReadExports(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(numpyPython ?? 'python3', [SCRIPT, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
