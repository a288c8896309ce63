import { vi } from 'vitest';

/** Repeats the assertions until they hold. The limit only ends a test that fails: how long things take is not tested. */
export function eventually<T>(assertions: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertions, { timeout: 30_000, interval: 50 });
}
