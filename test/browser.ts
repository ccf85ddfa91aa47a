import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const minuteMs = 60_000;
const isRoot = process.getuid?.() === 0;

/** Switches every test browser is started with: software GL, so that pictures are the same everywhere, and no calls home. */
export const browserArgs: readonly string[] = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--no-first-run',
];

/**
 * Path of a Chromium: Playwright's own, else the machine's, else one that is installed now.
 * @throws with what to do when none can be had
 */
export function findBrowser(): string {
  return installed() ?? download() ?? installPackage() ?? giveUp();
}

function installed(): string | null {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const folders = (process.env.PATH ?? '').split(':');
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const paths = names.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
  paths.push('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  return paths.find((path) => existsSync(path)) ?? null;
}

function run(command: string, ...args: string[]): boolean {
  console.log(`No Chromium found: ${command} ${args.join(' ')}`);
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000', DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'inherit', timeout: 5 * minuteMs, env }).status === 0;
}

function download(): string | null {
  if (!run('npx', 'playwright', 'install', 'chromium')) return null;
  if (process.platform === 'linux' && isRoot) run('npx', 'playwright', 'install-deps', 'chromium');
  return installed();
}

function installPackage(): string | null {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return null;
  run('apt-get', 'update');
  run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
  return installed();
}

function giveUp(): never {
  throw new Error('The browser tests need Chromium: install it (or Chrome), or run `npx playwright install --with-deps chromium`.');
}
