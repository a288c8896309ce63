import { numbered } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import { shapes } from '../traffic-shapes.ts';

const PING = { type: 8, code: 0, replyType: 0 } as const;
const phones = numbered('phone', 1, 10);

/** Both sides on the same port: relations of peers. Address translation keeps such a port. */
const peers: readonly RelationshipTruth[] = [
  ...relate({
    from: 'ntp-01',
    to: ['ntp-02', 'ntp-pool-1'],
    service: '123/udp',
    kind: 'peer',
    clientPort: 123,
    when: { kind: 'continuous', perDay: 8 },
    traffic: shapes.time,
  }),
  ...relate({
    from: ['dc-01', 'dc-02'],
    to: 'ntp-01',
    service: '123/udp',
    kind: 'peer',
    clientPort: 123,
    when: { kind: 'continuous', perDay: 4 },
    traffic: shapes.time,
  }),
  ...relate({
    from: numbered('ws', 1, 20, 3),
    to: ['dc-01', 'dc-02'],
    spread: true,
    service: '123/udp',
    kind: 'peer',
    clientPort: 123,
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.time,
  }),
  ...relate({
    from: 'edge-vpn',
    to: 'dr-site',
    service: '500/udp',
    kind: 'peer',
    clientPort: 500,
    when: { kind: 'continuous', perDay: 3 },
    traffic: shapes.keys,
  }),
];

/** Protocols without ports. Tunnels hide what goes through them. */
const portless: readonly RelationshipTruth[] = [
  ...relate({
    from: 'edge-vpn',
    to: 'dr-site',
    service: 'esp',
    kind: 'peer',
    when: { kind: 'hourly' },
    traffic: shapes.tunnel,
  }),
  ...relate({
    from: 'edge-vpn',
    to: 'dr-site',
    service: 'gre',
    kind: 'peer',
    when: { kind: 'nightly', hour: 21 },
    traffic: shapes.tunnel,
  }),
  ...relate({
    from: numbered('adm-ws', 1, 4),
    to: ['dc-01', 'jump-01'],
    service: 'icmp',
    kind: 'portless',
    icmp: PING,
    when: { kind: 'business', perDay: 0.5 },
    traffic: shapes.ping,
  }),
];

/** Groups are not hosts: these only prove in which segment the sender is. */
const multicast: readonly RelationshipTruth[] = [
  ...relate({
    from: ['core-sw-1', 'store-117-gw'],
    to: '224.0.0.2',
    service: '1985/udp',
    kind: 'multicast',
    clientPort: 1985,
    state: 'one-way',
    when: { kind: 'hourly' },
    traffic: shapes.hello,
  }),
  ...relate({
    from: numbered('ws', 1, 12, 3),
    to: '224.0.0.252',
    service: '5355/udp',
    kind: 'multicast',
    state: 'one-way',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.shout,
  }),
];

/** Media streams between two changing ports. */
const media: readonly RelationshipTruth[] = [
  ...relate({
    from: phones,
    to: numbered('ws', 31, 40, 3),
    spread: true,
    service: 'udp',
    kind: 'undecidable',
    when: { kind: 'business', perDay: 1 },
    traffic: shapes.voice,
    trap: 'voice-media',
  }),
  ...relate({
    from: phones.slice(0, 5),
    to: 'sip-trunk',
    service: 'udp',
    kind: 'undecidable',
    when: { kind: 'business', perDay: 2 },
    traffic: shapes.voice,
    trap: 'voice-media',
  }),
];

export const unusualRelationships: readonly RelationshipTruth[] = [...peers, ...portless, ...multicast, ...media];
