import { compareIp } from '@scopemap/net';
import { strongerState } from './contact-state.ts';
import type { Answer, Conversation, ConversationCounts, ConversationEnd } from './conversation/conversation.ts';
import type { DayTally } from './conversation/half-records.ts';
import { otherSide } from './conversation/side.ts';
import { DIRECTION_METHODS, type Direction } from './direction-method.ts';
import type { ContactState, RelationshipEndpoint } from './relationship.ts';
import type { ObservedRelationship, ObserverDay } from './relationship-window.ts';

/** What makes a relationship the same one: its parts that are no counters and no evidence. */
export interface RelationshipIdentity {
  readonly client: string | null;
  readonly server: string | null;
  readonly endpoints: readonly [RelationshipEndpoint, RelationshipEndpoint] | null;
  readonly protocol: number;
  readonly port: number | null;
}

/** The relationship that a conversation with this answer belongs to. */
export function identityOf(
  { protocol, low, high }: Conversation,
  { decision, folded }: Pick<Answer, 'decision' | 'folded'>,
): RelationshipIdentity {
  if (decision.server !== null) {
    const server = decision.server === 'low' ? low : high;
    const client = decision.server === 'low' ? high : low;
    return { client: client.address, server: server.address, endpoints: null, protocol, port: server.port };
  }
  const endpoints = inAddressOrder(folded ? withoutPort(low) : low, folded ? withoutPort(high) : high);
  const port = decision.direction.method === 'peer' && low.port === high.port ? low.port : null;
  return { client: null, server: null, endpoints, protocol, port };
}

function withoutPort({ address }: ConversationEnd): RelationshipEndpoint {
  return { address, port: null };
}

/** Two endpoints in the order in which a relationship without direction holds them. */
export function inAddressOrder(
  a: RelationshipEndpoint,
  b: RelationshipEndpoint,
): [RelationshipEndpoint, RelationshipEndpoint] {
  const order = compareIp(a.address, b.address) || (a.port ?? -1) - (b.port ?? -1);
  return order <= 0 ? [a, b] : [b, a];
}

/** One text per relationship, the key of maps. */
export function identityKey({ client, server, endpoints, protocol, port }: RelationshipIdentity): string {
  if (!endpoints) return `${protocol}|${port}|${client}>${server}`;
  const [a, b] = endpoints;
  return `${protocol}|${a.address}|${a.port}|${b.address}|${b.port}`;
}

type MutableDay = { -readonly [Key in keyof ObserverDay]: ObserverDay[Key] };

const FEW_DAYS = 8;
const NO_MESSAGE = { icmpType: null, icmpCode: null };

/** Sums the conversations of one relationship. */
export class RelationshipRow {
  readonly identity: RelationshipIdentity;
  #direction: Direction;
  #state: ContactState;
  #scanner = true;
  #conversations = 0;
  #flows = 0;
  #packets = 0;
  #octets = 0;
  #attempts = 0;
  #folded = 0;
  #clientPort: number | null | undefined;
  #icmp: Pick<Conversation, 'icmpType' | 'icmpCode'> | undefined;
  /** One per exporter and day: mostly few, so that an index is only made for many. */
  readonly #days: MutableDay[] = [];
  #index: Map<string, MutableDay> | null = null;

  constructor(identity: RelationshipIdentity, { decision, state }: Answer) {
    this.identity = identity;
    this.#direction = decision.direction;
    this.#state = state;
  }

  /** Adds a conversation with what is fresh of it; {@link addDay} tells how its exporters share in that. */
  add(conversation: Conversation, { decision, state, scanner, folded }: Answer, fresh: ConversationCounts): void {
    this.#flows += fresh.flows;
    this.#packets += fresh.packets;
    this.#octets += fresh.octets;
    this.#conversations++;
    this.#attempts += fresh.attempts;
    if (folded) this.#folded++;
    this.#direction = strongerDirection(this.#direction, decision.direction);
    this.#state = strongerState(this.#state, state);
    this.#scanner &&= scanner;
    const clientPort = decision.server === null ? null : conversation[otherSide(decision.server)].port;
    this.#clientPort = this.#clientPort === undefined || this.#clientPort === clientPort ? clientPort : null;
    this.#addMessage(conversation);
  }

