import type { StoredLayout } from '@scopemap/map-layout';

const PREFIX = 'scopemap.layout.';

/** Where boxes and hosts stand, kept per installation in this browser, so that nothing moves from one visit to the next. */
export function loadLayout(installation: string): StoredLayout | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + installation) ?? 'null');
    return isLayout(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

export function saveLayout(installation: string, layout: StoredLayout): void {
  try {
    localStorage.setItem(PREFIX + installation, JSON.stringify(layout));
  } catch {
    // Full or blocked storage: the picture is arranged anew at the next visit.
  }
}

function isLayout(value: unknown): value is StoredLayout {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 2 && 'lanes' in value;
}
