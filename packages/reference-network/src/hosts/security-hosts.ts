import { type HostRole, host, type ReferenceHost } from '../reference-host.ts';

const DIRECTORY = [
  '53/udp',
  '53/tcp',
  '88/tcp',
  '123/udp',
  '135/tcp',
  '389/tcp',
  '445/tcp',
  '636/tcp',
  '3268/tcp',
  '49155/tcp',
];

function security(
  name: string,
  octet: number,
  role: HostRole,
  offers: readonly string[],
  address6: string | null = null,
): ReferenceHost {
  return host({
    name,
    address: `10.40.0.${octet}`,
    address6,
    zone: 'Security & management',
    role,
    servesCde: true,
    offers,
  });
}

/** Security & management zone: 20 systems. */
const securityZoneHosts: readonly ReferenceHost[] = [
  security('dc-01', 1, 'directory', DIRECTORY, '2001:db8:40::1'),
  security('dc-02', 2, 'directory', DIRECTORY, '2001:db8:40::2'),
  security('dns-01', 3, 'dns', ['53/udp', '53/tcp', '22/tcp'], '2001:db8:40::3'),
  security('ntp-01', 4, 'ntp', ['123/udp']),
  security('ntp-02', 5, 'ntp', ['123/udp']),
  security('wsus-01', 6, 'patch', ['8530/tcp', '3389/tcp']),
  security('siem-01', 7, 'log', ['514/udp', '6514/tcp', '443/tcp']),
  security('backup-01', 8, 'backup', ['9443/tcp', '22/tcp']),
  security('jump-01', 9, 'jump', ['3389/tcp', '22/tcp']),
  security('jump-02', 10, 'jump', ['3389/tcp', '22/tcp']),
  security('pam-01', 11, 'pam', ['443/tcp']),
  security('scan-01', 12, 'vulnscan', ['8834/tcp']),
  security('av-01', 13, 'antimalware', ['8014/tcp']),
  security('mon-01', 14, 'monitoring', ['443/tcp', '162/udp']),
  security('ca-01', 15, 'pki', ['80/tcp', '135/tcp']),
  security('fim-01', 16, 'fim', ['1514/tcp']),
  security('vpn-01', 17, 'vpn', ['443/tcp']),
  security('vpn-02', 18, 'vpn', ['443/tcp']),
  security('flow-01', 19, 'flow-collector', ['2055/udp', '4739/udp', '8443/tcp']),
  security('cfg-01', 20, 'config-mgmt', ['8140/tcp']),
];

function device(name: string, octet: number): ReferenceHost {
  return host({
    name,
    address: `10.40.1.${octet}`,
    zone: 'Network devices',
    role: 'nsc',
    servesCde: true,
    offers: ['22/tcp', '161/udp'],
  });
}

/** Names and addresses agree with the exporters. */
const networkDevices: readonly ReferenceHost[] = [
  device('core-sw-1', 1),
  device('cde-fw-1', 2),
  host({ name: 'vds-1', address: '10.40.1.3', zone: 'Network devices', role: 'exporter', servesCde: true, offers: [] }),
  device('store-rtr-1', 4),
  device('edge-fw-1', 5),
  device('border-rtr-1', 6),
  host({
    name: 'edge-nat',
    address: '192.0.2.1',
    zone: 'Perimeter',
    role: 'nat',
    claim: {
      claim: 'security-impacting',
      reason: 'Outside address of edge-fw-1; hides every inside host that goes out.',
    },
  }),
  host({ name: 'edge-vpn', address: '192.0.2.2', zone: 'Perimeter', role: 'vpn' }),
];

const virtualisation: readonly ReferenceHost[] = [
  ...[1, 2, 3].map((n) =>
    host({
      name: `hv-0${n}`,
      address: `10.41.0.${n}`,
      zone: 'Virtualisation',
      role: 'hypervisor',
      servesCde: n < 3,
      offers: ['443/tcp', '902/tcp'],
    }),
  ),
  host({
    name: 'vcenter-01',
    address: '10.41.0.4',
    zone: 'Virtualisation',
    role: 'virt-manager',
    servesCde: true,
    offers: ['443/tcp', '9443/tcp'],
  }),
];

/** Everything that guards or runs the rest: 32 systems. */
export const securityHosts: readonly ReferenceHost[] = [...securityZoneHosts, ...networkDevices, ...virtualisation];
