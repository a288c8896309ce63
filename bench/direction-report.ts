import { RIVALS } from './direction-rivals.ts';
import type { Outcome, Scored } from './direction-score.ts';

export interface CaptureScores {
  readonly name: string;
  /** One of the captures that the rules were tuned on. */
  readonly tuned: boolean;
  readonly scored: readonly Scored[];
}

export type ScoresByExport = ReadonlyMap<string, readonly CaptureScores[]>;

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function perCapture(captures: readonly CaptureScores[], matches: (scored: Scored) => boolean): number {
  const sum = captures.reduce((total, { scored }) => total + share(scored.filter(matches).length, scored.length), 0);
  return captures.length === 0 ? 0 : sum / captures.length;
}

function perConversation(captures: readonly CaptureScores[], matches: (scored: Scored) => boolean): number {
  const all = captures.flatMap(({ scored }) => scored);
  return share(all.filter(matches).length, all.length);
}

/** `12.34 / 5.67`: averaged per capture, and per conversation. */
function rates(captures: readonly CaptureScores[], matches: (scored: Scored) => boolean): string {
  return `${perCapture(captures, matches).toFixed(2)} / ${perConversation(captures, matches).toFixed(2)}`;
}

const is = (outcome: Outcome) => (scored: Scored) => scored.outcome === outcome;

function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  console.log(`## ${title}\n`);
  console.log(line(head));
  console.log(line(widths.map((width) => '-'.repeat(width))));
  for (const row of rows) console.log(line(row));
  console.log();
}

/** Wrong and unknown per export, of all captures, the tuned and the held-out half. */
export function printRates(title: string, scores: ScoresByExport): void {
  const head = [
    'export',
    'captures',
    'conversations',
    'wrong',
    'unknown',
    'wrong tuned',
    'unknown tuned',
    'wrong held out',
    'unknown held out',
  ];
  const rows = [...scores].map(([name, captures]) => {
    const tuned = captures.filter((capture) => capture.tuned);
    const heldOut = captures.filter((capture) => !capture.tuned);
    const conversations = captures.reduce((sum, { scored }) => sum + scored.length, 0);
    const pairs = [captures, tuned, heldOut].flatMap((part) => [rates(part, is('wrong')), rates(part, is('unknown'))]);
    return [name, String(captures.length), String(conversations), ...pairs];
  });
  printTable(title, head, rows);
}

/** Wrong answers of other tools' rules on the same conversations; they have no 'unknown'. */
export function printRivals(scores: ScoresByExport): void {
  const head = ['export', 'this', ...RIVALS.map(({ name }) => name)];
  const rows = [...scores].map(([name, captures]) => [
    name,
    rates(captures, is('wrong')),
    ...RIVALS.map((rival) => rates(captures, ({ rivals }) => rivals.get(rival.name) === false)),
  ]);
  printTable('wrong answers beside other rules', head, rows);
}

/** Right, wrong and unknown conversations per method and export. */
export function printMethods(scores: ScoresByExport): void {
  const methods = new Set([...scores.values()].flat().flatMap(({ scored }) => scored.map(({ method }) => method)));
  const rows = [...methods].sort().map((method) => [
    method,
    ...[...scores.values()].map((captures) => {
      const own = captures.flatMap(({ scored }) => scored.filter((one) => one.method === method));
      return (['right', 'wrong', 'unknown'] as const).map((outcome) => own.filter(is(outcome)).length).join(' / ');
    }),
  ]);
  printTable('right / wrong / unknown conversations per method', ['method', ...scores.keys()], rows);
}

/** Every wrong case with what decided it. */
export function printWrong(scores: ScoresByExport): void {
  const rows = [...scores].flatMap(([name, captures]) =>
    captures.flatMap((capture) =>
      capture.scored
        .filter(is('wrong'))
        .map(({ truth, method, conversation }) => [
          name,
          capture.name,
          String(truth.protocol),
          `${truth.client.addr} ${truth.client.port}`,
          `${truth.server.addr} ${truth.server.port}`,
          method,
          conversation.observations
            .map(({ low, high }) =>
              low && high ? `starts ${Math.abs(low.first - high.first)} ms apart` : 'one half only',
            )
            .join(', '),
        ]),
    ),
  );
  printTable('every wrong case', ['export', 'capture', 'protocol', 'client', 'server', 'decided by', 'records'], rows);
}
