import type { NamedFact, ScopeSuggestion } from '@scopemap/contract';
import { listCategoryMoves } from '@scopemap/database';
import type { FactRef, ScopeSuggestion as Suggestion } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { factNamer } from './named-facts.ts';

/** Suggestions that an answer lists. */
const MOST = 500;

const zoneRef = (id: string): FactRef => ({ kind: 'zone', id });

function refsOf({ becomes, otherwise, segment, evidence }: Suggestion): FactRef[] {
  const zone = segment?.zone ? [zoneRef(segment.zone)] : [];
  return [...[...becomes, ...otherwise].map(({ subject }) => subject), ...zone, ...evidence];
}

function present(suggestion: Suggestion, named: (ref: FactRef) => NamedFact): ScopeSuggestion {
  const tags = (list: Suggestion['becomes']) =>
    list.map(({ subject, statement }) => ({
      subject: named(subject),
      statement: statement as ScopeSuggestion['becomes'][number]['statement'],
    }));
  const { segment } = suggestion;
  return {
    ...suggestion,
    becomes: tags(suggestion.becomes),
    otherwise: tags(suggestion.otherwise),
    segment: segment && { prefix: segment.prefix, zone: segment.zone === null ? null : named(zoneRef(segment.zone)) },
    evidence: suggestion.evidence.map(named),
  };
}

/** What traffic suggests and nobody has said yet, and which hosts moved in which run. */
export function addSuggestionRoutes(app: FastifyInstance, { db, classifier }: ApiDependencies): void {
  bind(app, 'scopeSuggestions', async () => {
    const all = await classifier.suggestions();
    const listed = all.slice(0, MOST);
    const named = await factNamer(db, listed.flatMap(refsOf));
    return { suggestions: listed.map((each) => present(each, named)), total: all.length };
  });

  bind(app, 'scopeMoves', ({ params, query }) => listCategoryMoves(db, params.id, query));
}
