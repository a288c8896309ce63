// How often client and server are told apart rightly: `node bench/direction.ts [CORPUS_DIR]`, a folder per labelled capture.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  captureNames,
  EXPORTS,
  type ExportName,
  isTuned,
  type LabelledConversation,
  readFlows,
  readTruth,
} from './direction-corpus.ts';
import { type CaptureScores, printMethods, printRates, printRivals, printWrong } from './direction-report.ts';
import { freshMemory, type Memory, pairFlows, score } from './direction-score.ts';

const corpus = process.argv[2] ?? join(import.meta.dirname, '../../shared/corpus/direction');
if (!existsSync(corpus)) {
  console.error(`bench direction: ${corpus}: no such folder`);
  process.exit(2);
}

const names = captureNames(corpus);
const truths = new Map(names.map((name) => [name, readTruth(corpus, name)]));

/** Scores one kind of export over all captures; with `shared`, exporter and endpoints are known from all captures beforehand. */
function scoreExport(exportName: ExportName, learn: boolean, shared: boolean): CaptureScores[] {
  const memory = freshMemory();
  const captures = names.flatMap((name) => {
    const flows = readFlows(corpus, name, exportName);
    if (!flows) return [];
    const own: Memory = shared ? memory : freshMemory();
    return [{ name, flows, own, conversations: pairFlows(flows, own) }];
  });
  const answer = () =>
    captures.map(({ name, flows, own, conversations }) => {
      const labelled = truths.get(name) as readonly LabelledConversation[];
      return { name, tuned: isTuned(name), scored: score(labelled, flows, conversations, own, learn) };
    });
  // What a later capture teaches is applied to the earlier ones too: the second round answers with all of it.
  if (shared) answer();
  return answer().filter(({ scored }) => scored.length > 0);
}

const alone = new Map(EXPORTS.map((name) => [name, scoreExport(name, true, false)]));
const unlearned = new Map(EXPORTS.map((name) => [name, scoreExport(name, false, false)]));
const together = new Map(EXPORTS.map((name) => [name, scoreExport(name, true, true)]));

console.log('Wrong and unknown answers in percent, averaged per capture / per conversation.\n');
printRates('each capture by itself', alone);
printRates('the same without learning', unlearned);
printRates('exporter and endpoints known from the whole set', together);
printRivals(alone);
printMethods(alone);
printWrong(alone);
