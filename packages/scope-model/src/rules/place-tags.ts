import type { ScopeRole, TagStatement } from '../facts/tag-fact.ts';
import { withZone } from '../network/place-table.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';

/** Tags of one kind by what they are about. */
export interface TagIndex<K extends TagStatement['kind']> {
  ofSystem(system: number): readonly TagOf<K>[];
  /** Tags of the place itself and, of a segment, of its zone. */
  ofPlace(place: number): readonly TagOf<K>[];
}

const known = new WeakMap<ScopeNetwork, Map<string, TagIndex<TagStatement['kind']>>>();

/** The tags of one kind, found by system and place. Made once for each network. */
export function tagIndex<K extends TagStatement['kind']>(network: ScopeNetwork, kind: K): TagIndex<K> {
  const own = known.get(network) ?? new Map<string, TagIndex<TagStatement['kind']>>();
  known.set(network, own);
  let index = own.get(kind) as TagIndex<K> | undefined;
  if (!index) {
    index = createIndex(network, kind);
    own.set(kind, index as unknown as TagIndex<TagStatement['kind']>);
  }
  return index;
}

function createIndex<K extends TagStatement['kind']>(network: ScopeNetwork, kind: K): TagIndex<K> {
  const systems = new Map<number, TagOf<K>[]>();
  const places = new Map<number, TagOf<K>[]>();
  const put = (map: Map<number, TagOf<K>[]>, key: number, tag: TagOf<K>) => {
    const list = map.get(key);
    if (list) list.push(tag);
    else map.set(key, [tag]);
  };
  for (const tag of network.statements.all(kind)) {
    const { subject } = tag;
    if (subject.kind === 'asset') for (const system of network.systems.named(subject.id)) put(systems, system, tag);
    else if (subject.kind !== 'contact') {
      const place = network.places.indexOf({ kind: subject.kind, id: subject.id });
      if (place >= 0) put(places, place, tag);
    }
  }
  return {
    ofSystem: (system) => systems.get(system) ?? [],
    ofPlace: (place) => {
      if (place < 0 || places.size === 0) return [];
      return withZone(network.places, place).flatMap((one) => places.get(one) ?? []);
    },
  };
}

/** `Directory, names`: what a role is called in a sentence. */
export function roleText(role: ScopeRole): string {
  return ROLE_TEXTS[role];
}

const ROLE_TEXTS: Readonly<Record<ScopeRole, string>> = {
  directory: 'directory',
  dns: 'name resolution',
  ntp: 'time',
  patch: 'patch distribution',
  antimalware: 'anti-malware management',
  vulnscan: 'vulnerability scanning',
  fim: 'change detection',
  log: 'log collection',
  ids: 'intrusion detection',
  mfa: 'multi-factor authentication',
  pam: 'privileged access',
  jump: 'jump host',
  vpn: 'remote access',
  kms: 'key management',
  pki: 'certificates',
  'config-mgmt': 'configuration management',
  'ci-cd': 'deployment',
  monitoring: 'monitoring',
  backup: 'backup',
  hypervisor: 'hypervisor',
  'virt-manager': 'management of hypervisors',
  storage: 'storage',
  'load-balancer': 'load balancing',
  proxy: 'proxy',
  redirect: 'redirection',
  nat: 'address translation',
  'physical-security': 'physical security',
  'flow-collector': 'flow collection',
  nsc: 'network security control',
};
