import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeArray, type ArrayForm } from '../../src/export/array-file.ts';
import { writeZip } from '../../src/export/zip.ts';
import { numpyPython } from '../reference/numpy-python.ts';

function python(script: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(numpyPython ?? 'python3', ['-c', script, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

test.skipIf(spawnSync('python3', ['--version']).status !== 0)('a zip is read by Python: folders, equal names, no way out of its folder', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'zip-')), 'a.zip');
  const blob = (text: string): Blob => new Blob([text]);
  const zip = await writeZip([{ name: '01/a.npy', blob: blob('one') }, { name: '01/a.npy', blob: blob('two') }, { name: '../../b', blob: blob('three') }, { name: '.hidden', blob: blob('') }]);
  writeFileSync(path, new Uint8Array(await zip.arrayBuffer()));
  const read = python('import json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))', path);
  expect(JSON.parse(read)).toEqual({ '01/a.npy': 'one', '01/a_2.npy': 'two', 'b': 'three', '.hidden': '' });
});

test.skipIf(!numpyPython)('one array in every form is read as it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrays-'));
  const data = Int16Array.from({ length: 24 }, (_, i) => 1000 * i - 9000);
  for (const form of ['npy', 'npz', 'tiff', 'h5', 'mat'] satisfies ArrayForm[]) {
    const blob = await writeArray({ shape: [2, 3, 4], dtype: 'i16', data }, form);
    writeFileSync(join(folder, `a.${form}`), new Uint8Array(await blob.arrayBuffer()));
  }
  const read = python(`
import json, os, sys
import h5py, numpy as np, scipy.io
from PIL import Image
at = lambda form: os.path.join(sys.argv[1], 'a.' + form)
with h5py.File(at('h5')) as file:
    h5 = file['data'][()]
arrays = {'npy': np.load(at('npy')), 'npz': np.load(at('npz'))['data'], 'tiff': np.array(Image.open(at('tiff'))), 'h5': h5, 'mat': scipy.io.loadmat(at('mat'))['data']}
print(json.dumps({form: [list(a.shape), a.astype(int).ravel().tolist()] for form, a in arrays.items()}))`, folder);
  const found = JSON.parse(read) as Record<string, [number[], number[]]>;
  for (const [form, [shape, values]] of Object.entries(found)) {
    expect({ form, shape }).toEqual({ form, shape: form === 'tiff' ? [6, 4] : [2, 3, 4] });
    // PIL shows signed 16 bits as unsigned ones.
    expect(values.map((value) => (value << 16) >> 16)).toEqual([...data]);
  }
});
