import { DIRECTORY_PORTS, type InfrastructureService, REVIEW_STATUSES, type ReviewStatus } from '@scopemap/scope-model';
import { type BundleKey, formatBundleKey } from '../queries/bundle-key.ts';
import { REVIEW_TABLE, STANDING_CODES } from '../queries/decision-tables.ts';
import type { GraphBundleRow } from '../queries/graph.ts';
import type { Page } from '../queries/hosts.ts';
import { serviceOf } from '../queries/service-code.ts';
import { CountTable } from './count-table.ts';
import { GroupTable } from './group-table.ts';
import { HostColumns, type HostRecord, STATUSES } from './host-columns.ts';
import { RelationshipRows, type RowValues } from './relationship-rows.ts';

/** From this many networks without a zone on, their hosts are one group: as in host-scope.ts. */
const MOST_LOOSE_NETWORKS = 12;

/** Sums of larger numbers are not exact, and what was added cannot be taken away again. */
const LARGEST_EXACT = Number.MAX_SAFE_INTEGER;

const DIRECTED = 4;
const INFRASTRUCTURE = 8;
const STATUS = 3;
const NONE = -1;

const DIRECTORY = new Set([6, 17].flatMap((protocol) => DIRECTORY_PORTS.map((port) => protocol * 65_536 + port)));

export interface PictureApproval {
  readonly sourceZoneId: number;
  readonly targetZoneId: number;
  readonly protocol: number;
  readonly port: number;
  /** Milliseconds since 1970 UTC; null: never. */
  readonly expiresAt: number | null;
}

/** A zone, or a group of hosts without one, by its key such as `zone-7`. */
export interface PicturePlace {
  readonly key: string;
  readonly zoneId: number | null;
  readonly hostCount: number;
  /** Of a group: the network of one of its hosts. */
  readonly looseNetwork: string | null;
}

/** What a list of relationships is about. */
export type PictureSelection = { readonly hostId: number } | { readonly bundle: BundleKey };

/** Ids of relationships, and how many there are in all. */
export interface PicturePage {
  readonly ids: readonly number[];
  readonly total: number;
}

interface Place {
  readonly key: string;
  readonly zoneId: number | null;
  readonly number: number;
}

/**
 * The map's content in memory: every relationship with what bundles, counts and hosts' statuses depend on, and their sums, which
 * follow each change. It gives what the queries of graph.ts and hosts.ts give without a filter; a test compares them.
 */
export class Picture {
  readonly hosts = new HostColumns();
  readonly #rows = new RelationshipRows();
  #groups = new GroupTable();
  readonly #offered = new CountTable();
  /** Service -> only on a directory server. */
  readonly #infrastructure: ReadonlyMap<number, boolean>;
  #places = new Map<string, Place>();
  #placeList: Place[] = [];
  readonly #looseNetworks = new Map<string, number>();
  #areCollected = false;
  /** Source place * 65536 + target place -> service -> end of validity. */
  #approvals = new Map<number, Map<number, number>>();
  #approvalList: readonly PictureApproval[] = [];
  /** The instants between which the statuses hold. */
  #since = 0;
  #until = Number.POSITIVE_INFINITY;
  #isCurrent = false;

  constructor(infrastructure: readonly InfrastructureService[]) {
    const services = new Map<number, boolean>();
    for (const { protocol, port, onDirectory = false } of infrastructure) {
      const service = protocol * 65_536 + port;
      services.set(service, (services.get(service) ?? true) && onDirectory);
    }
    this.#infrastructure = services;
  }

  get relationships(): number {
    return this.#rows.count;
  }

  setApprovals(approvals: readonly PictureApproval[]): void {
    this.#approvalList = approvals;
    this.#isCurrent = false;
  }

  /** Adds a host, or what is known of it now. */
  putHost(record: HostRecord): void {
    const { hosts } = this;
    hosts.changed();
    const known = hosts.numberOf(record.id);
    const before = hosts.records[known];
    const standing = hosts.standing[known];
    if (before) this.#countNetwork(before, -1);
    const number = hosts.put(record);
    this.#countNetwork(record, 1);
    const place = this.#placeOf(record).number;
    if (before && (hosts.place[number] !== place || standing !== record.standing)) this.#isCurrent = false;
    hosts.place[number] = place;
  }

