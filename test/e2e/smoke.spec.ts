import { test as plain } from '@playwright/test';
import { expect, test } from './test.ts';

test('the page opens with its title and its policy', async ({ page }) => {
  const response = await page.goto('./');
  await expect(page).toHaveTitle(/XtcScope/);
  await expect(page.locator('xtc-app')).toBeAttached();
  const policies = [
    response?.headers()['content-security-policy'],
    await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'),
  ];
  for (const policy of policies) {
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain("'unsafe-inline'");
  }
});

// Without the rule that pages log no errors: a refused request is one.
plain('a script of the page cannot reach the network', async ({ page }) => {
  await page.goto('./');
  const outcome = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          resolve(`${event.effectiveDirective} ${event.blockedURI}`);
        });
        fetch('https://example.org/data').then(
          () => resolve('reached'),
          () => undefined,
        );
      }),
  );
  expect(await outcome).toBe('connect-src https://example.org/data');
});
