import { numbered } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import { shapes } from '../traffic-shapes.ts';

const paymentSystems = [
  ...numbered('pay-app', 1, 12),
  ...numbered('pay-api', 1, 4),
  ...numbered('token', 1, 2),
  ...numbered('settle', 1, 2),
  'recon-01',
  'mq-01',
];
const vaultSystems = [...numbered('vault-db', 1, 4), ...numbered('vault-bkp', 1, 2)];
const cdeSystems = [...paymentSystems, ...vaultSystems];
const dmzSystems = [
  ...numbered('lb', 1, 2),
  ...numbered('web', 1, 6),
  ...numbered('waf', 1, 2),
  'mta-01',
  'proxy-01',
  'proxy-02',
  'sftp-01',
];
const directories = ['dc-01', 'dc-02'];
const PING = { type: 8, code: 0, replyType: 0 } as const;

/** What CDE and DMZ systems ask of the security zone. */
const served: readonly RelationshipTruth[] = [
  ...relate({
    from: cdeSystems,
    to: directories,
    spread: true,
    service: '88/tcp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.ticket,
  }),
  ...relate({
    from: cdeSystems,
    to: directories,
    spread: true,
    service: '389/tcp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.directoryQuery,
  }),
  ...relate({
    from: [...cdeSystems, ...dmzSystems],
    to: 'dns-01',
    service: '53/udp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: [...cdeSystems.filter((name) => name !== 'settle-02'), ...dmzSystems],
    to: ['ntp-01', 'ntp-02'],
    spread: true,
    service: '123/udp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.time,
  }),
  ...relate({
    from: [...cdeSystems, ...dmzSystems],
    to: 'siem-01',
    service: '514/udp',
    state: 'one-way',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.message,
  }),
  ...relate({
    from: [...cdeSystems, ...dmzSystems],
    to: 'fim-01',
    service: '1514/tcp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.agent,
  }),
  ...relate({
    from: cdeSystems,
    to: 'av-01',
    service: '8014/tcp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.agent,
  }),
  ...relate({
    from: [...cdeSystems, ...dmzSystems],
    to: 'wsus-01',
    service: '8530/tcp',
    when: { kind: 'weekly', weekday: 3, hour: 2 },
    traffic: shapes.patches,
  }),
  ...relate({
    from: paymentSystems,
    to: 'cfg-01',
    service: '8140/tcp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.agent,
  }),
  ...relate({
    from: [...numbered('settle', 1, 2), 'recon-01', 'mq-01'],
    to: 'backup-01',
    service: '9443/tcp',
    when: { kind: 'nightly', hour: 2 },
    traffic: shapes.upload,
  }),
];

/** What the security zone does to the systems it manages. */
const managing: readonly RelationshipTruth[] = [
  ...relate({
    from: 'mon-01',
    to: [...cdeSystems, 'hsm-01', 'hsm-02', ...dmzSystems],
    service: '161/udp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.poll,
  }),
  ...relate({
    from: 'mon-01',
    to: [...directories, ...numbered('pay-app', 1, 4), 'file-01', 'file-02', 'print-01', 'erp-01'],
    service: 'icmp',
    kind: 'portless',
    icmp: PING,
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.ping,
  }),
  ...relate({
    from: ['jump-01', 'jump-02'],
    to: [...numbered('pay-app', 1, 6), 'mq-01', 'vault-db-01'],
    service: '22/tcp',
    when: { kind: 'business', perDay: 0.3 },
    traffic: shapes.shell,
  }),
  ...relate({
    from: 'pam-01',
    to: ['vault-db-03', 'vault-db-04', 'vault-bkp-01', 'vault-bkp-02'],
    service: '22/tcp',
    when: { kind: 'weekly', weekday: 4, hour: 9 },
    traffic: shapes.shell,
  }),
  ...relate({
    from: 'mon-01',
    to: ['file-01', 'file-02', 'print-01'],
    service: '161/udp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.poll,
  }),
  ...relate({
    from: numbered('adm-ws', 1, 4),
    to: ['jump-01', 'jump-02'],
    service: '3389/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.terminal,
  }),
  ...relate({
    from: numbered('adm-ws', 1, 4),
    to: 'pam-01',
    service: '443/tcp',
    when: { kind: 'business', perDay: 2 },
    traffic: shapes.web,
  }),
  ...relate({
    from: 'jump-01',
    to: 'vcenter-01',
    service: '443/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.web,
  }),
  ...relate({
    from: 'vcenter-01',
    to: numbered('hv', 1, 3),
    service: '902/tcp',
    when: { kind: 'continuous', perDay: 4 },
    traffic: shapes.agent,
  }),
  ...relate({
    from: 'backup-01',
    to: numbered('hv', 1, 3),
    service: '902/tcp',
    when: { kind: 'nightly', hour: 22 },
    traffic: shapes.dump,
  }),
  ...relate({
    from: 'mon-01',
    to: ['core-sw-1', 'cde-fw-1', 'edge-fw-1', 'border-rtr-1'],
    service: '161/udp',
    when: { kind: 'continuous', perDay: 6 },
    traffic: shapes.poll,
  }),
];

/** Feeds of the security services. */
const feeds: readonly RelationshipTruth[] = [
  ...relate({
    from: 'wsus-01',
    to: 'vendor-updates',
    service: '443/tcp',
    when: { kind: 'nightly', hour: 1 },
    traffic: shapes.patches,
  }),
  ...relate({
    from: 'av-01',
    to: 'vendor-updates',
    service: '443/tcp',
    when: { kind: 'continuous', perDay: 4 },
    traffic: shapes.patches,
  }),
  ...relate({
    from: 'dns-01',
    to: ['public-dns-1', 'public-dns-2'],
    service: '53/udp',
    when: { kind: 'continuous', perDay: 6 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: 'dns-01',
    to: 'public-dns-1',
    ipv6: true,
    service: '53/udp',
    when: { kind: 'continuous', perDay: 4 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: ['core-sw-1', 'border-rtr-1', 'store-rtr-1'],
    to: 'flow-01',
    service: '2055/udp',
    state: 'one-way',
    when: { kind: 'continuous', perDay: 6 },
    traffic: shapes.message,
  }),
  ...relate({
    from: ['cde-fw-1', 'edge-fw-1', 'vds-1'],
    to: 'flow-01',
    service: '4739/udp',
    state: 'one-way',
    when: { kind: 'continuous', perDay: 6 },
    traffic: shapes.message,
  }),
];

export const infrastructureRelationships: readonly RelationshipTruth[] = [...served, ...managing, ...feeds];
