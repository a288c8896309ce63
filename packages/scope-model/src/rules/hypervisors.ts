import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';
import { tagIndex } from './place-tags.ts';

/** A hypervisor and what it runs. */
export interface Hypervisor {
  readonly system: number;
  readonly guests: readonly { readonly system: number; readonly tag: TagOf<'hosts'> }[];
  /** Proof that its guests are kept apart. */
  readonly separated: readonly TagOf<'guests-separated'>[];
}

/** Hypervisors in the order of their ids. */
export function hypervisors(network: ScopeNetwork): Hypervisor[] {
  const guests = new Map<number, { system: number; tag: TagOf<'hosts'> }[]>();
  for (const tag of network.statements.all('hosts')) {
    if (tag.subject.kind !== 'asset') continue;
    for (const host of network.systems.named(tag.subject.id)) {
      const list = guests.get(host) ?? [];
      for (const system of network.systems.named(tag.statement.guest)) list.push({ system, tag });
      guests.set(host, list);
    }
  }
  const separated = tagIndex(network, 'guests-separated');
  return [...guests]
    .sort(([a], [b]) => a - b)
    .map(([system, list]) => ({ system, guests: list, separated: separated.ofSystem(system) }));
}
