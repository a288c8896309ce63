import type { Exporter } from '@scopemap/contract';
import { formatAge, formatCount, formatPlural } from '../ui/format.ts';
import { PROBLEM_WORDS } from './problem-words.ts';

/** How an exporter is doing, worst first. `silent` after 15 minutes: active timeouts are 1 to 5 minutes as a rule. */
export type ExporterHealth = 'silent' | 'lossy' | 'good';

const SILENT_MS = 15 * 60_000;
const SKEW_MS = 5 * 60_000;

export function exporterHealth(exporter: Exporter, now: number): ExporterHealth {
  if (now - Date.parse(exporter.lastSeen) > SILENT_MS) return 'silent';
  return exporter.lost > 0 || exporter.undecodableSets > 0 ? 'lossy' : 'good';
}

/** Everything that limits what the exporter's silence proves, in sentences. Empty: nothing known. */
export function exporterProblems(exporter: Exporter, now: number): readonly string[] {
  const sentences: string[] = [];
  if (exporterHealth(exporter, now) === 'silent') {
    sentences.push(
      `Nothing received since ${formatAge(exporter.lastSeen, now)}. What happened since then is not covered.`,
    );
  }
  if (exporter.lost > 0) {
    const share = (100 * exporter.lost) / (exporter.lost + exporter.records || 1);
    const percent = share < 0.01 ? 'under 0.01' : share.toFixed(2);
    sentences.push(`${formatCount(exporter.lost)} lost on the way, by its sequence numbers (${percent} %).`);
  }
  if (exporter.sampling !== null && exporter.sampling > 1) {
    sentences.push(`Samples 1 of ${formatCount(exporter.sampling)} packets: short conversations are missed.`);
  }
  if (exporter.skewMs !== null && Math.abs(exporter.skewMs) > SKEW_MS) {
    const minutes = Math.round(Math.abs(exporter.skewMs) / 60_000);
    sentences.push(`Its clock is ${formatPlural(minutes, 'minute')} ${exporter.skewMs > 0 ? 'ahead' : 'behind'}.`);
  }
  if (exporter.undecodableSets > 0) {
    sentences.push(`${formatPlural(exporter.undecodableSets, 'set')} could not be decoded.`);
  }
  for (const [code, count] of Object.entries(exporter.problems)) sentences.push(problemSentence(code, count));
  return sentences;
}

/** A counted problem in words: `12 × data came before its template`; a code that has no words yet stands for itself. */
function problemSentence(code: string, count: number): string {
  const words = PROBLEM_WORDS[code];
  return `${formatCount(count)} × ${words ?? code}`;
}
