import { beforeEach, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, type SeededRelationship, seedRelationship } from '../../testing/index.ts';
import { nameFacts } from './name-facts.ts';

const { db } = await freshDatabase();

beforeEach(() => emptyDatabase(db));

const A = '10.1.0.5';
const B = '10.2.0.7';

test.each<[string, Partial<SeededRelationship>]>([
  [`${A} → ${B} 443/tcp`, { port: 443 }],
  [`${A} → ${B} 5060/sctp`, { port: 5060, protocol: 132 }],
  [`${A} → ${B} icmp`, { port: 0, protocol: 1 }],
  [`${A} ↔ ${B} esp`, { port: 0, clientPort: 0, protocol: 50 }],
  [`${A} ↔ ${B} proto-253`, { port: 0, clientPort: 0, protocol: 253 }],
  [`${A} ↔ ${B} 51000 and 50443/tcp`, { port: 50_443, clientPort: 51_000 }],
  [`${A} ↔ ${B} 123/udp`, { port: 123, clientPort: 123, protocol: 17 }],
])('a contact is called %s', async (name, parts) => {
  await seedRelationship(db, { client: A, server: B, port: 0, ...parts });
  const { id } = await db.selectFrom('relationship').select('id').executeTakeFirstOrThrow();
  const ref = { kind: 'contact', id: `contact-${id}` } as const;
  expect((await nameFacts(db, [ref]))(ref)).toMatchObject({ name });
});
