import { hosts } from '../hosts.ts';
import type { ReferenceHost } from '../reference-host.ts';
import { relate } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import type { Schedule } from '../schedule.ts';
import { shapes } from '../traffic-shapes.ts';

const SCANNED_PORTS = [22, 80, 443, 5432, 8443];
const scanned = hosts.filter(
  ({ zone, address }) => ['Payment application', 'Card vault', 'DMZ'].includes(zone) && address.startsWith('10.'),
);
const when: Schedule = { kind: 'weekly', weekday: 6, hour: 22 };

/** Open: a whole connection. Closed: a reset from the card vault and the DMZ, silence where the host's own filter drops. */
function probe({ name, zone, offers }: ReferenceHost, port: number): RelationshipTruth[] {
  const service = `${port}/tcp`;
  const draft = { from: 'scan-01', to: name, service, when, trap: 'scanner' } as const;
  if (offers.includes(service)) return relate({ ...draft, traffic: shapes.poll });
  if (zone === 'Payment application') return relate({ ...draft, state: 'attempted', traffic: shapes.syn });
  return relate({ ...draft, state: 'attempted', answer: 'reset', traffic: shapes.probe });
}

/** Every Saturday night the scanner touches five ports of every payment, vault and DMZ system. */
export const scannerRelationships: readonly RelationshipTruth[] = scanned.flatMap((target) =>
  SCANNED_PORTS.flatMap((port) => probe(target, port)),
);
