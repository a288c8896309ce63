import { parseIp } from '@scopemap/net';
import type { ContactFact } from '../facts/contact-fact.ts';
import type { PlaceRef } from '../facts/place.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { addressNumber } from '../network/address-ranges.ts';
import { createPlaceTable } from '../network/place-table.ts';

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
 * Established traffic that clients in `from` began to servers in `to`, parted by what an allow-list would do to it. Retired
 * contacts and scans are left out. Throws RangeError for a place that the facts do not know.
 */
export function observedBetween(facts: ScopeFacts, from: PlaceRef, to: PlaceRef): ObservedBetween {
  const places = createPlaceTable(facts.zones, facts.segments);
  for (const { kind, id } of [from, to])
    if (places.indexOf({ kind, id }) < 0) throw new RangeError(`there is no ${kind} "${id}"`);
  const [sources, targets] = [new Set(places.expand(from)), new Set(places.expand(to))];
  const inside = (set: ReadonlySet<number>) => (address: string) => {
    const number = addressNumber(address);
    return number !== null && set.has(places.find(number));
  };
  const addresses = addressesOf(facts);
  const retired = new Set(
    facts.tags
      .filter(({ statement, until }) => statement.kind === 'contact-retired' && (until === null || until > facts.now))
      .map(({ subject }) => subject.id),
  );
  const needOf = approvedNeeds(facts, from, to);
  const kept: KeptFlow[] = [];
  const unapproved: string[] = [];
  const unclear: string[] = [];
  for (const contact of facts.contacts) {
    if (contact.state !== 'established' || contact.scanner || retired.has(contact.id)) continue;
    const ends = [addresses(contact, contact.from), addresses(contact, contact.to)] as const;
    const clients = ends[0].filter(inside(sources));
    const servers = ends[1].filter(inside(targets));
    const passes = clients.length > 0 && servers.length > 0;
    const mayPass = passes || (!contact.directed && ends[1].some(inside(sources)) && ends[0].some(inside(targets)));
    if (!mayPass) continue;
    const need = needOf(contact);
    if (!contact.directed || (contact.port === null && hasPort(contact))) unclear.push(contact.id);
    else if (need === null) unapproved.push(contact.id);
    else
      for (const client of clients)
        for (const server of servers)
          kept.push({
            client,
            server,
            protocol: contact.protocol,
            port: contact.port,
            comment: need,
            contact: contact.id,
          });
  }
  return { kept, unapproved, unclear };
}

/** TCP, UDP, DCCP, SCTP, UDP-Lite: a permission without a port would permit every service. */
const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);

function hasPort({ protocol }: ContactFact): boolean {
  return WITH_PORTS.has(protocol);
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

/** The need by which a contact between the two places is approved; null for none in date. */
function approvedNeeds(
  { approvals, now }: ScopeFacts,
  from: PlaceRef,
  to: PlaceRef,
): (contact: ContactFact) => string | null {
  const same = (a: PlaceRef, b: PlaceRef) => a.kind === b.kind && a.id === b.id;
  const inDate = approvals.filter(
    (approval) =>
      same(approval.from, from) && same(approval.to, to) && (approval.until === null || approval.until > now),
  );
  return ({ protocol, port }) => {
    const found = inDate.find((approval) => approval.protocol === protocol && approval.port === port);
    return found ? `${found.need} (approved by ${found.approvedBy})` : null;
  };
}
