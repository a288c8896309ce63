import type { CollectorLoss, Exporter } from '@scopemap/contract';
import { formatAge, formatCount, formatPlural } from '../ui/format.ts';
import { LOSS_WORDS, PROBLEM_WORDS } from './problem-words.ts';

/** How an exporter is doing, worst first. `silent` after 15 minutes: active timeouts are 1 to 5 minutes as a rule. */
export type ExporterHealth = 'silent' | 'lossy' | 'good';

const SILENT_MS = 15 * 60_000;
const SKEW_MS = 5 * 60_000;

export function exporterHealth(exporter: Exporter, now: number): ExporterHealth {
  if (now - Date.parse(exporter.lastSeen) > SILENT_MS) return 'silent';
  return exporter.lost > 0 || exporter.undecodableSets > 0 ? 'lossy' : 'good';
}

/** NetFlow v1 has no sequence numbers: what was lost of it on the way, nobody knows. */
export function countsLoss(exporter: Exporter): boolean {
  return exporter.versions.some((version) => version > 1) && !exporter.versions.includes(1);
}

/** Lost by the exporter's own numbering, which counts export packets (v9), else flow records; of both together there is no share. */
function lossOnTheWay({ versions, lost, datagrams, records }: Exporter): string {
  const numbered = versions.filter((version) => version > 1);
  const isPackets = numbered.every((version) => version === 9);
  if (!isPackets && numbered.includes(9))
    return `${formatCount(lost)} export packets and flow records lost on the way, by its sequence numbers.`;
  const share = (100 * lost) / (lost + (isPackets ? datagrams : records) || 1);
  const percent = share < 0.01 ? 'under 0.01' : share.toFixed(2);
  const what = isPackets ? formatPlural(lost, 'export packet') : formatPlural(lost, 'flow record');
  return `${what} lost on the way, by its sequence numbers (${percent} %).`;
}

/** Its clock as seen from here, signed: `2.0 s behind`, `10 minutes ahead`. Null: it never said. */
export function clockWords({ skewMs }: Exporter): string | null {
  if (skewMs === null) return null;
  const off = Math.abs(skewMs);
  if (off < 500) return 'in step';
  // Received later than it was sent by the exporter's own clock: that clock is behind.
  const direction = skewMs > 0 ? 'behind' : 'ahead';
  if (off < 60_000) return `${(off / 1000).toFixed(1)} s ${direction}`;
  return `${formatPlural(Math.round(off / 60_000), 'minute')} ${direction}`;
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
    sentences.push(lossOnTheWay(exporter));
  }
  if (exporter.sampling !== null && exporter.sampling > 1) {
    sentences.push(`Samples 1 of ${formatCount(exporter.sampling)} packets: short conversations are missed.`);
  }
  if (exporter.skewMs !== null && Math.abs(exporter.skewMs) > SKEW_MS) {
    sentences.push(`Its clock is ${clockWords(exporter)}.`);
  }
  if (exporter.undecodableSets > 0) {
    const reasons = Object.entries(exporter.undecodable).filter(([, sets]) => sets > 0);
    const why = reasons.map(([code, sets]) => problemSentence(code, sets)).join('; ');
    sentences.push(
      `${formatPlural(exporter.undecodableSets, 'set')} could not be decoded${why === '' ? '.' : `: ${why}.`}`,
    );
  }
  if (exporter.versions.includes(1)) {
    sentences.push('NetFlow v1 has no sequence numbers: what was lost on the way is not known.');
  }
  for (const [code, count] of Object.entries(exporter.problems)) {
    if (exporter.undecodable[code] !== count) sentences.push(problemSentence(code, count));
  }
  return sentences;
}

/** Datagrams that the collector lost itself, in a sentence; it is nobody's but the collector's account. */
export function lossSentence({ problem, port, count }: CollectorLoss): string {
  const where = port === null ? '' : ` on port ${port}`;
  return `${formatPlural(count, 'datagram')}${where}: ${LOSS_WORDS[problem] ?? problem}.`;
}

/** A counted problem in words: `12 × data came before its template`; a code that has no words yet stands for itself. */
function problemSentence(code: string, count: number): string {
  const words = PROBLEM_WORDS[code];
  return `${formatCount(count)} × ${words ?? code}`;
}
