// The whole test suite: types, layers, unit and integration tests, the web build, and the browser tests. Ends with one line
// "N passed, N failed" over all of it; exit code 0 only when nothing failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findBrowser } from './find-browser.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let passed = 0;
let failed = 0;

interface Step {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: () => NodeJS.ProcessEnv;
  /** Counts of a test runner; a step without them counts as one test. */
  readonly count?: () => { passed: number; failed: number };
}

const bin = (path: string) => join(root, 'node_modules', path);
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(results, file), 'utf8'));
const playwright = createRequire(join(root, 'e2e/package.json')).resolve('@playwright/test/cli');
const vite = join(root, 'apps/web/node_modules/vite/bin/vite.js');

const steps: readonly Step[] = [
  { name: 'types', args: [bin('@typescript/native/bin/tsc'), '-b'] },
  { name: 'layers', args: [join(root, 'tools/check-layers.mjs')] },
  {
    name: 'unit and integration tests',
    args: [
      bin('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(results, 'vitest.json')}`,
    ],
    count() {
      const report = readJson('vitest.json') as {
        numPassedTests: number;
        numFailedTests: number;
      };
      return { passed: report.numPassedTests, failed: report.numFailedTests };
    },
  },
  { name: 'web build', args: [vite, 'build', 'apps/web', '--logLevel', 'warn'] },
  {
    name: 'browser tests',
    args: [playwright, 'test', '-c', 'e2e'],
    env: () => ({ ...findBrowser(root), PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'playwright.json') }),
    count() {
      const { stats } = readJson('playwright.json') as {
        stats: { expected: number; flaky: number; unexpected: number };
      };
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
    },
  },
];

for (const step of steps) {
  const startedAt = performance.now();
  let ok = false;
  try {
    const run = spawnSync(process.execPath, step.args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...step.env?.() },
    });
    ok = run.status === 0;
    const counts = step.count?.() ?? { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
    passed += counts.passed;
    failed += counts.failed;
    // A runner that failed without a failed test (a crash, an unhandled error) is a failure all the same.
    if (!ok && counts.failed === 0) failed++;
  } catch (error) {
    ok = false;
    failed++;
    console.error(`[test] ${step.name}: ${(error as Error).message}`);
  }
  console.log(
    `[test] ${step.name}: ${ok ? 'ok' : 'FAILED'} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
