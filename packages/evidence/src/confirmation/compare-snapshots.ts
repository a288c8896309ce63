import type { ChangeCandidate, SnapshotChange } from '@scopemap/contract';
import { diffClassifications, type FactChange, type FactRef } from '@scopemap/scope-model';
import type { EvidenceView } from '../evidence-view.ts';
import { contactText, factText } from './fact-text.ts';
import { significantChanges } from './significant-changes.ts';

/** What differs between two snapshots, in words, and which of it may be a significant change. */
export interface SnapshotComparison {
  readonly rows: SnapshotChange[];
  readonly candidates: ChangeCandidate[];
}

/** A change without the candidate that it belongs to. */
export type PlainChange = Omit<SnapshotChange, 'item' | 'key'>;

const KINDS: Partial<Record<FactRef['kind'], SnapshotChange['kind']>> = {
  asset: 'system',
  contact: 'relationship',
  rule: 'rule',
  control: 'control',
  tag: 'tag',
  approval: 'approval',
  test: 'segmentation test',
  zone: 'zone',
  segment: 'segment',
  'third-party': 'third party',
};

/** The order of the rows: what moves scope before what explains it. */
const ORDER: readonly SnapshotChange['kind'][] = [
  'category',
  'system',
  'relationship',
  'zone',
  'segment',
  'control',
  'rule',
  'segmentation test',
  'approval',
  'tag',
  'third party',
  'other',
];

/**
 * Systems, categories, relationships, rules, tags and the rest that came, went or changed. What merely goes on (a relationship
 * seen again, a system seen later) is no change.
 */
export function compareSnapshots(before: EvidenceView, after: EvidenceView): SnapshotComparison {
  const { moved, appeared, vanished, changes } = diffClassifications(before, after);
  const whole = new Set([...appeared, ...vanished].map(({ id }) => id));
  const sideOf = ({ change }: FactChange) => (change === 'removed' ? before : after);
  const because = (change: FactChange) =>
    change.fact ? `${change.change}: ${factText(sideOf(change), change.fact)}` : `changed: ${change.what}`;
  const plain: PlainChange[] = [
    ...moved.map(
      (move): PlainChange => ({
        kind: 'category',
        change: 'changed',
        id: `asset ${move.id}`,
        subject: after.assetLabel(move.id),
        before: move.from,
        after: move.to,
        because: move.because.slice(0, 20).map(because),
      }),
    ),
    ...appeared.map(({ id, category }) => system(after, 'added', id, category)),
    ...vanished.map(({ id, category }) => system(before, 'removed', id, category)),
    // What a system begins or ends with is told with it.
    ...changes
      .filter(({ fact }) => fact?.kind !== 'asset' || !whole.has(fact.id))
      .flatMap((change) => factRows(before, after, change)),
  ];
  const told = withoutReadAgain(plain).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const { candidates, candidateOf } = significantChanges(before, after, told);
  const rows = told.map((row): SnapshotChange => {
    const candidate = candidateOf.get(row);
    return { ...row, item: candidate?.item ?? null, key: candidate?.key ?? null };
  });
  return { rows, candidates };
}

function system(view: EvidenceView, change: 'added' | 'removed', id: string, category: string): PlainChange {
  const [was, is] = change === 'added' ? [null, category] : [category, null];
  return {
    kind: 'system',
    change,
    id: `asset ${id}`,
    subject: view.assetLabel(id),
    before: was,
    after: is,
    because: [],
  };
}

/** Rules that were read again from a newer file are other facts with the same text: only what came and went is a change. */
function withoutReadAgain(rows: readonly PlainChange[]): PlainChange[] {
  const textOf = ({ subject }: PlainChange) => subject.replace(/ line .*?: /, ': ');
  const left = new Map<string, number>();
  for (const row of rows)
    if (row.kind === 'rule' && row.change === 'removed') left.set(textOf(row), (left.get(textOf(row)) ?? 0) + 1);
  const again = new Map<string, number>();
  const added = rows.filter((row) => {
    if (row.kind !== 'rule' || row.change !== 'added') return true;
    const count = left.get(textOf(row)) ?? 0;
    if (count === 0) return true;
    left.set(textOf(row), count - 1);
    again.set(textOf(row), (again.get(textOf(row)) ?? 0) + 1);
    return false;
  });
  return added.filter((row) => {
    if (row.kind !== 'rule' || row.change !== 'removed') return true;
    const count = again.get(textOf(row)) ?? 0;
    again.set(textOf(row), count - 1);
    return count <= 0;
  });
}

function factRows(before: EvidenceView, after: EvidenceView, { fact, change, what }: FactChange): PlainChange[] {
  if (fact === null) {
    // The window moves with every snapshot.
    if (what === 'now' || what === 'period') return [];
    return [{ kind: 'other', change, id: what, subject: what, before: null, after: null, because: [] }];
  }
  // Systems that came and went are told with their category, verdicts with their rules and relationships.
  if (what === 'assets' && change !== 'changed') return [];
  if (what === 'verdicts') return [];
  const texts = [before, after].map((view) => stateText(view, fact, what));
  const [was = null, is = null] = texts;
  if (change === 'changed' && was === is) return [];
  const subject = factText(change === 'removed' ? before : after, fact);
  return [
    {
      kind: KINDS[fact.kind] ?? 'other',
      change,
      id: `${fact.kind} ${fact.id}`,
      subject,
      before: change === 'added' || was === subject ? null : was,
      after: change === 'removed' || is === subject ? null : is,
      because: [],
    },
  ];
}

/** What of a fact counts as its state; null when there is no such fact. */
function stateText(view: EvidenceView, fact: FactRef, what: string): string | null {
  const { facts } = view;
  const { kind, id } = fact;
  const find = <Item extends { readonly id: string }>(list: readonly Item[]) => list.find((one) => one.id === id);
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  switch (kind) {
    case 'contact': {
      const contact = view.contact(id);
      return contact ? contactText(contact) : null;
    }
    case 'asset': {
      if (what === 'bindings')
        return (
          view
            .asset(id)
            ?.bindings.map(({ address }) => address)
            .join(', ') ?? null
        );
      const asset = view.asset(id)?.fact;
      return asset ? json({ name: asset.name, ...asset.inventory }) : null;
    }
    case 'control': {
      const control = view.controls.find((one) => one.id === id);
      if (!control) return null;
      const { ruleSet } = control;
      const rules = ruleSet ? `rules ${ruleSet.version}, ${ruleSet.rules.length} lines` : 'rules not known';
      const pairs = control.separates.map((pair) => pair.map(view.placeLabel).join(' and ')).join('; ');
      return `separates ${pairs || 'nothing'}; ${rules}`;
    }
    case 'zone':
      return find(facts.zones)?.prefixes.join(', ') ?? null;
    case 'segment':
      return find(facts.segments)?.prefixes.join(', ') ?? null;
    case 'exporter':
      return find(facts.exporters)?.name ?? null;
    case 'third-party':
      return json(find(facts.thirdParties));
    default:
      return factText(view, fact);
  }
}
