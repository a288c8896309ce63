import { parseIp, parsePrefix, prefixContains } from '@scopemap/net';
import type { ContactFact } from '../facts/contact-fact.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import type { TagFact, TagStatement } from '../facts/tag-fact.ts';

type Kind = TagStatement['kind'];
type Said<K extends Kind> = { readonly tag: TagFact; readonly statement: Extract<TagStatement, { readonly kind: K }> };

/**
 * The facts of a network that has segments and no zones, asked the slow way: no index, no compiled form, nothing
 * kept. What tests hold against the classification must not share its code.
 */
export class NaiveReading {
  readonly #facts: ScopeFacts;

  constructor(facts: ScopeFacts) {
    this.#facts = facts;
  }

  /** Assets and every address of a contact that is a system of its own. */
  systems(): string[] {
    const { assets, contacts } = this.#facts;
    const ends = contacts.flatMap((contact) => this.ends(contact).flat());
    return [...new Set([...assets.map(({ id }) => id), ...ends])].sort();
  }

  /** Statements of one kind that hold, about any of the subjects or, without subjects, about anything. */
  said<K extends Kind>(kind: K, ...subjects: readonly string[]): Said<K>[] {
    const { tags, now } = this.#facts;
    return tags
      .filter((tag) => tag.statement.kind === kind && (tag.until === null || tag.until > now) && tag.at <= now)
      .filter((tag) => subjects.length === 0 || subjects.includes(tag.subject.id))
      .map((tag) => ({ tag, statement: tag.statement as Said<K>['statement'] }));
  }

  contains(prefix: string, address: string): boolean {
    const [range, bytes] = [parsePrefix(prefix), parseIp(address)];
    return range !== null && bytes !== null && prefixContains(range, bytes);
  }

  segmentOf(address: string): string | undefined {
    return this.#facts.segments.find(({ prefixes }) => prefixes.some((prefix) => this.contains(prefix, address)))?.id;
  }

  /** Addresses that the system had in the period; a bare address has itself. */
  addresses(id: string): string[] {
    const { assets, bindings, period, now } = this.#facts;
    if (!assets.some((asset) => asset.id === id)) return [id];
    return bindings
      .filter(
        ({ asset, from, until }) => asset === id && (from ?? -Infinity) <= now && (until ?? Infinity) > period.start,
      )
      .map(({ address }) => address);
  }

  /** Segments in which the system has an address or was heard. */
  places(id: string): string[] {
    const addressed = this.addresses(id).flatMap((address) => this.segmentOf(address) ?? []);
    const heard = this.#facts.sightings.filter(({ asset }) => asset === id).map(({ place }) => place.id);
    return [...new Set([...addressed, ...heard])];
  }

  /** The systems at either end of a contact; none for a group. */
  ends({ from, to, first, last }: ContactFact): [string[], string[]] {
    const holders = (end: string): string[] => {
      if (parseIp(end) === null) return [end];
      const bound = this.#facts.bindings.filter(
        (one) => one.address === end && (one.from ?? -Infinity) <= last && (one.until ?? Infinity) > first,
      );
      const whole = bound.some((one) => (one.from ?? -Infinity) <= first && (one.until ?? Infinity) > last);
      const itself = whole || (parseIp(end)?.[0] ?? 0) >= 224 ? [] : [end];
      return [...bound.map(({ asset }) => asset), ...itself];
    };
    return [holders(from), holders(to)];
  }

  isRetired({ id, last }: ContactFact): boolean {
    return this.said('contact-retired', id).some(({ tag }) => tag.at >= last);
  }

  /** A scan of its client: by how it looked, or because the client is a declared scanner. */
  isScan(contact: ContactFact): boolean {
    const [clients] = this.ends(contact);
    return (
      contact.scanner ||
      (contact.directed &&
        clients.some((id) => this.said('role', id).some(({ statement }) => statement.role === 'vulnscan')))
    );
  }

  /** Peers of a system over contacts of the states; what a scanner touches is no peer of it, though the scanner is. */
  peers(id: string, states: readonly string[]): { readonly peer: string; readonly contact: ContactFact }[] {
    return this.#facts.contacts
      .filter((contact) => states.includes(contact.state) && !this.isRetired(contact))
      .flatMap((contact) => {
        const [clients, servers] = this.ends(contact);
        const touched = contact.directed && this.isScan(contact);
        const peers = [
          ...(clients.includes(id) ? servers : []),
          ...(servers.includes(id) && !touched ? clients : []),
        ].filter((peer) => peer !== id);
        return peers.map((peer) => ({ peer, contact }));
      });
  }

  controls(a: string, b: string): ScopeFacts['controls'] {
    return this.#facts.controls.filter(({ separates }) =>
      separates.some(([x, y]) => (x.id === a && y.id === b) || (x.id === b && y.id === a)),
    );
  }
}
