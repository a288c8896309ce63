import { host, numbered, type ReferenceHost } from '../reference-host.ts';

const zone = 'DMZ';
const redirect = {
  claim: 'security-impacting',
  reason: "Delivers the page that embeds the payment provider's frame.",
} as const;

/** Web shop, relays and proxies: 15 systems. */
export const dmzHosts: readonly ReferenceHost[] = [
  host({
    name: 'shop-vip',
    address: '192.0.2.17',
    address6: '2001:db8:20::17',
    zone,
    role: 'load-balancer',
    offers: ['443/tcp', '80/tcp'],
  }),
  ...numbered('lb', 1, 2).map((name, i) =>
    host({ name, address: `10.20.0.${1 + i}`, zone, role: 'load-balancer', offers: ['443/tcp', '22/tcp', '161/udp'] }),
  ),
  ...numbered('web', 1, 6).map((name, i) =>
    host({
      name,
      address: `10.20.0.${3 + i}`,
      address6: i < 2 ? `2001:db8:20::${3 + i}` : null,
      zone,
      role: 'redirect',
      claim: redirect,
      servesCde: true,
      offers: ['8080/tcp', '22/tcp', '161/udp'],
    }),
  ),
  ...numbered('waf', 1, 2).map((name, i) =>
    host({ name, address: `10.20.0.${9 + i}`, zone, role: 'proxy', offers: ['443/tcp', '22/tcp', '161/udp'] }),
  ),
  host({ name: 'mta-01', address: '10.20.0.11', zone, role: 'mail', offers: ['25/tcp', '22/tcp', '161/udp'] }),
  ...numbered('proxy', 1, 2).map((name, i) =>
    host({ name, address: `10.20.0.${12 + i}`, zone, role: 'proxy', offers: ['3128/tcp', '22/tcp', '161/udp'] }),
  ),
  host({ name: 'sftp-01', address: '10.20.0.14', zone, role: 'file-server', offers: ['22/tcp', '161/udp'] }),
];
