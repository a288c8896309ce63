import { numbered } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import { shapes } from '../traffic-shapes.ts';

const guests = numbered('guest', 1, 24, 3);
const shoppers = numbered('shopper', 1, 7);

/** Shoppers, guests and what the DMZ does with them. */
export const outsideRelationships: readonly RelationshipTruth[] = [
  ...relate({
    from: shoppers,
    to: 'shop-vip',
    service: '443/tcp',
    when: { kind: 'continuous', perDay: 3 },
    traffic: shapes.web,
  }),
  ...relate({
    from: shoppers.slice(0, 2),
    to: 'shop-vip',
    ipv6: true,
    service: '443/tcp',
    when: { kind: 'continuous', perDay: 2 },
    traffic: shapes.web,
  }),
  ...relate({
    from: shoppers.slice(4),
    to: 'shop-vip',
    service: '80/tcp',
    when: { kind: 'continuous', perDay: 0.5 },
    traffic: shapes.agent,
  }),
  // Inside the DMZ no device exports: the pair behind the load balancer stays hidden.
  ...relate({
    from: ['lb-01', 'lb-02'],
    to: ['waf-01', 'waf-02'],
    service: '443/tcp',
    when: { kind: 'continuous', perDay: 20 },
    traffic: shapes.web,
  }),
  ...relate({
    from: ['waf-01', 'waf-02'],
    to: numbered('web', 1, 6),
    service: '8080/tcp',
    when: { kind: 'continuous', perDay: 20 },
    traffic: shapes.web,
  }),
  ...relate({
    from: guests,
    to: ['public-dns-1', 'public-dns-2'],
    spread: true,
    service: '53/udp',
    when: { kind: 'store', perDay: 1 },
    traffic: shapes.lookup,
  }),
  ...relate({
    from: guests,
    to: ['social-site', 'video-site', 'cdn'],
    spread: true,
    service: '443/tcp',
    when: { kind: 'store', perDay: 1 },
    traffic: shapes.web,
  }),
  ...relate({
    from: guests.slice(0, 8),
    to: 'video-site',
    service: '443/udp',
    when: { kind: 'store', perDay: 0.5 },
    traffic: shapes.files,
  }),
  ...relate({
    from: 'cloud-mail',
    to: 'mta-01',
    service: '25/tcp',
    when: { kind: 'continuous', perDay: 6 },
    traffic: shapes.mail,
  }),
  ...relate({
    from: 'asv-scanner',
    to: 'shop-vip',
    service: '443/tcp',
    when: { kind: 'weekly', weekday: 0, hour: 4 },
    traffic: shapes.web,
  }),
];
