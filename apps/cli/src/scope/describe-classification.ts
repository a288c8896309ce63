import {
  SCOPE_CATEGORIES,
  type ScopeClassification,
  type ScopeDecision,
  type ScopeItem,
  type ScopeVocabulary,
  scopeLabel,
  VOCABULARY_SOURCES,
} from '@scopemap/scope-model';

/** A category in the words that were asked for; the product's own where none were. */
export function categoryText(
  decision: Pick<ScopeDecision, 'category' | 'initiator'>,
  vocabulary: ScopeVocabulary | null,
): string {
  return vocabulary === null ? decision.category : scopeLabel(vocabulary, decision).label;
}

/** Items of one kind in a table; a scanner alone makes hundreds. */
const MOST_ITEMS = 12;

/** The whole classification for people: a line per system with its first reason, counts, and what to look at. */
export function* describeClassification(
  classification: ScopeClassification,
  nameOf: (id: string) => string,
  vocabulary: ScopeVocabulary | null,
): Generator<string> {
  const rows = classification.assets.flatMap(({ id }) => {
    const decision = classification.explain(id);
    return decision ? [{ id, decision, words: categoryText(decision, vocabulary) }] : [];
  });
  const width = Math.max(0, ...rows.map(({ words }) => words.length));
  for (const { id, decision, words } of rows)
    yield `${words.padEnd(width)}  ${nameOf(id)}${decision.conflict ? ' (conflict)' : ''}: ${decidingText(decision)}`;
  yield '';
  for (const category of SCOPE_CATEGORIES) {
    const count = rows.filter(({ decision }) => decision.category === category).length;
    if (count > 0) yield `${String(count).padStart(7)}  ${category}`;
  }
  const inScope = rows.filter(({ decision }) => decision.inScope).length;
  yield `${String(inScope).padStart(7)}  in scope of ${rows.length}; what is undetermined counts as in scope`;
  if (classification.items.length > 0) yield '';
  for (const items of Map.groupBy(classification.items, ({ code }) => code).values()) {
    for (const item of items.slice(0, MOST_ITEMS)) yield itemText(item);
    if (items.length > MOST_ITEMS)
      yield `        and ${items.length - MOST_ITEMS} more of ${items[0]?.code}; --format json has them all`;
  }
  if (vocabulary !== null) yield* ['', creditText(vocabulary)];
}

/** One decision for people: every reason, what is missing, marks, and the facts that each rests on. */
export function* describeDecision(
  title: string,
  decision: ScopeDecision,
  vocabulary: ScopeVocabulary | null,
): Generator<string> {
  const words = categoryText(decision, vocabulary);
  const own = vocabulary === null ? '' : ` (${decision.category})`;
  yield `${title}: ${words}${own}, ${decision.inScope ? 'in scope' : 'not in scope'}${decision.conflict ? ', conflict' : ''}`;
  if (vocabulary !== null) yield `  ${scopeLabel(vocabulary, decision).explanation}`;
  for (const { rule, category, code, text, facts } of decision.reasons) {
    yield `  ${rule} ${code}${category === null ? ' (decides nothing)' : ` -> ${category}`}: ${text}`;
    for (const { kind, id } of facts) yield `      ${kind} ${id}`;
  }
  for (const { code, text } of decision.missing) yield `  missing ${code}: ${text}`;
  for (const { text } of decision.marks) yield `  mark: ${text}`;
  if (vocabulary !== null) yield creditText(vocabulary);
}

/** The decision on the first reason that gives the category. */
function decidingText({ reasons, category }: ScopeDecision): string {
  return (reasons.find((reason) => reason.category === category) ?? reasons[0])?.text ?? '';
}

function itemText({ severity, code, text }: ScopeItem): string {
  return `${severity.padEnd(6)}  ${code}: ${text}`;
}

function creditText(vocabulary: ScopeVocabulary): string {
  const { credit, licence } = VOCABULARY_SOURCES[vocabulary];
  return licence === null ? credit : `${credit} Licence: ${licence.name}, ${licence.url}`;
}
