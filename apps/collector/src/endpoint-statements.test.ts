import { confirmEndpoint } from '@scopemap/database';
import { emptyDatabase, freshDatabase, seedRelationship } from '@scopemap/database/testing';
import { createEndpointKnowledge, type EndpointRole } from '@scopemap/scope-model';
import { beforeEach, expect, test } from 'vitest';
import { EndpointStatements } from './endpoint-statements.ts';
import { importScan } from './nmap-import/import-scan.ts';

const { db } = await freshDatabase();

const SERVER = '2001:db8::7';

beforeEach(() => emptyDatabase(db));

const say = (role: EndpointRole | null) =>
  confirmEndpoint(db, { address: SERVER, protocol: 6, port: 8443, role, author: 'a test', reason: 'because' });

async function scan(time: number, state: string): Promise<void> {
  async function* file() {
    yield new TextEncoder().encode(`<nmaprun start="${time}"><host><status state="up"/><address addr="${SERVER}" addrtype="ipv6"/>
      <ports><port protocol="tcp" portid="8443"><state state="${state}"/></port></ports></host></nmaprun>`);
  }
  await importScan({ db, file: file(), fileName: 'scan.xml', author: 'a test' });
}

test('a builder learns what persons and scans say, and forgets what no longer holds', async () => {
  await seedRelationship(db, { client: '2001:db8::5', server: SERVER, port: 443 });
  const knowledge = createEndpointKnowledge();
  const stated = new EndpointStatements(knowledge);
  const find = async () => {
    await stated.refresh(db);
    return knowledge.find(SERVER, 6, 8443);
  };
  expect(await find()).toBeUndefined();
  await scan(1_790_000_000, 'open');
  expect(await find()).toEqual({ basis: 'scan', role: 'server' });
  await say('not-server');
  expect(await find()).toEqual({ basis: 'person', role: 'not-server' });
  await say('server');
  expect(await find()).toEqual({ basis: 'person', role: 'server' });
  await say(null);
  expect(await find()).toEqual({ basis: 'scan', role: 'server' });
  await scan(1_790_000_100, 'closed');
  expect(await find()).toBeUndefined();
});
