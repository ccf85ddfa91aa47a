// `npm test`: types, lint, unit and browser tests, each to its end, then one line that counts them.
import { spawn } from 'node:child_process';

const steps = ['typecheck', 'lint', 'test:unit', 'test:e2e'];
const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

/** Runs a script of package.json and shows what it says while it says it. */
function run(step) {
  return new Promise((resolve) => {
    console.log(`\n=== ${step}`);
    const child = spawn('npm', ['run', '--silent', step], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (status) => resolve({ step, isGood: status === 0, output }));
  });
}

/** Vitest ends with `Tests  1 failed | 12 passed (13)`, Playwright with `  1 failed` and `  12 passed (3.2s)`. */
function count(output, word) {
  const lines = output.split('\n').filter((line) => /^\s+Tests\s/.test(line) || /^\s+\d+ (passed|failed)( \(|$)/.test(line));
  return lines.flatMap((line) => [...line.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))]).reduce((sum, [, n]) => sum + Number(n), 0);
}

let passed = 0;
let failed = 0;
const broken = [];
for (const step of steps) {
  const { isGood, output } = await run(step);
  const failures = count(output, 'failed');
  passed += count(output, 'passed');
  failed += isGood ? failures : Math.max(1, failures); // a step that breaks before its tests fails too
  if (!isGood) broken.push(step);
}
console.log(broken.length > 0 ? `\nNot good: ${broken.join(', ')}` : '\nAll good.');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
