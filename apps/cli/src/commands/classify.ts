import {
  classifyScope,
  diffClassifications,
  SCOPE_VOCABULARIES,
  type ScopeClassification,
  type ScopeFacts,
  type ScopeVocabulary,
  scopeLabel,
  suggestScope,
} from '@scopemap/scope-model';
import { type Command, choiceOption, type OptionValues, textOption, UsageError } from '../command.ts';
import { LineWriter } from '../output.ts';
import { assetNames } from '../scope/asset-names.ts';
import { describeClassification, describeDecision } from '../scope/describe-classification.ts';
import { describeDiff } from '../scope/describe-diff.ts';
import { describeSuggestion } from '../scope/describe-suggestion.ts';
import { readFacts } from '../scope/read-facts.ts';

const FORMATS = ['table', 'ndjson', 'json'] as const;
type Format = (typeof FORMATS)[number];

export const command: Command = {
  summary: 'facts file -> category of every system with reasons and missing facts, without a database',
  usage: `classify FACTS.json [--format ${FORMATS.join('|')}] [--explain ID | --since BEFORE.json | --suggestions] [--vocabulary NAME]

Decides for every system of a facts file (as GET /api/scope/facts exports it) whether it is in scope, and why. Same facts, same
result. Everything that is wrong with the file is named with its place, and nothing is decided.

  --format F           table for people, ndjson with one decision a line, json with systems, places, coverage and items
                       (default table)
  --explain ID         every reason of one system (asset id or address), zone or segment, with the facts it rests on
  --since BEFORE.json  what moved since other facts, and because of which of them
  --suggestions        what traffic suggests and a person might confirm, with the tag or segment that a yes becomes
  --vocabulary NAME    show categories in the words of ${SCOPE_VOCABULARIES.join(', ')}`,
  options: {
    format: { type: 'string' },
    explain: { type: 'string' },
    since: { type: 'string' },
    suggestions: { type: 'boolean' },
    vocabulary: { type: 'string' },
  },

  async run(values, positionals) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('name one facts file');
    const format = choiceOption(values, 'format', FORMATS, 'table');
    const vocabulary = vocabularyOption(values);
    const explained = textOption(values, 'explain');
    const before = textOption(values, 'since');
    const suggests = values.suggestions === true;
    if ([explained !== undefined, before !== undefined, suggests].filter(Boolean).length > 1)
      throw new UsageError('--explain, --since and --suggestions exclude each other');
    const facts = await readFacts(file);
    const classification = classifyScope(facts);
    const out = new LineWriter(process.stdout);
    for await (const line of linesOf()) await out.write(line);
    await out.flush();
    return 0;

    async function* linesOf(): AsyncGenerator<string> {
      if (before !== undefined) yield* since(before, facts, classification, format);
      else if (suggests) yield* suggestions(facts, classification, format);
      else if (explained !== undefined) yield* explanation(explained, facts, classification, format, vocabulary);
      else yield* everything(facts, classification, format, vocabulary);
    }
  },
};

function vocabularyOption(values: OptionValues): ScopeVocabulary | null {
  const [first] = SCOPE_VOCABULARIES;
  return values.vocabulary === undefined ? null : choiceOption(values, 'vocabulary', SCOPE_VOCABULARIES, first);
}

function* everything(
  facts: ScopeFacts,
  classification: ScopeClassification,
  format: Format,
  vocabulary: ScopeVocabulary | null,
): Generator<string> {
  if (format === 'table') {
    yield* describeClassification(classification, assetNames(facts), vocabulary);
    return;
  }
  const { assets, places, coverage, items } = classification;
  const decisions = assets.map(({ id }) => decisionJson(id, classification, vocabulary));
  if (format === 'ndjson') for (const decision of decisions) yield JSON.stringify(decision);
  else yield JSON.stringify({ assets: decisions, places, coverage, items });
}

function decisionJson(id: string, classification: ScopeClassification, vocabulary: ScopeVocabulary | null) {
  const decision = classification.explain(id);
  return {
    id,
    ...(vocabulary !== null && decision ? { label: scopeLabel(vocabulary, decision).label } : {}),
    ...decision,
  };
}

function* explanation(
  id: string,
  facts: ScopeFacts,
  classification: ScopeClassification,
  format: Format,
  vocabulary: ScopeVocabulary | null,
): Generator<string> {
  const places = (['zone', 'segment'] as const).flatMap((kind) => classification.explainPlace({ kind, id }) ?? []);
  const decision = classification.explain(id) ?? places[0];
  if (!decision) throw new Error(`the facts know no system, zone or segment "${id}"`);
  if (format === 'table') yield* describeDecision(assetNames(facts)(id), decision, vocabulary);
  else yield JSON.stringify({ id, ...decision });
}

async function* since(
  file: string,
  facts: ScopeFacts,
  classification: ScopeClassification,
  format: Format,
): AsyncGenerator<string> {
  const before = await readFacts(file);
  const diff = diffClassifications({ facts: before, classification: classifyScope(before) }, { facts, classification });
  const [now, then] = [assetNames(facts), assetNames(before)];
  const vanished = new Set(diff.vanished.map(({ id }) => id));
  if (format === 'table') yield* describeDiff(diff, (id) => (vanished.has(id) ? then(id) : now(id)));
  else if (format === 'json') yield JSON.stringify(diff);
  else for (const move of diff.moved) yield JSON.stringify(move);
}

function* suggestions(facts: ScopeFacts, classification: ScopeClassification, format: Format): Generator<string> {
  const suggested = suggestScope(facts, classification);
  if (format === 'table') for (const suggestion of suggested) yield* describeSuggestion(suggestion);
  else if (format === 'json') yield JSON.stringify(suggested);
  else for (const suggestion of suggested) yield JSON.stringify(suggestion);
}
