import { type Db, type ListKind, listVersioned, listZones, tagSubjectExists } from '@scopemap/database';
import type { PlaceRef } from '@scopemap/scope-model';
import { approvalLines } from './approval-lines.ts';
import type { TableLine } from './csv-table.ts';
import { hostLines } from './host-lines.ts';
import type { LineReader } from './list-lines.ts';
import { tagLines } from './tag-lines.ts';
import { zoneLines } from './zone-lines.ts';

async function knownContacts(db: Db, lines: readonly TableLine[]): Promise<ReadonlySet<string>> {
  const named = lines.flatMap(({ cells }) =>
    cells.subject_kind === 'contact' && /^contact-[1-9][0-9]{0,17}$/.test(cells.subject ?? '')
      ? [cells.subject as string]
      : [],
  );
  const known = new Set<string>();
  for (const id of new Set(named)) if (await tagSubjectExists(db, 'contact', id)) known.add(id);
  return known;
}

async function readerOfTags(db: Db, lines: readonly TableLine[]): Promise<LineReader> {
  const { zones } = await listZones(db);
  const segments = await listVersioned(db, 'segment');
  const parties = await listVersioned(db, 'third_party');
  const named = (kind: PlaceRef['kind'], rows: readonly { id: number; name: string }[]) =>
    rows.map(({ id, name }) => [`${kind} ${name.toLowerCase()}`, { kind, id: `${kind}-${id}`, name }] as const);
  const contacts = await knownContacts(db, lines);
  return tagLines({
    places: new Map([...named('zone', zones), ...named('segment', segments)]),
    parties: new Map(parties.map(({ id, name }) => [name.toLowerCase(), { id: `party-${id}`, name }])),
    hasContact: (id) => contacts.has(id),
  });
}

/** The reader of a kind of list, with what it must know of the installation for these lines. */
export async function listReader(db: Db, kind: ListKind, lines: readonly TableLine[] = []): Promise<LineReader> {
  switch (kind) {
    case 'zones':
      return zoneLines;
    case 'hosts':
      return hostLines;
    case 'tags':
      return readerOfTags(db, lines);
    case 'approvals': {
      const { zones } = await listZones(db);
      return approvalLines(new Map(zones.map(({ id, name }) => [name.toLowerCase(), { id, name }])));
    }
  }
}
