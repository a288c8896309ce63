import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../testing/index.ts';
import { DAY, day, directed, ingest, minute, NOON, undirected } from '../testing/window-samples.ts';
import { applyWindow } from './ingest-window.ts';

const { db } = await freshDatabase();

/** All relationships with their counts, in a form to compare with. */
async function stored() {
  const { rows } = await sql<Record<string, unknown>>`
    select host(c.address) || ' ' || host(s.address) || ' ' || r.protocol || ' ' || r.port || ' ' || r.client_port as key,
      r.method, r.confidence, r.state,
      (select jsonb_agg(jsonb_build_array(d.day, host(e.address), d.flows, d.packets, d.octets) order by d.day, e.address)
       from relationship_day d join exporter e on e.id = d.exporter_id where d.relationship_id = r.id) as days
    from relationship r join host c on c.id = r.client_id join host s on s.id = r.server_id order by 1`.execute(db);
  return rows;
}

beforeEach(async () => {
  await sql`truncate exporter, host, relationship, relationship_day, applied_window, learned_endpoint, flow cascade`.execute(
    db,
  );
});

describe('relationships', () => {
  test('are created with their hosts and exporters', async () => {
    expect(await applyWindow(db, ingest('a', { relationships: [directed()] }))).toEqual({
      applied: true,
      relationships: 1,
    });
    expect(await stored()).toEqual([
      {
        key: '10.1.0.5 10.2.0.7 6 443 -1',
        method: 'known-service',
        confidence: 'medium',
        state: 'attempted',
        days: [[DAY, '192.0.2.1', 1, 10, 1000]],
      },
    ]);
    const hosts = await db
      .selectFrom('host')
      .select(['address', 'first_seen', 'last_seen'])
      .orderBy('address')
      .execute();
    expect(hosts).toEqual(
      ['10.1.0.5', '10.2.0.7'].map((address) => ({
        address,
        first_seen: new Date(NOON),
        last_seen: new Date(NOON + 500),
      })),
    );
  });

  test('a window applied twice counts once and says so', async () => {
    const window = ingest('a', { relationships: [directed()] }, { health: [minute()] });
    await applyWindow(db, window);
    expect(await applyWindow(db, window)).toEqual({ applied: false, relationships: 0 });
    expect((await stored())[0]?.days).toEqual([[DAY, '192.0.2.1', 1, 10, 1000]]);
    expect(await db.selectFrom('exporter_health').select('datagrams').execute()).toEqual([{ datagrams: 3 }]);
  });

  test('two windows with one id at the same time count once', async () => {
    const window = ingest('a', { relationships: [directed()] });
    const results = await Promise.all([applyWindow(db, window), applyWindow(db, window), applyWindow(db, window)]);
    expect(results.filter((result) => result.applied)).toHaveLength(1);
    expect((await stored())[0]?.days).toEqual([[DAY, '192.0.2.1', 1, 10, 1000]]);
  });

  test('add up per day and observer over windows, and keep the strongest answers', async () => {
    await applyWindow(db, ingest('a', { relationships: [directed({ first: NOON - 5 })] }));
    const second = directed({
      direction: { method: 'tcp-flags', confidence: 'certain' },
      state: 'established',
      days: [day(), day({ exporter: '2001:db8::1', flows: 7 }), day({ day: '2026-01-16', octets: 5 })],
      last: NOON + 9000,
    });
    await applyWindow(db, ingest('b', { relationships: [second] }));
    await applyWindow(db, ingest('c', { relationships: [directed({ state: 'denied', days: [] })] }));
    expect(await stored()).toEqual([
      {
        key: '10.1.0.5 10.2.0.7 6 443 -1',
        method: 'tcp-flags',
        confidence: 'certain',
        state: 'established',
        days: [
          [DAY, '192.0.2.1', 2, 20, 2000],
          [DAY, '2001:db8::1', 7, 10, 1000],
          ['2026-01-16', '192.0.2.1', 1, 10, 5],
        ],
      },
    ]);
    const row = await db.selectFrom('relationship').select(['first_seen', 'last_seen']).executeTakeFirstOrThrow();
    expect(row).toEqual({ first_seen: new Date(NOON - 5), last_seen: new Date(NOON + 9000) });
  });

  test('without ports and without direction keep their two sides', async () => {
    const ping = undirected({
      protocol: 58,
      endpoints: [
        { address: '2001:db8::1', port: null },
        { address: '2001:db8:0:1::2', port: null },
      ],
    });
    await applyWindow(db, ingest('a', { relationships: [ping, undirected()] }));
    expect((await stored()).map((row) => row.key)).toEqual([
      '10.1.0.5 10.2.0.7 6 50001 50000',
      '2001:db8::1 2001:db8:0:1::2 58 0 0',
    ]);
  });

  test('counts beyond 32 bits are exact', async () => {
    await applyWindow(
      db,
      ingest('a', { relationships: [directed({ days: [day({ octets: Number.MAX_SAFE_INTEGER })] })] }),
    );
    const row = await db.selectFrom('relationship_day').select('octets').executeTakeFirstOrThrow();
    expect(row.octets).toBe('9007199254740991');
  });
});

test('counts without end stop at the end of the column, and keep no other relationship out', async () => {
  const endless = () => directed({ days: [day({ packets: Number.MAX_VALUE, octets: Number.MAX_VALUE })] });
  await applyWindow(db, ingest('a', { relationships: [endless()] }));
  await sql`update relationship_day set octets = 9223372036854775000`.execute(db);
  await applyWindow(db, ingest('b', { relationships: [endless(), directed({ port: 80 })] }));
  const rows = await db.selectFrom('relationship_day').select(['packets', 'octets']).orderBy('octets').execute();
  expect(rows).toEqual([
    { packets: '10', octets: '1000' },
    { packets: '18014398509481982', octets: '9223372036854775807' },
  ]);
});

