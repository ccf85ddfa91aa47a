import { readdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

test('every broken file ends in a clear message, and the page stays alive', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  const files = readdirSync(fixturePath('broken')).filter((name) => name.endsWith('.xtc'));
  await page.locator('input[aria-label="Open files"]').setInputFiles(files.map((name) => fixturePath(`broken/${name}`)));
  // So many runs are listed first.
  const list = page.getByRole('dialog', { name: 'Runs to open' });
  await list.getByLabel('All runs').check();
  await list.getByRole('button', { name: 'Open', exact: true }).click();
  await window.idle();
  const problems = await page.evaluate(() => document.querySelector('xtc-app')?.session.problems.value ?? []);
  for (const { message } of problems) expect(message).toMatch(/^[^!]+\.$/);
  // A flipped bit of a payload or of a number is nothing a reader can see.
  const silent = files.filter((name) => !problems.some(({ file }) => file === name) && !name.startsWith('bitflip'));
  expect(silent).toEqual([]);
  await page.getByRole('button', { name: /problems/ }).click();
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('truncated_mid_payload.xtc');
  // What was readable is usable.
  await window.chooseRun('garbage_between_datagrams.xtc');
  await expect(page.getByTestId('datagrams')).toHaveText('84');
});

test('files that are no runs are said in one sentence', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await page.locator('input[aria-label="Open files"]').setInputFiles([
    { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]) },
  ]);
  await expect(page.getByText(/photo\.jpg is a JPEG picture/).first()).toBeVisible();
  await window.open(fixturePath('broken/not_lcls_gromacs_trajectory.xtc'));
  await expect(page.getByText(/GROMACS/).first()).toBeVisible();
});

test('files are dropped on the window, which says so while they are dragged', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  const transfer = await page.evaluateHandle(async () => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(39)], 'e1-r0001-s00-c00.xtc'));
    return data;
  });
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByTestId('drop-overlay')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByTestId('drop-overlay')).toBeHidden();
  await expect(page.getByText(/has only 39 bytes/).first()).toBeVisible();
});

test('a folder is opened as its runs; streams and chunks are read together', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await page.locator('input[aria-label="Open folder"]').setInputFiles(fixturePath('delayscan_chunks'));
  await window.idle();
  await window.expectNoProblems();
  await expect(page.getByTestId('events')).toHaveText('120');
  await expect(page.getByTestId('run-size')).toContainText('2 streams');
});

test('the sample run, from the first click to the numbers of a region, by keys', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await page.getByRole('button', { name: 'Try the sample run' }).first().click();
  await page.waitForFunction(() => document.querySelector('xtc-app')?.session.runs.value.length === 3);
  await window.idle();
  await page.keyboard.press('Alt+3');
  await window.idle();
  await page.keyboard.press('.');
  await window.idle();
  await expect(page.getByRole('spinbutton', { name: 'event', exact: true })).toHaveValue('1');
  await page.getByLabel('Dark run').selectOption({ label: 'e900 r0001' });
  await page.getByRole('button', { name: 'Make dark' }).click();
  await window.idle();
  await window.typeRegion('800, 1000, 100, 300');
  await expect(page.getByTestId('region-count')).not.toHaveText('–');
  await page.keyboard.press('Escape');
  for (const label of ['e900 r0002', 'e900 r0003', 'e900 r0001']) await window.chooseRun(label);
  await window.expectNoProblems();
});

for (const scheme of ['dark', 'light'] as const) {
  test(`nothing a reader of screens would stumble over (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const window = new XtcWindow(page);
    await window.goto();
    const check = async (state: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${state}: ${id} ${nodes[0].html}`)).toEqual([]);
    };
    await check('empty');
    await window.open(fixturePath('cspad/e162-r0055-s00-c00.xtc'));
    await check('summary');
    await window.showImage();
    await window.typeRegion('100, 250, 60, 150');
    await check('image');
  });
}
