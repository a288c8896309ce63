import type { ScopeFacts } from '../facts/scope-facts.ts';
import type { TagFact, TagStatement, TagSubject } from '../facts/tag-fact.ts';
import { moveAsset, movePrefix } from './move-place.ts';
import { removeRules } from './remove-rules.ts';
import { type ScopeChange, ScopeChangeError } from './scope-change.ts';

/**
 * The facts as they would be after the changes, in their order. The given facts stay as they are; lists that no change
 * touches are shared. Throws {@link ScopeChangeError} when a change names something that does not exist.
 *
 * A removed rule changes its control just before `facts.now`: segmentation tests before that prove nothing any more (11.4.5), as they
 * would not in reality.
 */
export function applyChanges(facts: ScopeFacts, changes: readonly ScopeChange[]): ScopeFacts {
  checkContacts(facts, changes);
  const tagIds = freeIds('what-if-tag', facts.tags);
  const testIds = freeIds('what-if-test', facts.segmentationTests);
  let result = removeRules(facts, changes);
  const added: TagFact[] = [];
  const withdrawn = new Set<string>();
  for (const [index, change] of changes.entries()) {
    switch (change.kind) {
      case 'remove-rule':
        break;
      case 'cut-contact':
        added.push(
          statement(tagIds(), facts.now, { kind: 'contact', id: change.contact }, { kind: 'contact-retired' }),
        );
        break;
      case 'add-tag':
        checkSubject(result, change.subject, index);
        for (const subject of namedBy(change.statement)) checkSubject(result, subject, index);
        added.push(statement(tagIds(), facts.now, change.subject, change.statement));
        break;
      case 'withdraw-tag':
        if (!facts.tags.some(({ id }) => id === change.tag))
          throw new ScopeChangeError(index, `there is no tag "${change.tag}"`);
        withdrawn.add(change.tag);
        break;
      case 'move-asset':
        result = moveAsset(result, change.asset, change.to, index);
        break;
      case 'move-prefix':
        result = movePrefix(result, change.prefix, change.to, index);
        break;
      case 'pass-test': {
        for (const place of [change.from, change.to]) checkSubject(result, place, index);
        const { from, to } = change;
        const test = { id: testIds(), from, to, at: facts.now, result: 'passed', ...TESTER } as const;
        result = { ...result, segmentationTests: [...result.segmentationTests, test] };
        break;
      }
    }
  }
  if (added.length === 0 && withdrawn.size === 0) return result;
  return { ...result, tags: [...result.tags.filter(({ id }) => !withdrawn.has(id)), ...added] };
}

const TESTER = { tester: 'what if', independent: true, evidence: null };

function statement(id: string, at: number, subject: TagSubject, says: TagStatement): TagFact {
  return { id, subject, statement: says, author: 'what if', at, reason: 'what if', evidence: null, until: null };
}

/** All contacts in one pass: there may be millions of them. */
function checkContacts(facts: ScopeFacts, changes: readonly ScopeChange[]): void {
  const named = new Map<string, number>();
  for (const [index, change] of changes.entries()) {
    if (change.kind === 'cut-contact') named.set(change.contact, index);
    if (change.kind === 'add-tag' && change.subject.kind === 'contact') named.set(change.subject.id, index);
  }
  if (named.size === 0) return;
  for (const { id } of facts.contacts) if (named.delete(id) && named.size === 0) return;
  for (const [id, index] of named) throw new ScopeChangeError(index, `there is no contact "${id}"`);
}

/** Contacts are checked before. An address that nobody has bound may be tagged like an asset. */
function checkSubject(facts: ScopeFacts, { kind, id }: TagSubject, index: number): void {
  if (kind === 'segment' || kind === 'zone') {
    const places = kind === 'segment' ? facts.segments : facts.zones;
    if (!places.some((place) => place.id === id)) throw new ScopeChangeError(index, `there is no ${kind} "${id}"`);
  } else if (kind === 'asset') {
    const known = facts.assets.some((asset) => asset.id === id) || isContactEnd(facts, id);
    if (!known) throw new ScopeChangeError(index, `there is no asset "${id}"`);
  }
}

/** What a statement speaks of beside its subject: about nothing it would be without effect. */
function namedBy(says: TagStatement): TagSubject[] {
  if (says.kind === 'manages' || says.kind === 'no-influence') return [{ kind: 'asset', id: says.target }];
  if (says.kind === 'hosts') return [{ kind: 'asset', id: says.guest }];
  return says.kind === 'unsegmented' ? [says.other] : [];
}

function isContactEnd({ contacts }: ScopeFacts, id: string): boolean {
  return contacts.some(({ from, to }) => from === id || to === id);
}

/** Gives ids that no fact of the list has. */
function freeIds(stem: string, taken: readonly { readonly id: string }[]): () => string {
  const ids = new Set(taken.map(({ id }) => id));
  let number = 0;
  return () => {
    do number++;
    while (ids.has(`${stem}-${number}`));
    return `${stem}-${number}`;
  };
}
