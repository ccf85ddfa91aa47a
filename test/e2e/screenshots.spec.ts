import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { XtcWindow } from './xtc-window.ts';

// The way of the README through the sample run. With XTCSCOPE_PICTURES=1 it also takes the README's pictures.

async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env.XTCSCOPE_PICTURES) return;
  await page.mouse.move(0, 0);
  await page.screenshot({ path: fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url)) });
}

test('the sample run: summary, dark, picture, region', async ({ page }) => {
  test.slow(); // writes 130 MB and draws with software GL
  await page.emulateMedia({ colorScheme: 'dark' });
  const window = new XtcWindow(page);
  await window.goto();
  await page.getByRole('button', { name: 'Try the sample run' }).click();
  await window.idle();
  await window.expectNoProblems();

  await window.chooseRun('r0003');
  await window.tab('Summary').click();
  await expect(page.locator('xtc-summary-view')).toContainText('PhaseCavity');
  await takePicture(page, 'summary');

  await window.showImage();
  await page.getByLabel('Dark run').selectOption({ label: 'e900 r0001' });
  await page.getByRole('button', { name: 'Make dark' }).click();
  await window.idle();
  await expect(page.locator('xtc-tab-bar')).toContainText('e900 r0001, 8 events');
  await window.typeRegion('900, 1200, 450, 700');
  const { count } = await page.evaluate(() => document.querySelector('xtc-app')?.session.regionStats.value ?? { count: 0 });
  expect(count).toBeGreaterThan(10_000);
  await takePicture(page, 'image');

  await page.emulateMedia({ colorScheme: 'light' });
  await window.idle();
  await takePicture(page, 'region-light');
});

test('the sample run: its values, plots of its scan, a module of the tutorial', async ({ page }) => {
  test.slow();
  await page.emulateMedia({ colorScheme: 'dark' });
  const window = new XtcWindow(page);
  await window.goto();
  await page.getByRole('button', { name: 'Try the sample run' }).click();
  await window.idle();
  await window.chooseRun('r0002');

  await window.tab('Plots').click();
  await page.getByRole('button', { name: 'Pages' }).click();
  await page.locator('xtc-plots-tab').getByRole('button', { name: /XppSb3Pim-1\|Ipimb-0 5 plots/ }).click();
  await page.getByRole('button', { name: 'Delay scan' }).click();
  await expect(page.getByTestId('delay-rows')).toContainText('events used');
  await window.idle();
  await takePicture(page, 'plots');

  await window.tab('Modules').click();
  await page.getByText('the tutorial’s delay scan').click();
  await page.getByRole('button', { name: 'Run module' }).click();
  await expect(page.locator('xtc-job-view')).toContainText('Done', { timeout: 30_000 });
  await takePicture(page, 'modules');
});
