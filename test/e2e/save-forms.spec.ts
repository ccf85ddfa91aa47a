import { spawnSync } from 'node:child_process';
import { numpyPython } from '../reference/numpy-python.ts';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const READ = `
import json, sys
import h5py, numpy as np, scipy.io
from PIL import Image
def read(path):
    if path.endswith('.tiff'):
        return np.array(Image.open(path))
    if path.endswith('.h5'):
        with h5py.File(path) as file:
            return file['data'][()]
    return scipy.io.loadmat(path)['data'] if path.endswith('.mat') else np.load(path)['data']
print(json.dumps([[list(a.shape), float(np.nansum(a.astype('f8')))] for a in map(read, sys.argv[1:])]))`;

test('image and sections are saved in every form, and read again', async ({ page }) => {
  test.skip(numpyPython === null, 'no Python with numpy, scipy, h5py and PIL');
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('cspad/e162-r0055-s00-c00.xtc'));
  await window.showImage();
  const paths: string[] = [];
  for (const what of ['image', 'sections']) {
    for (const form of ['tiff', 'h5', 'mat', 'npz']) {
      await page.locator('xtc-save-menu button').first().click();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `Save ${what} as .${form}` }).click()]);
      expect(download.suggestedFilename()).toBe(`e162-r0055-ev0-XppGon-0_Cspad-0-${what}.${form}`);
      const path = test.info().outputPath(`${what}.${form}`);
      await download.saveAs(path);
      paths.push(path);
    }
  }
  const { stdout, stderr, status } = spawnSync(numpyPython ?? '', ['-c', READ, ...paths], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const sum = 75814078; // cspad/e162-r0055-s00-c00.roi.expected.json, event 0
  const image = [[185, 388], sum];
  const sections = [[4, 8, 185, 388], sum];
  expect(JSON.parse(stdout)).toEqual([image, image, image, image, [[5920, 388], sum], sections, sections, sections]);
});
