import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

// A file on disk that somebody else writes: dropped as a person drops it, and read while it changes.

test('a file that is written piece by piece is followed to its end', async ({ page }) => {
  const bytes = readFileSync(fixturePath('cspad/e162-r0055-s00-c00.xtc'));
  const folder = mkdtempSync(join(tmpdir(), 'xtcscope-'));
  const path = join(folder, 'e162-r0055-s00-c00.xtc.inprogress');
  let written = 900_000;
  writeFileSync(path, bytes.subarray(0, written));
  const window = new XtcWindow(page);
  await window.goto();
  const devtools = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data: { items: [], files: [path], dragOperationsMask: 1 } });
  }
  await window.idle();
  await window.showImage();
  expect(await page.evaluate(() => globalThis.xtcscope.current?.events)).toBe(4);
  await page.getByRole('button', { name: /^Last event/ }).click();
  await page.locator('xtc-run-menu button.current').click();
  await page.getByRole('switch', { name: /^Follow/ }).click();
  const writer = setInterval(() => {
    const piece = bytes.subarray(written, written + 20_000);
    if (piece.length > 0) appendFileSync(path, piece);
    written += piece.length;
  }, 50);
  try {
    await expect.poll(() => page.evaluate(() => globalThis.xtcscope.current?.events), { timeout: 20_000 }).toBe(10);
  } finally {
    clearInterval(writer);
  }
  await expect(page.getByRole('spinbutton', { name: 'event', exact: true })).toHaveValue('9');
  await window.idle();
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.frame.value?.event)).toBe(9);
  await window.expectNoProblems();
  // At the end of a run the name loses its .inprogress: the file is not there any more.
  rmSync(folder, { recursive: true });
  await expect(page.locator('xtc-status-line')).toContainText('not followed any more', { timeout: 5000 });
});
