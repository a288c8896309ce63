import type { AddressBinding } from '../facts/asset-fact.ts';
import { listNames } from '../rules/fact-refs.ts';
import { tagIndex } from '../rules/place-tags.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import {
  contactEvidence,
  evidenceOf,
  listAt,
  type SuggestionContext,
  type SuggestionFinder,
  tagOn,
} from './suggestion-context.ts';

/** A client of so many services, and of so many times the median of its place, is hardly one system. */
const MANY_SERVICES = 100;
const TIMES_MEDIAN = 10;

/** Addresses that seem to stand for several systems: two had it at one time, or it does the work of a whole place. */
export const sharedAddresses: SuggestionFinder = (context) => [...boundTwice(context), ...busyClients(context)];

function* boundTwice({ network }: SuggestionContext): Generator<ScopeSuggestion> {
  const { facts, systems } = network;
  const byAddress = Map.groupBy(facts.bindings, ({ address }) => address);
  for (const [address, bindings] of byAddress) {
    const holders = bindings.filter((one) =>
      bindings.some((other) => other.asset !== one.asset && overlap(one, other)),
    );
    if (holders.length === 0 || isHidden(network, address)) continue;
    const names = listNames(holders.map(({ asset }) => systems.name(systems.indexOf(asset))));
    yield {
      ...nat(address),
      text: `${address} belonged to ${names} at one time: a translated or shared address, or a mistake in the bindings.`,
      ...evidenceOf(
        'asset',
        holders.map(({ asset }) => asset),
      ),
    };
  }
}

function nat(id: string): Pick<ScopeSuggestion, 'id' | 'code' | 'becomes' | 'otherwise' | 'segment'> {
  const statement = { kind: 'hides', prefixes: [] } as const;
  return {
    id: `shared-address ${id}`,
    code: 'shared-address',
    becomes: [{ subject: { kind: 'asset', id }, statement }],
    otherwise: [],
    segment: null,
  };
}

function isHidden({ facts }: SuggestionContext['network'], id: string): boolean {
  return facts.tags.some(({ subject, statement }) => statement.kind === 'hides' && subject.id === id);
}

function overlap(a: AddressBinding, b: AddressBinding): boolean {
  return (a.from ?? -Infinity) < (b.until ?? Infinity) && (b.from ?? -Infinity) < (a.until ?? Infinity);
}

function* busyClients(context: SuggestionContext): Generator<ScopeSuggestion> {
  const { network } = context;
  const { contacts, systems } = network;
  const rows = new Map<number, number[]>();
  const servers = new Set<number>();
  for (let row = 0; row < contacts.count; row++) {
    if (!contacts.isDirected(row) || !contacts.isEstablished(row) || contacts.isScan(row)) continue;
    servers.add(contacts.to[row] as number);
    listAt(rows, contacts.from[row] as number).push(row);
  }
  const byPlace = Map.groupBy(rows.keys(), (client) => systems.sites(client)[0]?.place ?? -1);
  for (const clients of byPlace.values()) {
    const counts = clients.map((client) => rows.get(client)?.length ?? 0).sort((a, b) => a - b);
    const median = counts[counts.length >> 1] ?? 0;
    for (const client of clients) {
      const own = rows.get(client) ?? [];
      const isBusy = own.length >= MANY_SERVICES && own.length >= median * TIMES_MEDIAN;
      const isExplained = tagIndex(network, 'hides').ofSystem(client).length > 0 || network.roles.has(client);
      if (!isBusy || isExplained || servers.has(client) || context.isExternal(client)) continue;
      const becomes = [tagOn(network, client, { kind: 'hides', prefixes: [] })];
      const text = `${systems.name(client)} serves nobody and uses ${own.length} services, where others of its place use ${median}: several systems may stand behind it.`;
      yield { ...nat(systems.ids[client] as string), becomes, text, ...contactEvidence(network, own) };
    }
  }
}
