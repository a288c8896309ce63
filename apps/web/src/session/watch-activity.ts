import { call } from '../api/client.ts';

const EVENTS = ['pointerdown', 'keydown', 'wheel'] as const;
const AT_MOST_EVERY_MS = 60_000;

/** Tells the server now and then that somebody is there: what the page asks for by itself does not keep a session. */
export function watchActivity(): () => void {
  let told = Date.now();
  const tell = () => {
    if (Date.now() - told < AT_MOST_EVERY_MS) return;
    told = Date.now();
    // If it fails the next request says why.
    call('keepSession', {}).catch(() => {});
  };
  for (const event of EVENTS) window.addEventListener(event, tell, { passive: true });
  return () => {
    for (const event of EVENTS) window.removeEventListener(event, tell);
  };
}
