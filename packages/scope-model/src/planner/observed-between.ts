import { hasPorts, parseIp } from '@scopemap/net';
import type { ContactFact } from '../facts/contact-fact.ts';
import type { PlaceRef } from '../facts/place.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { addressNumber } from '../network/address-ranges.ts';
import { createPlaceTable, type PlaceTable } from '../network/place-table.ts';

/** One permission that an allow-list for the traffic would need. */
export interface KeptFlow {
  readonly client: string;
  readonly server: string;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly port: number | null;
  /** The business need of the approval, and who approved. */
  readonly comment: string;
  readonly contact: string;
}

export interface ObservedBetween {
  /** Observed and approved. */
  readonly kept: readonly KeptFlow[];
  /** Observed, and no approval in date covers them: ids of contacts. An allow-list of `kept` stops them. */
  readonly unapproved: readonly string[];
  /** Observed, and not to be written as a rule: client, server, port or address is not known. Ids of contacts. */
  readonly unclear: readonly string[];
}

/**
 * Traffic that clients in `from` began to servers in `to`, parted by what an allow-list would do to it. Where the other half could
 * not be seen it counts as traffic; attempts, refused ones, retired contacts and scans do not. Throws RangeError for a place that the facts do not know.
 */
export function observedBetween(facts: ScopeFacts, from: PlaceRef, to: PlaceRef): ObservedBetween {
  const places = createPlaceTable(facts.zones, facts.segments);
  for (const { kind, id } of [from, to])
    if (places.indexOf({ kind, id }) < 0) throw new RangeError(`there is no ${kind} "${id}"`);
  const [sources, targets] = [new Set(places.expand(from)), new Set(places.expand(to))];
  const placeOf = (address: string) => {
    const number = addressNumber(address);
    return number === null ? -1 : places.find(number);
  };
  const inside = (set: ReadonlySet<number>) => (address: string) => set.has(placeOf(address));
  const addresses = addressesOf(facts);
  const retired = new Set(
    facts.tags
      .filter(({ statement, until }) => statement.kind === 'contact-retired' && (until === null || until > facts.now))
      .map(({ subject }) => subject.id),
  );
  const needOf = approvedNeeds(facts, places);
  const kept: KeptFlow[] = [];
  const unapproved: string[] = [];
  const unclear: string[] = [];
  for (const contact of facts.contacts) {
    if ((contact.state !== 'established' && contact.state !== 'unknown') || contact.scanner || retired.has(contact.id))
      continue;
    const ends = [addresses(contact, contact.from), addresses(contact, contact.to)] as const;
    const clients = ends[0].filter(inside(sources));
    const servers = ends[1].filter(inside(targets));
    const passes = clients.length > 0 && servers.length > 0;
    const mayPass = passes || (!contact.directed && ends[1].some(inside(sources)) && ends[0].some(inside(targets)));
    if (!mayPass) continue;
    if (!contact.directed || (contact.port === null && hasPorts(contact.protocol))) {
      unclear.push(contact.id);
      continue;
    }
    const { protocol, port, id } = contact;
    const flows = clients.flatMap((client) =>
      servers.flatMap((server): KeptFlow[] => {
        const comment = needOf(contact, placeOf(client), placeOf(server));
        return comment === null ? [] : [{ client, server, protocol, port, comment, contact: id }];
      }),
    );
    kept.push(...flows);
    if (flows.length < clients.length * servers.length) unapproved.push(id);
  }
  return { kept, unapproved, unclear };
}

/** Addresses that an end of a contact had while it was seen. */
function addressesOf({ bindings }: ScopeFacts): (contact: ContactFact, end: string) => readonly string[] {
  const byAsset = Map.groupBy(bindings, ({ asset }) => asset);
  return ({ first, last }, end) => {
    const own = byAsset.get(end);
    if (!own) return parseIp(end) ? [end] : [];
    return own
      .filter(({ from, until }) => (from === null || from <= last) && (until === null || until > first))
      .map(({ address }) => address);
  };
}

/** The need by which a contact between the two places is approved, for themselves or a zone around them; null for none in date. */
function approvedNeeds(
  { approvals, now }: ScopeFacts,
  places: PlaceTable,
): (contact: ContactFact, from: number, to: number) => string | null {
  const inDate = approvals
    .filter(({ until }) => until === null || until > now)
    .map((approval) => ({
      approval,
      sources: new Set(places.expand(approval.from)),
      targets: new Set(places.expand(approval.to)),
    }));
  return ({ protocol, port }, from, to) => {
    const found = inDate.find(
      ({ approval, sources, targets }) =>
        approval.protocol === protocol && approval.port === port && sources.has(from) && targets.has(to),
    );
    return found ? `${found.approval.need} (approved by ${found.approval.approvedBy})` : null;
  };
}
