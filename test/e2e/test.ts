import { test as base, expect } from '@playwright/test';
import type {} from '../../src/app.ts'; // the page's elements and xtcscope, for code that runs in it

/** A test that also fails when the page logs an error, throws, or breaks its own policy. */
export const test = base.extend<{ failOnPageErrors: undefined }>({
  failOnPageErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
      });
      await use(undefined);
      expect(errors, 'errors the page logged').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
