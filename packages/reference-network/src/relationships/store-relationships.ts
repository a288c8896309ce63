import { storeNumbers } from '../hosts/store-hosts.ts';
import { numbered } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import { shapes } from '../traffic-shapes.ts';

function storeOf(store: number): RelationshipTruth[] {
  const gateway = `store-${store}-gw`;
  const terminals = [`store-${store}-pos-1`, `store-${store}-pos-2`];
  return [
    ...relate({
      from: terminals,
      to: gateway,
      service: '9100/tcp',
      when: { kind: 'store', perDay: 2 },
      traffic: shapes.authorisation,
    }),
    ...relate({
      from: terminals,
      to: gateway,
      service: '53/udp',
      when: { kind: 'store', perDay: 0.5 },
      traffic: shapes.lookup,
    }),
  ];
}

const gateways = storeNumbers.map((store) => `store-${store}-gw`);

/** Terminals to their gateway, gateways to the payment interface and to management. */
export const storeRelationships: readonly RelationshipTruth[] = [
  ...storeNumbers.flatMap(storeOf),
  ...relate({
    from: gateways,
    to: numbered('pay-api', 1, 4),
    spread: true,
    service: '8443/tcp',
    when: { kind: 'store', perDay: 3 },
    traffic: shapes.authorisation,
  }),
  ...relate({
    from: gateways,
    to: 'dns-01',
    service: '53/udp',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: gateways,
    to: 'ntp-01',
    service: '123/udp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.time,
  }),
  ...relate({
    from: gateways,
    to: 'siem-01',
    service: '514/udp',
    state: 'one-way',
    when: { kind: 'continuous', perDay: 1 },
    traffic: shapes.message,
  }),
  ...relate({
    from: 'mon-01',
    to: gateways,
    service: '161/udp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.poll,
  }),
  ...relate({
    from: 'cfg-01',
    to: gateways,
    service: '22/tcp',
    when: { kind: 'weekly', weekday: 2, hour: 4 },
    traffic: shapes.shell,
  }),
];