describe('attempts and ICMP messages', () => {
  const details = () =>
    db.selectFrom('relationship').select(['client_port', 'attempts', 'icmp_type', 'icmp_code']).orderBy('id').execute();
  const echo = (icmpType: number | null, icmpCode: number | null) =>
    directed({ protocol: 1, port: null, icmpType, icmpCode });

  test('attempts add up and are taken back, never below none', async () => {
    await applyWindow(db, ingest('a', { relationships: [directed({ attempts: -1 })] }));
    await applyWindow(db, ingest('b', { relationships: [directed({ attempts: 5 })] }));
    await applyWindow(db, ingest('c', { relationships: [directed({ attempts: -2, state: 'established' })] }));
    expect(await details()).toMatchObject([{ attempts: '3' }]);
    await applyWindow(db, ingest('d', { relationships: [directed({ attempts: -7 })] }));
    expect(await details()).toMatchObject([{ attempts: '0' }]);
  });

  test('a correction takes its attempts along', async () => {
    const before = undirected({ attempts: 1 });
    const four = undirected({ attempts: 4, days: [day({ flows: 4, packets: 40, octets: 4000 })] });
    await applyWindow(db, ingest('a', { relationships: [four] }));
    await applyWindow(db, ingest('b', { corrections: [{ before, after: directed({ attempts: 1 }) }] }));
    expect(await details()).toMatchObject([
      { client_port: 50_000, attempts: '3' },
      { client_port: -1, attempts: '1' },
    ]);
  });

  test.each<[string, [number | null, number | null][], [number | null, number | null]]>([
    [
      'one message',
      [
        [3, 13],
        [3, 13],
      ],
      [3, 13],
    ],
    [
      'another code',
      [
        [3, 13],
        [3, 1],
      ],
      [3, null],
    ],
    [
      'another type with the same code',
      [
        [3, 1],
        [11, 1],
      ],
      [null, null],
    ],
    [
      'a request',
      [
        [8, null],
        [8, null],
      ],
      [8, null],
    ],
    [
      'several, once there were',
      [
        [3, 1],
        [11, 1],
        [3, 1],
      ],
      [null, null],
    ],
  ])('type and code stand for all messages: %s', async (_, messages, [icmp_type, icmp_code]) => {
    for (const [i, [type, code]] of messages.entries())
      await applyWindow(db, ingest(`${i}`, { relationships: [echo(type, code)] }));
    expect(await details()).toMatchObject([{ icmp_type, icmp_code }]);
    await sql`truncate relationship, relationship_day, applied_window`.execute(db);
    // The order of writing within one window is the same rule.
    const corrections = messages.map(([type, code]) => ({ before: directed(), after: echo(type, code) }));
    await applyWindow(db, ingest('all', { corrections }));
    expect(await details()).toMatchObject([{ icmp_type, icmp_code }]);
  });
});

describe('corrections', () => {
  test('move an undirected relationship to its direction, with its days', async () => {
    await applyWindow(db, ingest('a', { relationships: [undirected()] }));
    const after = directed({
      port: 50_001,
      direction: { method: 'tcp-flags', confidence: 'high' },
      state: 'established',
    });
    await applyWindow(db, ingest('b', { corrections: [{ before: undirected(), after }] }));
    expect(await stored()).toEqual([
      {
        key: '10.1.0.5 10.2.0.7 6 50001 -1',
        method: 'tcp-flags',
        confidence: 'high',
        state: 'established',
        days: [[DAY, '192.0.2.1', 1, 10, 1000]],
      },
    ]);
  });

  test('merge into a relationship that exists, and leave what is not theirs', async () => {
    const twice = undirected({ days: [day({ flows: 3, packets: 30, octets: 3000 })] });
    await applyWindow(db, ingest('a', { relationships: [twice, directed({ port: 50_001 })] }));
    await applyWindow(db, ingest('b', { corrections: [{ before: undirected(), after: directed({ port: 50_001 }) }] }));
    expect((await stored()).map((row) => [row.key, row.days])).toEqual([
      ['10.1.0.5 10.2.0.7 6 50001 -1', [[DAY, '192.0.2.1', 2, 20, 2000]]],
      ['10.1.0.5 10.2.0.7 6 50001 50000', [[DAY, '192.0.2.1', 2, 20, 2000]]],
    ]);
  });

  test('on the same key become the difference', async () => {
    await applyWindow(db, ingest('a', { relationships: [directed()] }));
    const after = directed({ state: 'established', days: [day({ packets: 8, octets: 1200 })] });
    await applyWindow(db, ingest('b', { corrections: [{ before: directed(), after }] }));
    expect((await stored()).map((row) => [row.state, row.days])).toEqual([
      ['established', [[DAY, '192.0.2.1', 1, 8, 1200]]],
    ]);
  });

  test('of what was never stored take nothing below zero', async () => {
    await applyWindow(db, ingest('b', { corrections: [{ before: undirected(), after: directed() }] }));
    expect((await stored()).map((row) => [row.key, row.days])).toEqual([
      ['10.1.0.5 10.2.0.7 6 443 -1', [[DAY, '192.0.2.1', 1, 10, 1000]]],
    ]);
  });
});
