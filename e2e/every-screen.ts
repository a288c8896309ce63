import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Route } from '@playwright/test';

/** Every page beside those of one thing. */
const PAGES = [
  'map',
  'hosts',
  'relationships',
  'matrix',
  'review',
  'zones',
  'rules',
  'planning',
  'runs',
  'evidence',
  'exporters',
  'coverage',
  'audit',
  'import',
] as const;

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
] as const;

const SCHEMES = ['light', 'dark'] as const;

/** `loading`: nothing is answered; `error`: everything fails. The other two show what the installation holds. */
export type ScreenState = 'empty' | 'filled' | 'loading' | 'error';

const PROBLEM = {
  type: 'about:blank',
  title: 'Service unavailable',
  status: 503,
  code: 'unavailable',
  detail: 'The database does not answer.',
  requestId: '00000000-0000-4000-8000-000000000000',
};

/** Who somebody is must be known before there is any page. */
const isOfThePage = (url: string) => !/\/api\/(status|session)/.test(url);

async function hinder(page: Page, state: ScreenState): Promise<void> {
  if (state !== 'loading' && state !== 'error') return;
  await page.route('**/api/**', (route: Route) => {
    if (!isOfThePage(route.request().url())) return route.continue();
    if (state === 'loading') return;
    return route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(PROBLEM) });
  });
}

/** What a state takes to show: two failures are tried again, after one and two seconds. */
const WAIT_MS: Readonly<Record<ScreenState, number>> = { empty: 700, filled: 1200, loading: 1000, error: 4500 };

/** Takes every page in a state, in both schemes and three sizes, as `STATE/PAGE-SCHEME-WIDTH.png`. */
export async function shootEveryScreen(
  browser: Browser,
  { url, folder, state }: { url: string; folder: string; state: ScreenState },
): Promise<void> {
  mkdirSync(join(folder, state), { recursive: true });
  for (const colorScheme of SCHEMES) {
    for (const viewport of SIZES) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      for (const name of PAGES) {
        const page = await context.newPage();
        await hinder(page, state);
        await page.goto(`${url}/${name}`, { waitUntil: 'domcontentloaded' });
        await page.waitForTimeout(WAIT_MS[state]);
        await page.screenshot({ path: join(folder, state, `${name}-${colorScheme}-${viewport.width}.png`) });
        await page.close();
      }
      await context.close();
      console.log(`${state}, ${colorScheme}, ${viewport.width}: ${PAGES.length} pictures`);
    }
  }
}
