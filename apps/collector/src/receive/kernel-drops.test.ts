import { expect, test } from 'vitest';
import { addDrops, kernelDrops } from './kernel-drops.ts';

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  100: 00000000:0807 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31020 2 0000000000000000 17
  101: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 20301 2 0000000000000000 900
  102: 00000000000000000000000000000000:1283 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 31022 2 0000000000000000 5
`;

test.each([
  [[2055], [17]],
  [
    [2055, 4739],
    [17, 5],
  ],
  [[9995], [0]],
])('drops of ports %j', (ports, drops) => {
  const counts = new Map(ports.map((port) => [port, 0]));
  addDrops(TABLE, counts);
  expect([...counts.values()]).toEqual(drops);
});

test('the system of this machine is asked', async () => {
  const nothing = process.platform === 'linux' ? 0 : Number.NaN;
  expect(await kernelDrops([1, 2, 1])).toEqual([nothing, nothing, nothing]);
});
