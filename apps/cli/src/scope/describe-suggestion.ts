import type { ScopeSuggestion, SuggestedTag } from '@scopemap/scope-model';

/** A suggestion for people, with what a yes and a no would become and what it rests on. */
export function* describeSuggestion(suggestion: ScopeSuggestion): Generator<string> {
  const { code, text, becomes, otherwise, segment, evidence, evidenceCount } = suggestion;
  yield `${code}: ${text}`;
  if (segment) yield `    yes: segment ${segment.prefix}${segment.zone === null ? '' : ` of zone ${segment.zone}`}`;
  for (const tag of becomes) yield `    yes: ${tagText(tag)}`;
  for (const tag of otherwise) yield `    no: ${tagText(tag)}`;
  const [first] = evidence;
  if (first) yield `    from ${first.kind} ${first.id}${evidenceCount > 1 ? ` and ${evidenceCount - 1} more` : ''}`;
}

function tagText({ subject, statement }: SuggestedTag): string {
  const { kind, ...details } = statement;
  const more = Object.values(details).flat();
  return `tag ${subject.id}: ${[kind, ...more].join(' ')}`;
}
