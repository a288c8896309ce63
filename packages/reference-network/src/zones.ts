import type { ReferenceZone, ScopeClaim } from './reference-zone.ts';

function zone(
  name: string,
  claim: ScopeClaim,
  prefixes: readonly string[],
  description: string,
  wireless = false,
): ReferenceZone {
  return { name, claim, prefixes, description, wireless };
}

/** From the CDE outward. Outside addresses use the documentation ranges of RFC 5737 and RFC 3849. */
export const zones: readonly ReferenceZone[] = [
  zone(
    'Payment application',
    'cde',
    ['10.10.1.0/26'],
    'Authorisation, settlement and reconciliation of card payments.',
  ),
  zone('Card vault', 'cde', ['10.10.2.0/27'], 'Stored card numbers, tokens and the key hardware.'),
  zone('Store POS', 'cde', ['10.30.0.0/22'], 'Payment terminals of twenty stores; one VLAN per store.'),
  zone(
    'Store gateways',
    'connected',
    ['10.31.0.0/24'],
    'One gateway per store; passes what the terminals have encrypted.',
  ),
  zone('DMZ', 'connected', ['10.20.0.0/27', '192.0.2.16/28', '2001:db8:20::/64'], 'Web shop, proxies and mail relay.'),
  zone(
    'Security & management',
    'security-impacting',
    ['10.40.0.0/26', '2001:db8:40::/64'],
    'Directory, names, time, patches, logs, backup, jump hosts and scanners.',
  ),
  zone(
    'Network devices',
    'security-impacting',
    ['10.40.1.0/28'],
    'Management addresses of switches, routers and firewalls.',
  ),
  zone('Virtualisation', 'security-impacting', ['10.41.0.0/28'], 'Hypervisors and their manager.'),
  zone('Perimeter', 'security-impacting', ['192.0.2.0/28'], 'Outside addresses of the edge firewall.'),
  zone('Corporate workstations', 'out-of-scope', ['10.60.0.0/23', '2001:db8:60::/64'], 'Head office desks.'),
  zone('Corporate servers', 'out-of-scope', ['10.60.2.0/26'], 'Files, mail, enterprise resource planning, reporting.'),
  zone('Voice', 'out-of-scope', ['10.60.3.0/26'], 'Telephones and the private exchange.'),
  zone(
    'Showroom',
    'undetermined',
    ['10.60.4.0/28'],
    'Rented showroom behind its own address translation; nobody has looked inside.',
  ),
  zone('Development & test', 'out-of-scope', ['10.70.0.0/24'], 'Build servers, test systems and developer desks.'),
  zone('Guest Wi-Fi', 'out-of-scope', ['10.80.0.0/23'], 'Visitors in stores and head office.', true),
  zone('Third parties', 'external', ['198.51.100.0/24'], 'Acquirers, service providers and the support vendor.'),
  zone('Internet', 'external', ['203.0.113.0/24', '2001:db8:f000::/48'], 'Everyone else.'),
];
