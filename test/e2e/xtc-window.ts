import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** Path of a small fixture of the repository. */
export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** Path of a large fixture beside the repository; null where it is absent, and then the test skips. */
export function largeFixturePath(path: string): string | null {
  const found = fileURLToPath(new URL(`../../../shared/fixtures/${path}`, import.meta.url));
  return existsSync(found) ? found : null;
}

/** The window as a user sees it. */
export class XtcWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async goto(): Promise<void> {
    await this.page.goto('./');
    await this.page.waitForFunction(() => 'xtcscope' in globalThis);
  }

  /** Chooses files as *Open files* does, and waits until they are read and shown. */
  async open(...paths: string[]): Promise<void> {
    await this.page.locator('input[aria-label="Open files"]').setInputFiles(paths);
    await this.idle();
  }

  /** Resolves when no scan, no other work and no picture is under way. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(() => {
      const session = document.querySelector('xtc-app')?.session;
      if (!session) return false;
      const isScanning = session.runs.value.some((run) => run.progress.value !== null || run.table.value === null);
      const hasRunOrProblem = session.runs.value.length > 0 || session.problems.value.length > 0 || session.dark.value !== null;
      return hasRunOrProblem && !isScanning && session.tasks.value.length === 0 && !session.isFramePending.value;
    });
  }

  tab(name: string) {
    return this.page.getByRole('tab', { name });
  }

  /** The Image tab with its picture. */
  async showImage(): Promise<void> {
    await this.tab('Image').click();
    await this.idle();
  }

  async chooseRun(label: string): Promise<void> {
    await this.page.locator('xtc-run-menu button.current').click();
    await this.page.locator('xtc-run-menu button.item', { hasText: label }).click();
    await this.idle();
  }

  /** Types a region and takes it over. */
  async typeRegion(text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Region' });
    await field.fill(text);
    await field.press('Enter');
    await this.idle();
  }

  /** Numbers of the region as they stand in the panel, by their labels. */
  async regionNumbers(): Promise<Record<string, string>> {
    return this.page.locator('xtc-region-panel dl').evaluate((list) =>
      Object.fromEntries(
        [...list.querySelectorAll('dt')].map((term) => [term.textContent.trim(), term.nextElementSibling?.textContent.trim() ?? '']),
      ),
    );
  }

  /** What the canvas shows, as one number that changes with any pixel, and the colours at a few image points (row, column). */
  canvas(points: readonly (readonly [number, number])[] = []): Promise<{ digest: number; colours: number[][] }> {
    return this.page
      .locator('xtc-image-tab xtc-image-view')
      .evaluate(async (view: HTMLElementTagNameMap['xtc-image-view'], at) => {
        // The frame is there; the element draws it with the next animation frame.
        await view.updateComplete;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const shown = view.readPixels();

        const { width, height, data } = shown;
        let digest = 0;
        for (const byte of data) digest = (Math.imul(digest, 31) + byte) | 0;
        const fit = document.querySelector('xtc-app')?.session.frame.value?.image.shape ?? [1, 1];
        const zoom = Math.min((width - 16) / fit[1], (height - 16) / fit[0]); // 8 pixels of margin
        const colours = at.map(([row, column]) => {
          const x = Math.floor(width / 2 + (column - (fit[1] - 1) / 2) * zoom);
          const y = Math.floor(height / 2 + (row - (fit[0] - 1) / 2) * zoom);
          return [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4)];
        });
        return { digest, colours };
      }, points);
  }

  async expectNoProblems(): Promise<void> {
    const problems = await this.page.evaluate(() => document.querySelector('xtc-app')?.session.problems.value.map((problem) => problem.message));
    expect(problems).toEqual([]);
  }
}
