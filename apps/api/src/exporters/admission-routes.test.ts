import { noteWaitingSenders } from '@scopemap/database';
import { expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();

it('lists who waits, takes decisions, and forgets the rest', async () => {
  await noteWaitingSenders(
    db,
    ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) => ({ address, first: 0, last: 1_000, datagrams: 1 })),
  );
  const decide = (body: object) =>
    call<{ senders: { address: string; state: string }[] }>('POST', '/api/exporters/admissions', body);
  expect(await decide({ address: '192.0.2.1', decision: 'allowed' })).toMatchObject({ status: 200 });
  const { body } = await decide({ address: '2001:DB8::1', decision: 'refused', reason: 'unknown' });
  expect(body.senders.map(({ address, state }) => `${address} ${state}`)).toEqual([
    '192.0.2.2 waiting',
    '192.0.2.3 waiting',
    '192.0.2.1 allowed',
    '2001:db8::1 refused',
  ]);
  expect(await decide({ address: 'router', decision: 'allowed' })).toMatchObject({ status: 400 });
  expect(await call('PUT', '/api/exporters/admissions/mode', { mode: 'ask' })).toMatchObject({
    status: 200,
    body: { mode: 'ask' },
  });
  expect(await call('DELETE', '/api/exporters/admissions/waiting')).toMatchObject({ status: 200 });
  expect(await call('GET', '/api/exporters/admissions')).toMatchObject({
    body: {
      mode: 'ask',
      senders: [
        { address: '192.0.2.1', state: 'allowed' },
        { address: '2001:db8::1', state: 'refused' },
      ],
    },
  });
});
