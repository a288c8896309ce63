import { numbered } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import { shapes } from '../traffic-shapes.ts';

/** Into the CDE from where nothing should come. */
const intoTheCde: readonly RelationshipTruth[] = [
  ...relate({
    from: 'build-03',
    to: 'pay-app-07',
    service: '22/tcp',
    when: { kind: 'business', perDay: 0.4 },
    traffic: shapes.shell,
    trap: 'misrouted-developer',
  }),
  ...relate({
    from: 'bi-02',
    to: 'vault-db-03',
    service: '5432/tcp',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.query,
    trap: 'report-on-the-vault',
  }),
  ...relate({
    from: 'nas-02',
    to: 'vault-bkp-01',
    service: '873/tcp',
    when: { kind: 'weekly', weekday: 0, hour: 2 },
    traffic: shapes.dump,
    trap: 'weekly-backup',
  }),
  ...relate({
    from: 'showroom-nat',
    to: 'pay-api-02',
    service: '8443/tcp',
    when: { kind: 'store', perDay: 2 },
    traffic: shapes.authorisation,
    trap: 'showroom-nat',
  }),
  ...relate({
    from: 'guest-017',
    to: ['pay-app-01', 'pay-app-02', 'pay-app-03'],
    service: '443/tcp',
    state: 'attempted',
    when: { kind: 'once', daysBeforeEnd: 6 },
    traffic: shapes.syn,
    trap: 'knocking',
  }),
  ...relate({
    from: 'ws-033',
    to: 'vault-db-01',
    service: '3389/tcp',
    state: 'attempted',
    when: { kind: 'once', daysBeforeEnd: 4 },
    traffic: shapes.syn,
    trap: 'knocking',
  }),
];

/** Out of the CDE to where nothing should go. */
const outOfTheCde: readonly RelationshipTruth[] = [
  ...relate({
    from: 'store-117-pos-2',
    to: '203.0.113.66',
    service: '443/tcp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.agent,
    trap: 'terminal-calls-stranger',
  }),
  ...relate({
    from: 'settle-02',
    to: 'ntp-pool-2',
    service: '123/udp',
    when: { kind: 'continuous', perDay: 2 },
    traffic: shapes.time,
    trap: 'foreign-time',
  }),
  ...relate({
    from: 'recon-01',
    to: 'file-01',
    service: '445/tcp',
    when: { kind: 'weekly', weekday: 5, hour: 18 },
    traffic: shapes.files,
    trap: 'reconciliation-share',
  }),
];

/** Influence on what guards or serves the CDE. */
const influence: readonly RelationshipTruth[] = [
  ...relate({
    from: 'support-vendor',
    to: 'vpn-01',
    service: '443/tcp',
    when: { kind: 'weekly', weekday: 2, hour: 9 },
    traffic: shapes.terminal,
    trap: 'support-vendor',
  }),
  ...relate({
    from: 'vpn-01',
    to: 'pay-app-02',
    service: '22/tcp',
    when: { kind: 'weekly', weekday: 2, hour: 10 },
    traffic: shapes.shell,
    trap: 'support-vendor',
  }),
  ...relate({
    from: 'dc-11',
    to: 'dc-01',
    service: '135/tcp',
    when: { kind: 'continuous', perDay: 4 },
    traffic: shapes.agent,
    trap: 'replicating-directory',
  }),
  ...relate({
    from: 'dc-11',
    to: 'dc-01',
    service: '49155/tcp',
    when: { kind: 'continuous', perDay: 4 },
    traffic: shapes.replication,
    trap: 'replicating-directory',
  }),
  ...relate({
    from: 'ci-02',
    to: numbered('web', 1, 4),
    service: '22/tcp',
    when: { kind: 'business', perDay: 0.4 },
    traffic: shapes.shell,
    trap: 'deploy-pipeline',
  }),
];

/** Hard to read rather than wrong. */
const hardToRead: readonly RelationshipTruth[] = [
  ...relate({
    from: ['cfg-01', 'mon-01'],
    to: ['token-01', 'token-02'],
    service: '47001/tcp',
    when: { kind: 'continuous', perDay: 2 },
    traffic: shapes.agent,
    trap: 'odd-ports',
  }),
  ...relate({
    from: ['jump-01', 'jump-02', 'mon-01'],
    to: 'vcenter-01',
    service: '9443/tcp',
    when: { kind: 'business', perDay: 2 },
    traffic: shapes.web,
    trap: 'odd-ports',
  }),
  ...relate({
    from: 'build-01',
    to: 'ftp-01',
    service: '21/tcp',
    when: { kind: 'nightly', hour: 20 },
    traffic: shapes.agent,
    trap: 'active-ftp',
  }),
  ...relate({
    from: 'ftp-01',
    to: 'build-01',
    service: 'tcp',
    clientPort: 20,
    when: { kind: 'nightly', hour: 20 },
    traffic: shapes.upload,
    trap: 'active-ftp',
  }),
  ...relate({
    from: '10.99.0.7',
    to: 'file-02',
    service: '445/tcp',
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.files,
    trap: 'address-without-zone',
  }),
];

export const trapRelationships: readonly RelationshipTruth[] = [
  ...intoTheCde,
  ...outOfTheCde,
  ...influence,
  ...hardToRead,
];
