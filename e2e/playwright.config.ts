import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';

const root = join(import.meta.dirname, '..');
const executablePath = process.env.CHROMIUM_PATH;
// Playwright loads this file in every worker: the folder is made once, by the first.
process.env.SCOPEMAP_E2E_DATA ??= mkdtempSync(join(tmpdir(), 'scopemap-e2e-'));
export const HTTP_PORT = 18080;
export const FLOW_PORT = 12055;

export default defineConfig({
  testDir: 'tests',
  outputDir: '../test-results/browser',
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? '../test-results/playwright.json' }],
  ],
  // One installation serves all tests, in order: each finds what the ones before it left.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    baseURL: `http://127.0.0.1:${HTTP_PORT}`,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--disable-quic',
        '--disable-background-networking',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
  webServer: {
    command: `"${process.execPath}" apps/cli/src/main.ts up --data "${process.env.SCOPEMAP_E2E_DATA}" --port ${HTTP_PORT} --flow-port ${FLOW_PORT}`,
    cwd: root,
    url: `http://127.0.0.1:${HTTP_PORT}/api/status`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
  },
});
