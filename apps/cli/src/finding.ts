/** What a look at one part of an installation found. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed';
  readonly subject: string;
  readonly detail: string;
}

export const ok = (subject: string, detail: string): Finding => ({ state: 'ok', subject, detail });
export const warning = (subject: string, detail: string): Finding => ({ state: 'warning', subject, detail });

/** `error`: what was thrown, or one sentence. */
export const failed = (subject: string, error: unknown): Finding => ({
  state: 'failed',
  subject,
  detail: error instanceof Error && error.message ? error.message : String(error),
});

/** Prints findings, one a line or as JSON. Exit code: 1 when one has failed. */
export function reportFindings(findings: readonly Finding[], json = false): number {
  if (json) console.log(JSON.stringify(findings, null, 2));
  else for (const { state, subject, detail } of findings) console.log(`${state.padEnd(8)}${subject}: ${detail}`);
  return findings.some(({ state }) => state === 'failed') ? 1 : 0;
}
