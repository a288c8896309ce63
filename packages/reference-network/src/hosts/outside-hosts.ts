import { host, numbered, type ReferenceHost } from '../reference-host.ts';

function thirdParty(name: string, octet: number, offers: readonly string[]): ReferenceHost {
  return host({ name, address: `198.51.100.${octet}`, zone: 'Third parties', role: 'external-service', offers });
}

function internet(name: string, octet: number, offers: readonly string[], dualStack = false): ReferenceHost {
  return host({
    name,
    address: `203.0.113.${octet}`,
    address6: dualStack ? `2001:db8:f000::${octet.toString(16)}` : null,
    zone: 'Internet',
    role: 'external-service',
    offers,
  });
}

/** Third parties and the Internet: 29 systems by name. */
export const outsideHosts: readonly ReferenceHost[] = [
  thirdParty('acquirer-a', 10, ['443/tcp']),
  thirdParty('acquirer-b', 11, ['443/tcp']),
  thirdParty('tokeniser', 20, ['443/tcp']),
  thirdParty('fraud-api', 30, ['443/tcp']),
  thirdParty('bank-sftp', 40, ['22/tcp']),
  thirdParty('support-vendor', 50, []),
  thirdParty('asv-scanner', 60, []),
  thirdParty('sip-trunk', 70, ['5060/udp']),
  thirdParty('dr-site', 80, []),
  internet('cdn', 10, ['443/tcp'], true),
  internet('cloud-mail', 11, ['25/tcp', '443/tcp']),
  internet('saas-crm', 12, ['443/tcp']),
  internet('code-hosting', 13, ['443/tcp', '22/tcp'], true),
  internet('package-registry', 14, ['443/tcp']),
  internet('linux-mirror', 15, ['80/tcp', '443/tcp']),
  internet('vendor-updates', 16, ['443/tcp']),
  internet('ntp-pool-1', 20, ['123/udp']),
  internet('ntp-pool-2', 21, ['123/udp']),
  internet('public-dns-1', 30, ['53/udp', '53/tcp'], true),
  internet('public-dns-2', 31, ['53/udp', '53/tcp']),
  internet('social-site', 40, ['443/tcp']),
  internet('video-site', 41, ['443/tcp', '443/udp']),
  ...numbered('shopper', 1, 7).map((name, i) => internet(name, 100 + i, [], i < 2)),
];