  #countNetwork({ zoneId, looseNetwork }: HostRecord, change: number): void {
    if (zoneId !== null || looseNetwork === null) return;
    const left = (this.#looseNetworks.get(looseNetwork) ?? 0) + change;
    if (left === 0) this.#looseNetworks.delete(looseNetwork);
    else this.#looseNetworks.set(looseNetwork, left);
  }

  #placeOf({ zoneId, looseNetwork }: HostRecord): Place {
    if (zoneId !== null) return this.#place(`zone-${zoneId}`, zoneId);
    if (looseNetwork === null) return this.#place('unassigned-internet', null);
    return this.#place(this.#areCollected ? 'unassigned-private' : `unassigned-${looseNetwork}`, null);
  }

  #place(key: string, zoneId: number | null): Place {
    let place = this.#places.get(key);
    if (!place) {
      place = { key, zoneId, number: this.#placeList.length };
      this.#places.set(key, place);
      this.#placeList.push(place);
    }
    return place;
  }

  /** Adds a relationship, or what is stored of it now. Its ends are numbers of hosts. */
  put(values: RowValues): void {
    const rows = this.#rows;
    const known = rows.find(values);
    if (known === NONE) {
      this.#meet(values, 1);
      const row = rows.add(values);
      this.#note(row, 1);
      if (this.#isCurrent) this.#count(row);
      return;
    }
    if (this.#isCurrent) this.#discount(known);
    this.#note(known, -1);
    rows.set(known, values);
    this.#note(known, 1);
    if (this.#isCurrent) this.#count(known);
  }

  /** Takes every relationship from this client to this server out. */
  removePair(client: number, server: number): void {
    const rows = this.#rows;
    for (const row of [...rows.between(client, server)]) {
      if (rows.client[row] !== client) continue;
      if (this.#isCurrent) this.#discount(row);
      this.#note(row, -1);
      rows.remove(row);
      this.#meet({ client, server }, -1);
    }
  }

  /** Counts the two as peers, before the first of their relationships comes and after the last has gone. */
  #meet({ client, server }: Pick<RowValues, 'client' | 'server'>, change: number): void {
    if (this.#rows.firstBetween(client, server) !== NONE) return;
    const { peers } = this.hosts;
    peers[client] = (peers[client] as number) + change;
    if (client !== server) peers[server] = (peers[server] as number) + change;
  }

  /** What hosts have of a row, whatever its status. */
  #note(row: number, change: 1 | -1): void {
    this.hosts.changed();
    const { word, server: servers, clientPort, contact } = this.#rows;
    if (clientPort[row] !== NONE) return;
    const server = servers[row] as number;
    const service = word[row] as number;
    const { served, services, directory } = this.hosts;
    served[server] = (served[server] as number) + change;
    const offered = this.#offered.add(server, service, change);
    if (offered === Math.max(0, change)) services[server] = (services[server] as number) + change;
    if (contact[row] !== 1 || !DIRECTORY.has(service)) return;
    const serving = (directory[server] as number) + change;
    directory[server] = serving;
    // What of it is infrastructure depends on it.
    if (serving === Math.max(0, change)) this.#isCurrent = false;
  }

  #isUndecided(row: number): boolean {
    const { clientPort, word, folded } = this.#rows;
    const port = clientPort[row] as number;
    return port !== NONE && (port !== ((word[row] as number) & 0xffff) || folded[row] === 1);
  }

  /** Whether its hosts stand in the order of server and client in the bundle: by their zones, and groups before them. */
  #isSwapped(client: Place, server: Place): boolean {
    if (client.zoneId !== null && server.zoneId !== null) return server.zoneId < client.zoneId;
    if (client.zoneId === null && server.zoneId === null) return server.key > client.key;
    return server.zoneId === null;
  }

  #isApproved(source: number, target: number, service: number): boolean {
    const until = this.#approvals.get(source * 65_536 + target)?.get(service);
    return until !== undefined && until > this.#since;
  }

  #groupOf(row: number): number {
    const rows = this.#rows;
    const { place, standing, directory } = this.hosts;
    const [client, server] = [rows.client[row] as number, rows.server[row] as number];
    const [from, to] = [place[client] as number, place[server] as number];
    const word = rows.word[row] as number;
    const directed = rows.clientPort[row] === NONE;
    const undecided = this.#isUndecided(row);
    const approved =
      !undecided && (this.#isApproved(from, to, word) || (!directed && this.#isApproved(to, from, word)));
    const status = REVIEW_TABLE[
      4 * ((standing[client] as number) * STANDING_CODES + (standing[server] as number)) +
        2 * (rows.contact[row] as number) +
        Number(approved)
    ] as number;
    const onDirectory = undecided ? undefined : this.#infrastructure.get(word);
    const infra = onDirectory === false || (onDirectory === true && (directory[server] as number) > 0);
    const swapped = !directed && this.#isSwapped(this.#placeList[from] as Place, this.#placeList[to] as Place);
    const service = infra ? 0 : undecided ? -(word >> 16) : word;
    const flags = status | (directed ? DIRECTED : 0) | (infra ? INFRASTRUCTURE : 0);
    return swapped ? this.#groups.numberOf(to, from, service, flags) : this.#groups.numberOf(from, to, service, flags);
  }

  /** Whether another row of the same two hosts is in the group; within one place, of the same client and server. */
  #hasTwin(row: number, group: number): boolean {
    const rows = this.#rows;
    const [client, server] = [rows.client[row] as number, rows.server[row] as number];
    const isBetweenPlaces = this.#groups.source[group] !== this.#groups.target[group];
    for (let other = rows.firstBetween(client, server); other !== NONE; other = rows.nextBetween(other))
      if (other !== row && rows.group[other] === group && (isBetweenPlaces || rows.client[other] === client))
        return true;
    return false;
  }

  /** In these groups a pair may have several relationships: of several services, of several ports, of both orders. */
  #hasTwins(group: number): boolean {
    const flags = this.#groups.flags[group] as number;
    return (flags & INFRASTRUCTURE) !== 0 || (flags & DIRECTED) === 0;
  }

  #count(row: number): void {
    const rows = this.#rows;
    const group = this.#groupOf(row);
    rows.group[row] = group;
    this.#change(row, group, 1);
    this.#add(row, group);
  }

  /** Adds a row's times and sums to its group. */
  #add(row: number, group: number): void {
    const { flows, octets, first, last } = this.#groups;
    const rows = this.#rows;
    flows[group] = (flows[group] as number) + (rows.flows[row] as number);
    octets[group] = (octets[group] as number) + (rows.octets[row] as number);
    first[group] = Math.min(first[group] as number, rows.first[row] as number);
    last[group] = Math.max(last[group] as number, rows.last[row] as number);
  }

  #change(row: number, group: number, change: 1 | -1): void {
    const rows = this.#rows;
    const { relationships, pairs, flags } = this.#groups;
    relationships[group] = (relationships[group] as number) + change;
    if (this.#hasTwins(group)) {
      if (!this.#hasTwin(row, group)) pairs[group] = (pairs[group] as number) + change;
      if (((flags[group] as number) & INFRASTRUCTURE) !== 0)
        this.#groups.countService(group, rows.word[row] as number, change);
    }
    const status = (flags[group] as number) & STATUS;
    const { byStatus } = this.hosts;
    for (const end of [rows.client[row] as number, rows.server[row] as number])
      byStatus[end * STATUSES + status] = (byStatus[end * STATUSES + status] as number) + change;
  }

  #discount(row: number): void {
    const rows = this.#rows;
    const group = rows.group[row] as number;
    const { flows, octets, first, last, stale } = this.#groups;
    this.#change(row, group, -1);
    rows.group[row] = NONE;
    const isExact = (flows[group] as number) <= LARGEST_EXACT && (octets[group] as number) <= LARGEST_EXACT;
    if (!isExact || first[group] === rows.first[row] || last[group] === rows.last[row]) stale[group] = 1;
    flows[group] = (flows[group] as number) - (rows.flows[row] as number);
    octets[group] = (octets[group] as number) - (rows.octets[row] as number);
  }

  /** Puts every host and relationship where it belongs at this moment. */
  #regroup(now: number): void {
    this.#areCollected = this.#looseNetworks.size > MOST_LOOSE_NETWORKS;
    this.#places = new Map();
    this.#placeList = [];
    const { hosts } = this;
    for (let number = 0; number < hosts.count; number++)
      hosts.place[number] = this.#placeOf(hosts.records[number] as HostRecord).number;
    hosts.byStatus.fill(0);
    hosts.changed();
    this.#approvals = new Map();
    this.#since = now;
    this.#until = Number.POSITIVE_INFINITY;
    for (const approval of this.#approvalList) this.#admit(approval);
    this.#groups = new GroupTable();
    this.#rows.group.fill(NONE);
    for (let row = 0; row < this.#rows.length; row++) if (this.#rows.client[row] !== NONE) this.#count(row);
    this.#isCurrent = true;
  }

  #admit({ sourceZoneId, targetZoneId, protocol, port, expiresAt }: PictureApproval): void {
    const source = this.#places.get(`zone-${sourceZoneId}`);
    const target = this.#places.get(`zone-${targetZoneId}`);
    const until = expiresAt ?? Number.POSITIVE_INFINITY;
    if (!source || !target || until <= this.#since) return;
    this.#until = Math.min(this.#until, until);
    const key = source.number * 65_536 + target.number;
    const services = this.#approvals.get(key) ?? new Map<number, number>();
    this.#approvals.set(key, services);
    services.set(protocol * 65_536 + port, until);
  }

  /**
   * Brings everything up to this moment, in milliseconds since 1970 UTC: approvals run out by the clock. True: bundles or statuses
   * may have changed.
   */
  bringTo(now: number): boolean {
    const areCollected = this.#looseNetworks.size > MOST_LOOSE_NETWORKS;
    const holds = this.#isCurrent && this.#areCollected === areCollected && now >= this.#since && now < this.#until;
    if (!holds) this.#regroup(now);
    return !holds;
  }

  /** Places that have hosts. */
  places(): PicturePlace[] {
    const { hosts } = this;
    const counts = new Int32Array(this.#placeList.length);
    const networks: (string | null)[] = [];
    for (let number = 0; number < hosts.count; number++) {
      const place = hosts.place[number] as number;
      counts[place] = (counts[place] as number) + 1;
      networks[place] ??= hosts.records[number]?.looseNetwork ?? null;
    }
    return this.#placeList.flatMap(({ key, zoneId, number }) => {
      const hostCount = counts[number] as number;
      return hostCount === 0 ? [] : [{ key, zoneId, hostCount, looseNetwork: networks[number] ?? null }];
    });
  }

  placeKey(host: number): string {
    return (this.#placeList[this.hosts.place[host] as number] as Place).key;
  }

  /** Relationships by status. */
  byStatus(): Readonly<Record<ReviewStatus, number>> {
    const { flags, relationships, count } = this.#groups;
    const counts = REVIEW_STATUSES.map(() => 0);
    for (let group = 0; group < count; group++) {
      const status = (flags[group] as number) & STATUS;
      counts[status] = (counts[status] as number) + (relationships[group] as number);
    }
    return Object.fromEntries(REVIEW_STATUSES.map((status, code) => [status, counts[code] as number])) as Record<
      ReviewStatus,
      number
    >;
  }

  /** Every bundle; those of at most `namedPairs` pairs name their hosts. */
  bundles(namedPairs: number): GraphBundleRow[] {
    const ends = this.#refresh(namedPairs);
    const found: GraphBundleRow[] = [];
    for (let group = 0; group < this.#groups.count; group++)
      if ((this.#groups.relationships[group] as number) > 0) found.push(this.#bundle(group, ends.get(group)));
    return found;
  }

  /** A page of the relationships of a host or bundle, worst status first and then the largest, and how many there are in all. */
  list(of: PictureSelection, { limit, offset }: Page): PicturePage {
    const { octets, id } = this.#rows;
    const { flags } = this.#groups;
    const found = 'hostId' in of ? this.#rowsOfHost(of.hostId) : this.#rowsOfBundle(of.bundle);
    const statusOf = (row: number) => (flags[this.#rows.group[row] as number] as number) & STATUS;
    found.sort(
      (one, other) =>
        statusOf(one) - statusOf(other) ||
        (octets[other] as number) - (octets[one] as number) ||
        (id[one] as number) - (id[other] as number),
    );
    return { ids: found.slice(offset, offset + limit).map((row) => id[row] as number), total: found.length };
  }

  #rowsOfHost(hostId: number): number[] {
    const number = this.hosts.numberOf(hostId);
    const { client, server, length } = this.#rows;
    const found: number[] = [];
    if (number === NONE) return found;
    for (let row = 0; row < length; row++)
      if ((client[row] === number || server[row] === number) && client[row] !== NONE) found.push(row);
    return found;
  }

  #rowsOfBundle({ source, target, directed, service, status }: BundleKey): number[] {
    const groups = this.#groups;
    const [from, to] = [this.#places.get(source)?.number ?? NONE, this.#places.get(target)?.number ?? NONE];
    const isInfrastructure = service === 'infra';
    const flags = REVIEW_STATUSES.indexOf(status) | (directed ? DIRECTED : 0) | (isInfrastructure ? INFRASTRUCTURE : 0);
    const group = groups.find(from, to, isInfrastructure ? 0 : service, flags);
    const found: number[] = [];
    if (group === NONE) return found;
    const { group: groupOf, length } = this.#rows;
    for (let row = 0; row < length; row++) if (groupOf[row] === group) found.push(row);
    return found;
  }

  #pairs(group: number): number {
    return (this.#hasTwins(group) ? this.#groups.pairs : this.#groups.relationships)[group] as number;
  }

  #bundle(group: number, ends: Ends | undefined): GraphBundleRow {
    const groups = this.#groups;
    const flags = groups.flags[group] as number;
    const source = (this.#placeList[groups.source[group] as number] as Place).key;
    const target = (this.#placeList[groups.target[group] as number] as Place).key;
    const infrastructure = (flags & INFRASTRUCTURE) !== 0;
    const directed = (flags & DIRECTED) !== 0;
    const status = REVIEW_STATUSES[flags & STATUS] as ReviewStatus;
    const code = groups.service[group] as number;
    const codes = infrastructure ? [...(groups.services.get(group)?.keys() ?? [])].sort((a, b) => a - b) : [code];
    const idsOf = (numbers: ReadonlySet<number> | undefined) =>
      Array.from(numbers ?? [], (number) => (this.hosts.records[number] as HostRecord).id).sort((a, b) => a - b);
    return {
      key: formatBundleKey({ source, target, directed, service: infrastructure ? 'infra' : code, status }),
      source,
      target,
      status,
      infrastructure,
      directed,
      services: codes.map(serviceOf),
      pairs: this.#pairs(group),
      flows: groups.flows[group] as number,
      octets: groups.octets[group] as number,
      firstSeen: new Date(groups.first[group] as number).toISOString(),
      lastSeen: new Date(groups.last[group] as number).toISOString(),
      sourceHosts: idsOf(ends?.sources),
      targetHosts: idsOf(ends?.targets),
    };
  }

  /** One pass over all rows: the hosts of small bundles, and what is to be worked out again. */
  #refresh(namedPairs: number): Map<number, Ends> {
    const groups = this.#groups;
    const rows = this.#rows;
    const isNamed = new Uint8Array(groups.count);
    const ends = new Map<number, Ends>();
    for (let group = 0; group < groups.count; group++) {
      const pairs = this.#pairs(group);
      isNamed[group] = Number(pairs > 0 && pairs <= namedPairs);
      if (groups.stale[group] !== 1) continue;
      groups.flows[group] = 0;
      groups.octets[group] = 0;
      groups.first[group] = Number.POSITIVE_INFINITY;
      groups.last[group] = Number.NEGATIVE_INFINITY;
    }
    for (let row = 0; row < rows.length; row++) {
      const group = rows.group[row] as number;
      if (group === NONE) continue;
      if (groups.stale[group] === 1) this.#add(row, group);
      if (isNamed[group] === 1) this.#name(row, group, ends);
    }
    groups.stale.fill(0);
    return ends;
  }

  #name(row: number, group: number, ends: Map<number, Ends>): void {
    const known = ends.get(group) ?? { sources: new Set<number>(), targets: new Set<number>() };
    ends.set(group, known);
    const [client, server] = [this.#rows.client[row] as number, this.#rows.server[row] as number];
    const { place } = this.hosts;
    const swapped =
      this.#rows.clientPort[row] !== NONE &&
      this.#isSwapped(
        this.#placeList[place[client] as number] as Place,
        this.#placeList[place[server] as number] as Place,
      );
    known.sources.add(swapped ? server : client);
    known.targets.add(swapped ? client : server);
  }
}

interface Ends {
  readonly sources: Set<number>;
  readonly targets: Set<number>;
}
