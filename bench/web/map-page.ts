import type { CDPSession, Page } from '@playwright/test';

/** How many elements the map has on its canvas; 0 while there is none. */
const drawn = (page: Page) =>
  page.evaluate(() => {
    interface Registered {
      _cyreg?: { cy: { elements(): { length: number } } };
    }
    const canvas = document.querySelector('[data-testid="map-canvas"]') as (Element & Registered) | null;
    return canvas?._cyreg?.cy.elements().length ?? 0;
  });

/** Milliseconds of the page's clock until the condition holds and a frame with it was painted. */
export async function until(page: Page, condition: () => Promise<boolean>): Promise<number> {
  while (!(await condition())) await page.waitForTimeout(5);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))),
      ),
  );
}

/** Opens the map anew; milliseconds from the navigation to the first heading, and to the painted picture. */
export async function openMap(page: Page, url: string): Promise<{ usable: number; picture: number }> {
  await page.goto(url, { waitUntil: 'commit' });
  const usable = await until(page, () => page.getByRole('navigation', { name: 'Pages' }).isVisible());
  const picture = await until(page, async () => (await drawn(page)) > 0);
  return { usable, picture };
}

/** Milliseconds from an act to the next picture, which the canvas shows by other elements or counters. */
export async function toNextPicture(page: Page, act: () => Promise<void>): Promise<number> {
  const state = async () => `${await drawn(page)} ${await page.getByRole('status').allInnerTexts()}`;
  const before = await state();
  const began = await page.evaluate(() => performance.now());
  await act();
  return (await until(page, async () => (await state()) !== before)) - began;
}

/** Lengths of the frames, in milliseconds, while `act` goes on. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const note = (now: number) => {
      frames.push(now - last);
      last = now;
      if (frames.length < 100_000) requestAnimationFrame(note);
    };
    Object.assign(globalThis, { benchFrames: frames });
    requestAnimationFrame(note);
  });
  await act();
  return page.evaluate(() => (globalThis as unknown as { benchFrames: number[] }).benchFrames.splice(0));
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** MiB of the page's JavaScript heap after a collection. */
export async function heapMiB(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1024 ** 2;
}