  /** Of several types none stands, and of several codes of one type no code. */
  #addMessage({ icmpType, icmpCode }: Conversation): void {
    const said = this.#icmp;
    if (!said) this.#icmp = { icmpType, icmpCode };
    else if (said.icmpType !== icmpType) this.#icmp = NO_MESSAGE;
    else if (said.icmpCode !== icmpCode) this.#icmp = { icmpType, icmpCode: null };
  }

  addDay(exporter: string, tally: DayTally, flows: number): void {
    const date = dateOf(tally.day);
    const day = this.#findDay(date, exporter);
    if (!day) {
      const { packets, octets, first, last } = tally;
      const added = { day: date, exporter, flows, packets, octets, first, last };
      this.#days.push(added);
      this.#index?.set(`${date} ${exporter}`, added);
      return;
    }
    day.flows += flows;
    day.packets += tally.packets;
    day.octets += tally.octets;
    day.first = Math.min(day.first, tally.first);
    day.last = Math.max(day.last, tally.last);
  }

  #findDay(date: string, exporter: string): MutableDay | undefined {
    if (this.#index) return this.#index.get(`${date} ${exporter}`);
    if (this.#days.length < FEW_DAYS) {
      for (const day of this.#days) if (day.day === date && day.exporter === exporter) return day;
      return undefined;
    }
    this.#index = new Map(this.#days.map((day) => [`${day.day} ${day.exporter}`, day]));
    return this.#findDay(date, exporter);
  }

  finish(): ObservedRelationship {
    const days = this.#days;
    if (days.length > 1) days.sort((a, b) => compareText(a.day, b.day) || compareIp(a.exporter, b.exporter));
    const { client, server, endpoints, protocol, port } = this.identity;
    const { first, last } = periodOf(days);
    const { icmpType, icmpCode } = this.#icmp ?? NO_MESSAGE;
    // Field by field: there are hundreds of thousands, and spreading several objects into one is slow.
    return {
      client,
      server,
      endpoints,
      protocol,
      port,
      direction: this.#direction,
      state: this.#state,
      flows: this.#flows,
      packets: this.#packets,
      octets: this.#octets,
      first,
      last,
      observers: observersOf(days),
      days,
      clientPort: this.#clientPort ?? null,
      scanner: this.#scanner,
      icmpType,
      icmpCode,
      attempts: this.#attempts,
      conversations: this.#conversations,
      folded: this.#folded,
    };
  }
}

function periodOf(days: readonly ObserverDay[]): Pick<ObservedRelationship, 'first' | 'last'> {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const day of days) {
    first = Math.min(first, day.first);
    last = Math.max(last, day.last);
  }
  return { first, last };
}

function observersOf(days: readonly ObserverDay[]): readonly string[] {
  const [only] = days;
  if (only && days.length === 1) return [only.exporter];
  const observers = new Set<string>();
  for (const { exporter } of days) observers.add(exporter);
  return observers.size > 1 ? [...observers].sort(compareIp) : [...observers];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const DATES = new Map<number, string>();

/** `YYYY-MM-DD` of a number of days since 1970. */
function dateOf(day: number): string {
  let date = DATES.get(day);
  if (date === undefined) {
    date = new Date(day * 86_400_000).toISOString().slice(0, 10);
    // The clocks of broken exporters may name any day.
    if (DATES.size > 1000) DATES.clear();
    DATES.set(day, date);
  }
  return date;
}

function strongerDirection(a: Direction, b: Direction): Direction {
  if (a === b) return a;
  return DIRECTION_METHODS.indexOf(a.method) <= DIRECTION_METHODS.indexOf(b.method) ? a : b;
}
