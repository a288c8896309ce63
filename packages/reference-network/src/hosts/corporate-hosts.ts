import { type HostRole, host, numbered, type ReferenceHost } from '../reference-host.ts';

function server(name: string, octet: number, role: HostRole, offers: readonly string[]): ReferenceHost {
  return host({ name, address: `10.60.2.${octet}`, zone: 'Corporate servers', role, offers });
}

const workstations: readonly ReferenceHost[] = [
  ...numbered('adm-ws', 1, 4).map((name, i) =>
    host({ name, address: `10.60.0.${10 + i}`, zone: 'Corporate workstations', role: 'workstation' }),
  ),
  ...numbered('ws', 1, 54, 3).map((name, i) =>
    host({
      name,
      address: i < 27 ? `10.60.0.${20 + i}` : `10.60.1.${i}`,
      address6: i < 10 ? `2001:db8:60::${(0x20 + i).toString(16)}` : null,
      zone: 'Corporate workstations',
      role: 'workstation',
    }),
  ),
];

const servers: readonly ReferenceHost[] = [
  server('file-01', 1, 'file-server', ['445/tcp', '161/udp']),
  server('file-02', 2, 'file-server', ['445/tcp', '161/udp']),
  server('print-01', 3, 'server', ['445/tcp', '631/tcp', '161/udp']),
  server('mail-01', 4, 'mail', ['25/tcp', '443/tcp', '993/tcp']),
  server('erp-01', 5, 'application', ['8443/tcp']),
  server('erp-02', 6, 'application', ['8443/tcp']),
  server('bi-01', 7, 'application', ['443/tcp']),
  server('bi-02', 8, 'application', ['443/tcp']),
  server('intra-01', 9, 'application', ['443/tcp']),
  server('hr-01', 10, 'application', ['443/tcp']),
  server('nas-02', 11, 'file-server', ['445/tcp']),
  server('ftp-01', 12, 'file-server', ['21/tcp']),
  server('dc-11', 13, 'directory', ['135/tcp', '389/tcp', '49155/tcp']),
];

const voice: readonly ReferenceHost[] = [
  host({ name: 'pbx-01', address: '10.60.3.1', zone: 'Voice', role: 'server', offers: ['5060/udp', '443/tcp'] }),
  ...numbered('phone', 1, 10).map((name, i) =>
    host({ name, address: `10.60.3.${10 + i}`, zone: 'Voice', role: 'phone' }),
  ),
];

const development: readonly ReferenceHost[] = [
  ...numbered('build', 1, 4).map((name, i) =>
    host({ name, address: `10.70.0.${1 + i}`, zone: 'Development & test', role: 'server', offers: ['22/tcp'] }),
  ),
  ...numbered('ci', 1, 2).map((name, i) =>
    host({ name, address: `10.70.0.${5 + i}`, zone: 'Development & test', role: 'ci-cd', offers: ['8080/tcp'] }),
  ),
  host({
    name: 'git-01',
    address: '10.70.0.7',
    zone: 'Development & test',
    role: 'application',
    offers: ['443/tcp', '22/tcp'],
  }),
  ...numbered('test', 1, 8).map((name, i) =>
    host({
      name,
      address: `10.70.0.${20 + i}`,
      zone: 'Development & test',
      role: 'server',
      runsOn: name === 'test-07' ? 'hv-02' : 'hv-03',
      offers: ['8080/tcp', '9443/tcp'],
    }),
  ),
  ...numbered('dev-ws', 1, 9).map((name, i) =>
    host({ name, address: `10.70.0.${60 + i}`, zone: 'Development & test', role: 'workstation' }),
  ),
];

const guests: readonly ReferenceHost[] = numbered('guest', 1, 24, 3).map((name, i) =>
  host({ name, address: `10.80.${i % 2}.${20 + i}`, zone: 'Guest Wi-Fi', role: 'workstation' }),
);

/** Desks, office servers, telephones, development and guests: 131 systems. */
export const corporateHosts: readonly ReferenceHost[] = [
  ...workstations,
  ...servers,
  ...voice,
  host({ name: 'showroom-nat', address: '10.60.4.2', zone: 'Showroom', role: 'nat' }),
  ...development,
  ...guests,
];
