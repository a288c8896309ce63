import type { ChangeCandidate } from '@scopemap/contract';
import { type ContactFact, INFRASTRUCTURE_SERVICES } from '@scopemap/scope-model';
import { type EvidenceView, isCde, serviceLabel } from '../evidence-view.ts';
import type { PlainChange } from './compare-snapshots.ts';

interface Found {
  readonly item: ChangeCandidate['item'];
  /** The same for changes that are one candidate. */
  readonly group: string;
  /** Of the whole candidate. */
  readonly title: string;
}

/** Statements that say where account data is or how it travels. */
const ACCOUNT_DATA = new Set(['account-data', 'carries-account-data', 'cde-segment', 'no-account-data']);

/** More names of one candidate say nothing more to a person. */
const MOST_NAMES = 10;

/**
 * Changes that may be part of a significant change (DOMAIN 1.1): four of the six items show in traffic, the flow of account data
 * in what people state. Changes of one kind at one place are one candidate. A person decides.
 */
export function significantChanges(
  before: EvidenceView,
  after: EvidenceView,
  rows: readonly PlainChange[],
): { readonly candidates: ChangeCandidate[]; readonly candidateOf: ReadonlyMap<PlainChange, ChangeCandidate> } {
  const served = infrastructureOf(before);
  const known = externalPeers(before);
  const found = rows.flatMap((row) => {
    const item = foundIn(after, row, served, known);
    return item ? [{ row, item }] : [];
  });
  const candidateOf = new Map<PlainChange, ChangeCandidate>();
  const candidates = [...Map.groupBy(found, ({ item }) => `${item.item} ${item.group}`)].map(([key, own]) => {
    const [{ item }] = own as [(typeof own)[number]];
    const names = own.map(({ row }) => (row.kind === 'rule' ? `${row.change} ${row.subject}` : row.subject));
    const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
    const candidate: ChangeCandidate = {
      key,
      item: item.item,
      text: `${item.title}: ${names.slice(0, MOST_NAMES).join('; ')}${rest}`,
      facts: own.map(({ row }) => row.id),
    };
    for (const { row } of own) candidateOf.set(row, candidate);
    return candidate;
  });
  return { candidates, candidateOf };
}

function foundIn(
  view: EvidenceView,
  row: PlainChange,
  served: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Found | null {
  const id = row.id.slice(row.id.indexOf(' ') + 1);
  switch (row.kind) {
    case 'system':
    case 'category': {
      const place = view.placeLabel(view.placeOf(id));
      const [was, is] = [row.before?.startsWith('CDE_') ?? false, row.after?.startsWith('CDE_') ?? false];
      if (is && !was) return { item: 'new-system-in-cde', group: place, title: `New in the CDE, in ${place}` };
      if (was && !is) return { item: 'boundary', group: `out ${place}`, title: `No longer in the CDE, in ${place}` };
      return null;
    }
    case 'relationship': {
      const contact = view.contact(id);
      return row.change === 'added' && contact ? foundInContact(view, contact, served, known) : null;
    }
    case 'zone':
    case 'segment':
      return { item: 'boundary', group: row.id, title: `A ${row.kind} was ${row.change}` };
    case 'control':
      return { item: 'boundary', group: row.id, title: `A control was ${row.change}` };
    case 'rule': {
      const control = row.subject.slice(0, Math.max(0, row.subject.indexOf(' line ')));
      return { item: 'boundary', group: `rules ${control}`, title: `Rules of ${control || 'a control'} were changed` };
    }
    case 'tag': {
      const kind = row.subject.slice(0, row.subject.indexOf(',')).replaceAll(' ', '-');
      if (!ACCOUNT_DATA.has(kind)) return null;
      return { item: 'account-data', group: kind, title: `Statements (${kind.replaceAll('-', ' ')}) were changed` };
    }
    case 'third party':
      return { item: 'third-party', group: row.id, title: `A third party was ${row.change}` };
    default:
      return null;
  }
}

function foundInContact(
  view: EvidenceView,
  contact: ContactFact,
  served: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Found | null {
  if (contact.state !== 'established' && contact.state !== 'unknown') return null;
  const categoryOf = (asset: string) => view.asset(asset)?.category ?? 'UNDETERMINED';
  const [from, to] = [categoryOf(contact.from), categoryOf(contact.to)];
  if (!isCde(from) && !isCde(to)) return null;
  const outside = isCde(from) ? contact.to : contact.from;
  const other = isCde(from) ? to : from;
  if (isCde(other)) return null;
  const name = view.assetLabel(outside);
  if (other === 'EXTERNAL') {
    if (known.has(outside)) return null;
    return {
      item: 'third-party',
      group: outside,
      title: `New contact of the CDE with ${name}, which is not the entity’s`,
    };
  }
  if (outside === contact.to && isInfrastructure(contact)) {
    if (served.has(`${outside} ${contact.protocol} ${contact.port}`)) return null;
    const title = `New server for systems of the CDE: ${name} for ${serviceLabel(contact)}`;
    return { item: 'supporting-infrastructure', group: `${outside} ${serviceLabel(contact)}`, title };
  }
  const [near, far] = [contact.from, contact.to].map((asset) => view.placeLabel(view.placeOf(asset)));
  const title = `New contact across the boundary of the CDE, ${near} to ${far} over ${serviceLabel(contact)}`;
  return { item: 'boundary', group: `${near} > ${far} ${serviceLabel(contact)}`, title };
}

function isInfrastructure({ protocol, port }: ContactFact): boolean {
  return INFRASTRUCTURE_SERVICES.some((one) => one.protocol === protocol && one.port === port && !one.onDirectory);
}

/** Servers and services of infrastructure that systems of the CDE used before. */
function infrastructureOf(view: EvidenceView): ReadonlySet<string> {
  return new Set(
    view.contacts.flatMap((contact) =>
      isCde(view.asset(contact.from)?.category ?? 'UNDETERMINED') && isInfrastructure(contact)
        ? [`${contact.to} ${contact.protocol} ${contact.port}`]
        : [],
    ),
  );
}

/** Systems of others with which the CDE was in contact before. */
function externalPeers(view: EvidenceView): ReadonlySet<string> {
  const categoryOf = (asset: string) => view.asset(asset)?.category ?? 'UNDETERMINED';
  return new Set(
    view.contacts.flatMap(({ from, to }) => [
      ...(isCde(categoryOf(from)) && categoryOf(to) === 'EXTERNAL' ? [to] : []),
      ...(isCde(categoryOf(to)) && categoryOf(from) === 'EXTERNAL' ? [from] : []),
    ]),
  );
}
