import type { BundleStatus, Glyph, Lane, MapBundle, MapHost, MapInput, MapZone } from '../map-input.ts';

/** An invented retailer with 300 systems in nine zones, arranged as in a typical assessment. */
type ZoneRow = readonly [id: string, name: string, caption: string, lane: Lane, glyph: Glyph];

const ZONES: readonly ZoneRow[] = [
  ['app', 'Payment application', '10.10.1.0/26', 'cde', 'cde'],
  ['vault', 'Card vault', '10.10.2.0/27', 'cde', 'cde'],
  ['pos', 'Store POS gateways', '10.30.0.0/22', 'connected', 'connected'],
  ['sec', 'Security & management', '10.40.0.0/26', 'connected', 'security'],
  ['dmz', 'DMZ web', '10.20.0.0/27', 'connected', 'connected'],
  ['corp', 'Corporate workstations', '10.60.0.0/22', 'out-of-scope', 'out-of-scope'],
  ['dev', 'Development & test', '10.70.0.0/24', 'out-of-scope', 'out-of-scope'],
  ['guest', 'Guest wireless', '192.168.80.0/24', 'out-of-scope', 'undetermined'],
  ['net', 'Internet & 3rd parties', '', 'external', 'external'],
];

type HostRow = readonly [zone: string, names: string, server?: boolean];

/** `wks-{116}` stands for wks-001 to wks-116. */
const HOSTS: readonly HostRow[] = [
  ['app', 'pay-app-{12} pay-api-{4} token-{2} settle-{2} mq-{1} recon-{1}', true],
  ['vault', 'vault-db-{4} hsm-{2} vault-bkp-{2}', true],
  ['pos', 'store-{40}-gw'],
  [
    'sec',
    'dc-{2} siem-{2} jump-{2} wsus-{1} scan-{1} pam-{1} mon-{1} fim-{1} vpn-{2} ntp-{1} av-mgr-{1} backup-{1}',
    true,
  ],
  ['dmz', 'lb-{2} web-{6} waf-{2} mta-{1} proxy-{2} sftp-{1}', true],
  ['corp', 'file-{8} bi-{4}', true],
  ['corp', 'wks-{118}'],
  ['dev', 'ci-{4} build-{8}', true],
  ['dev', 'dev-{32}'],
  ['guest', 'client-{9}'],
  [
    'net',
    'support-vendor acquirer-{2} tokeniser fraud-api asv-scanner cdn cloud-mail saas-crm git-host npm debian',
    true,
  ],
];

const FLAGGED: Readonly<Record<string, BundleStatus>> = {
  'app:pay-app-07': 'unreviewed',
  'app:recon-01': 'unreviewed',
  'vault:vault-db-03': 'violation',
  'pos:store-17-gw': 'unreviewed',
  'pos:store-31-gw': 'unreviewed',
  'sec:vpn-01': 'unreviewed',
  'sec:vpn-02': 'unreviewed',
  'corp:file-01': 'unreviewed',
  'corp:bi-02': 'violation',
  'dev:ci-02': 'unreviewed',
  'dev:build-03': 'unreviewed',
  'net:support-vendor': 'unreviewed',
  'net:cdn': 'unreviewed',
};

type BundleRow = readonly [
  source: string,
  target: string,
  service: string,
  pairs: number,
  status?: BundleStatus,
  sourceHosts?: string,
  targetHosts?: string,
];

const INFRASTRUCTURE = 'infra · 7 svcs';

const BUNDLES: readonly BundleRow[] = [
  ['pos', 'app', '8443/tcp pay-api', 160],
  ['sec', 'app', 'scan 1-65535', 22],
  ['sec', 'app', '22/tcp ssh', 44],
  ['dmz', 'app', '443/tcp https', 24],
  ['app', 'vault', '1500/tcp hsm', 8],
  ['app', 'vault', '5432/tcp postgres', 16],
  ['sec', 'vault', '22/tcp ssh', 16],
  ['app', 'sec', INFRASTRUCTURE, 66],
  ['vault', 'sec', INFRASTRUCTURE, 24],
  ['pos', 'sec', INFRASTRUCTURE, 120],
  ['dmz', 'sec', INFRASTRUCTURE, 42],
  ['corp', 'sec', INFRASTRUCTURE, 390],
  ['dev', 'sec', INFRASTRUCTURE, 132],
  ['corp', 'sec', '3389/tcp rdp', 8],
  ['corp', 'dmz', '3128/tcp proxy', 240],
  ['dev', 'dmz', '3128/tcp proxy', 88],
  ['net', 'dmz', '443/tcp https', 60],
  ['dmz', 'net', '443/tcp https', 24],
  ['corp', 'dev', '443/tcp https', 30],
  ['corp', 'net', '443/tcp https', 44],
  ['app', 'net', '443/tcp https', 6],
  ['app', 'app', '5671/tcp amqp', 14],
  ['corp', 'corp', '445/tcp smb', 90],
  ['corp', 'vault', '5432/tcp postgres', 1, 'violation', 'bi-02', 'vault-db-03'],
  ['dev', 'app', '22/tcp ssh', 2, 'unreviewed', 'ci-02 build-03', 'pay-app-07'],
  ['app', 'net', '443/tcp https', 1, 'unreviewed', 'recon-01', 'cdn'],
  ['net', 'sec', '443/tcp vpn', 2, 'unreviewed', 'support-vendor', 'vpn-01 vpn-02'],
  ['pos', 'corp', '445/tcp smb', 2, 'unreviewed', 'store-17-gw store-31-gw', 'file-01'],
];

export function retailer(): MapInput {
  const hosts = HOSTS.flatMap(([zone, names, server = false]) =>
    names.split(' ').flatMap((name) => expand(zone, name, server)),
  );
  const zones = ZONES.map(([id, name, caption, lane, glyph]): MapZone => {
    return { id, name, caption, lane, glyph, hostCount: hosts.filter((host) => host.zone === id).length };
  });
  const bundles = BUNDLES.map(
    ([source, target, service, pairs, status = 'approved', sourceHosts = '', targetHosts = '']): MapBundle => ({
      id: `${source}>${target}>${service}>${status}`,
      sourceZone: source,
      targetZone: target,
      service,
      status,
      infrastructure: service === INFRASTRUCTURE,
      directed: true,
      pairs,
      sourceHosts: ids(source, sourceHosts),
      targetHosts: ids(target, targetHosts),
    }),
  );
  return { zones, hosts, bundles };
}

function ids(zone: string, names: string): readonly string[] {
  return names === '' ? [] : names.split(' ').map((name) => `${zone}:${name}`);
}

function expand(zone: string, pattern: string, server: boolean): readonly MapHost[] {
  const count = /\{(\d+)\}/.exec(pattern)?.[1];
  const numbers = Array.from({ length: Number(count ?? 1) }, (_, index) =>
    String(index + 1).padStart(Math.max(2, count?.length ?? 0), '0'),
  );
  const glyph = ZONES.find(([id]) => id === zone)?.[4] ?? 'undetermined';
  return numbers.map((number) => {
    const label = pattern.replace(/\{\d+\}/, number);
    const id = `${zone}:${label}`;
    return { id, zone, label, glyph, server, status: FLAGGED[id] ?? 'ordinary' };
  });
}
