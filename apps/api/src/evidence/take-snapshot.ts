import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { type ChangeAuthor, type Db, readScopeFacts, storeSnapshot } from '@scopemap/database';
import { factsJson, inPieces } from '@scopemap/evidence';
import { type ContactFact, classifyScope, type ScopeCategory, type ScopeFacts } from '@scopemap/scope-model';
import { loadRuleSetFacts } from '../rules/rule-set-facts.ts';

function countCategories(facts: ScopeFacts): Partial<Record<ScopeCategory, number>> {
  const counts: Partial<Record<ScopeCategory, number>> = {};
  for (const { category } of classifyScope(facts).assets) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

/** Reads all facts in one read-only transaction and stores them under `id`. `now` is the instant at which expiry is judged. */
export async function takeSnapshot(
  db: Db,
  given: { readonly id: string; readonly reason: string; readonly version: string; readonly now: number },
  by: ChangeAuthor,
): Promise<void> {
  const { id, reason, version, now } = given;
  const facts = await readScopeFacts(
    db,
    { now, ruleSets: loadRuleSetFacts },
    async ({ network, contacts }): Promise<ScopeFacts> => {
      const all: ContactFact[] = [];
      for await (const some of contacts) for (const contact of some) all.push(contact);
      return { ...network, contacts: all };
    },
  );
  const hash = createHash('sha256');
  let octets = 0;
  function* counted() {
    for (const piece of inPieces(factsJson(facts))) {
      hash.update(piece);
      octets += piece.length;
      yield piece;
    }
  }
  const compressed = await buffer(Readable.from(counted()).pipe(createGzip()));
  const snapshot = {
    id,
    takenAt: new Date(facts.now),
    reason,
    entity: facts.entity.name,
    periodStart: new Date(facts.period.start),
    periodEnd: new Date(facts.period.end),
    productVersion: version,
    modelVersion: facts.version,
    contacts: facts.contacts.length,
    counts: countCategories(facts),
    factsOctets: octets,
    factsSha256: hash.digest('hex'),
  };
  await storeSnapshot(db, snapshot, compressed, by);
}
