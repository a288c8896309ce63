import { numbered } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import { shapes } from '../traffic-shapes.ts';

const payApps = numbered('pay-app', 1, 12);
const payApis = numbered('pay-api', 1, 4);
const tokens = numbered('token', 1, 2);
const settles = numbered('settle', 1, 2);
const vaultDbs = numbered('vault-db', 1, 4);
const hsms = numbered('hsm', 1, 2);

/** Inside the two CDE zones; only the virtual switch sees them. */
const inside: readonly RelationshipTruth[] = [
  ...relate({
    from: payApis,
    to: payApps.slice(0, 6),
    service: '8080/tcp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.authorisation,
  }),
  ...relate({
    from: payApps,
    to: tokens,
    service: '8443/tcp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.authorisation,
  }),
  ...relate({
    from: payApps,
    to: 'mq-01',
    service: '5671/tcp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.queue,
  }),
  ...relate({
    from: [...settles, 'recon-01'],
    to: 'mq-01',
    service: '5671/tcp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.queue,
  }),
  ...relate({
    from: payApps,
    to: vaultDbs,
    spread: true,
    service: '5432/tcp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.query,
  }),
  ...relate({
    from: tokens,
    to: vaultDbs,
    service: '5432/tcp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.query,
  }),
  ...relate({
    from: [...settles, 'recon-01'],
    to: ['vault-db-01', 'vault-db-02'],
    service: '5432/tcp',
    when: { kind: 'nightly', hour: 1 },
    traffic: shapes.dump,
  }),
  ...relate({
    from: [...tokens, ...payApis],
    to: hsms,
    service: '1500/tcp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.crypto,
  }),
  ...relate({
    from: vaultDbs,
    to: hsms,
    service: '1500/tcp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.crypto,
  }),
  ...relate({
    from: ['vault-db-02', 'vault-db-04'],
    to: ['vault-db-01', 'vault-db-03'],
    spread: true,
    service: '5432/tcp',
    when: { kind: 'continuous', perDay: 4 },
    traffic: shapes.replication,
  }),
  ...relate({
    from: vaultDbs,
    to: ['vault-bkp-01', 'vault-bkp-02'],
    spread: true,
    service: '22/tcp',
    when: { kind: 'nightly', hour: 3 },
    traffic: shapes.backup,
  }),
];

/** From the CDE to acquirers and other third parties. */
const outward: readonly RelationshipTruth[] = [
  ...relate({
    from: payApis,
    to: ['acquirer-a', 'acquirer-b'],
    service: '443/tcp',
    when: { kind: 'store', perDay: 2 },
    traffic: shapes.authorisation,
  }),
  ...relate({
    from: payApps,
    to: 'fraud-api',
    service: '443/tcp',
    when: { kind: 'store', perDay: 0.5 },
    traffic: shapes.authorisation,
  }),
  ...relate({
    from: tokens,
    to: 'tokeniser',
    service: '443/tcp',
    when: { kind: 'continuous', perDay: 2 },
    traffic: shapes.authorisation,
  }),
  ...relate({
    from: settles,
    to: 'sftp-01',
    service: '22/tcp',
    when: { kind: 'nightly', hour: 4 },
    traffic: shapes.upload,
  }),
  ...relate({
    from: 'recon-01',
    to: 'bank-sftp',
    service: '22/tcp',
    when: { kind: 'month-end', hour: 23 },
    traffic: shapes.upload,
  }),
  ...relate({
    from: [...payApps, ...payApis],
    to: ['proxy-01', 'proxy-02'],
    spread: true,
    service: '3128/tcp',
    when: { kind: 'continuous', perDay: 0.3 },
    traffic: shapes.web,
  }),
  ...relate({
    from: ['recon-01', ...settles],
    to: 'mta-01',
    service: '25/tcp',
    when: { kind: 'nightly', hour: 5 },
    traffic: shapes.mail,
  }),
];

/** From the web shop to the payment interface. */
const inward: readonly RelationshipTruth[] = relate({
  from: numbered('web', 1, 6),
  to: payApis,
  service: '8443/tcp',
  when: { kind: 'continuous', perDay: 1 },
  traffic: shapes.authorisation,
});

export const paymentRelationships: readonly RelationshipTruth[] = [...inside, ...outward, ...inward];
