import { numbered } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import { shapes } from '../traffic-shapes.ts';

const desks = [...numbered('adm-ws', 1, 4), ...numbered('ws', 1, 54, 3)];
const plainDesks = numbered('ws', 1, 54, 3);
const dualStacked = plainDesks.slice(0, 10);
const directories = ['dc-01', 'dc-02'];
const proxies = ['proxy-01', 'proxy-02'];
const developers = numbered('dev-ws', 1, 9);
const builds = numbered('build', 1, 4);
const tests = numbered('test', 1, 8);
const officeServers = [
  'file-01',
  'file-02',
  'mail-01',
  'erp-01',
  'erp-02',
  'bi-01',
  'bi-02',
  'intra-01',
  'hr-01',
  'nas-02',
  'ftp-01',
];

const offices: readonly RelationshipTruth[] = [
  ...relate({
    from: desks,
    to: directories,
    spread: true,
    service: '88/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.ticket,
  }),
  ...relate({
    from: desks.slice(0, 32),
    to: directories,
    spread: true,
    service: '389/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.directoryQuery,
  }),
  ...relate({
    from: desks.slice(0, 14),
    to: directories,
    spread: true,
    service: '445/tcp',
    when: { kind: 'business', perDay: 0.3 },
    traffic: shapes.policy,
  }),
  ...relate({
    from: desks,
    to: directories,
    spread: true,
    service: '53/udp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: desks,
    to: proxies,
    spread: true,
    service: '3128/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.web,
  }),
  ...relate({
    from: desks,
    to: 'mail-01',
    service: '443/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.web,
  }),
  ...relate({
    from: desks.slice(4, 40),
    to: ['file-01', 'file-02'],
    spread: true,
    service: '445/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.files,
  }),
  ...relate({
    from: plainDesks.slice(0, 36),
    to: ['erp-01', 'erp-02'],
    spread: true,
    service: '8443/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.web,
  }),
  ...relate({
    from: plainDesks.slice(10, 40),
    to: 'intra-01',
    service: '443/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.web,
  }),
  ...relate({
    from: plainDesks.slice(20, 36),
    to: 'print-01',
    service: '631/tcp',
    when: { kind: 'business', perDay: 0.3 },
    traffic: shapes.upload,
  }),
  ...relate({
    from: plainDesks.slice(0, 12),
    to: ['bi-01', 'bi-02'],
    spread: true,
    service: '443/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.web,
  }),
  ...relate({
    from: plainDesks.slice(46),
    to: 'hr-01',
    service: '443/tcp',
    when: { kind: 'business', perDay: 0.3 },
    traffic: shapes.web,
  }),
  ...relate({
    from: desks.slice(0, 24),
    to: 'wsus-01',
    service: '8530/tcp',
    when: { kind: 'weekly', weekday: 3, hour: 11 },
    traffic: shapes.patches,
  }),
  ...relate({
    from: dualStacked,
    to: directories,
    spread: true,
    ipv6: true,
    service: '389/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.directoryQuery,
  }),
  ...relate({
    from: dualStacked,
    to: ['cdn', 'code-hosting'],
    spread: true,
    ipv6: true,
    service: '443/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.web,
  }),
];

const servers: readonly RelationshipTruth[] = [
  ...relate({
    from: officeServers,
    to: directories,
    spread: true,
    service: '88/tcp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.ticket,
  }),
  ...relate({
    from: officeServers,
    to: 'dns-01',
    service: '53/udp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: 'mail-01',
    to: 'mta-01',
    service: '25/tcp',
    when: { kind: 'continuous', perDay: 6 },
    traffic: shapes.mail,
  }),
  ...relate({
    from: 'mta-01',
    to: 'cloud-mail',
    service: '25/tcp',
    when: { kind: 'continuous', perDay: 6 },
    traffic: shapes.mail,
  }),
  ...relate({
    from: proxies,
    to: ['saas-crm', 'social-site', 'cdn', 'linux-mirror'],
    service: '443/tcp',
    when: { kind: 'business', perDay: 5 },
    traffic: shapes.web,
  }),
  ...relate({
    from: 'nas-02',
    to: 'cloud-mail',
    service: '443/tcp',
    when: { kind: 'weekly', weekday: 6, hour: 3 },
    traffic: shapes.upload,
  }),
];

const development: readonly RelationshipTruth[] = [
  ...relate({
    from: developers,
    to: directories,
    spread: true,
    service: '88/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.ticket,
  }),
  ...relate({
    from: developers,
    to: directories,
    spread: true,
    service: '53/udp',
    when: { kind: 'business', perDay: 2 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: developers,
    to: proxies,
    spread: true,
    service: '3128/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.web,
  }),
  ...relate({
    from: developers,
    to: 'mail-01',
    service: '443/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.web,
  }),
  ...relate({
    from: builds,
    to: ['package-registry', 'code-hosting', 'linux-mirror'],
    service: '443/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.patches,
  }),
  ...relate({
    from: ['git-01', 'ci-01', ...builds, ...tests],
    to: directories,
    spread: true,
    service: '53/udp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.lookup,
  }),
  ...relate({ from: 'git-01', to: 'code-hosting', service: '22/tcp', when: { kind: 'hourly' }, traffic: shapes.agent }),
  // Inside one zone without an exporter: true, and seen by nobody.
  ...relate({
    from: developers,
    to: 'git-01',
    service: '443/tcp',
    when: { kind: 'business', perDay: 3 },
    traffic: shapes.web,
  }),
  ...relate({
    from: ['ci-01', 'ci-02'],
    to: builds,
    service: '22/tcp',
    when: { kind: 'business', perDay: 3 },
    traffic: shapes.shell,
  }),
];

const voice: readonly RelationshipTruth[] = [
  ...relate({
    from: 'pbx-01',
    to: 'sip-trunk',
    // A trunk with registration: the exchange begins all its talks, from the very port that the provider answers on.
    service: '5060/udp',
    clientPort: 5060,
    when: { kind: 'business', perDay: 6 },
    traffic: shapes.poll,
  }),
  ...relate({
    from: 'pbx-01',
    to: 'dns-01',
    service: '53/udp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.lookup,
  }),
];

export const corporateRelationships: readonly RelationshipTruth[] = [...offices, ...servers, ...development, ...voice];
