import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const execute = promisify(execFile);
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../packages/flow-codec/src/fixtures/${name}.pcap`, import.meta.url));

const decode = (...args: string[]) => execute(process.execPath, [MAIN, 'decode', ...args], { maxBuffer: 1 << 26 });

test.each(['logstash-iptnetflow-v9', 'logstash-netscaler-ipfix-datafirst', 'logstash-softflowd-v5'])(
  '%s: statistics count the records that decoding prints',
  async (name) => {
    const printed = (await decode(fixture(name))).stdout.split('\n').filter((line) => line !== '').length;
    const { stdout } = await decode('--stats', fixture(name));
    const counted = [...stdout.matchAll(/flow records (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(counted).toBe(printed);
    expect(counted).toBeGreaterThan(0);
  },
);

test('statistics name templates, undecodable sets and loss per exporter', async () => {
  const { stdout } = await decode('--stats', fixture('logstash-iptnetflow-v9'));
  expect(stdout.split('\n').slice(1, -1)).toEqual([
    '  exporter 192.0.2.16 port 50000 domain 0 version 9',
    '    datagrams 1, flow records 12, options records 0',
    '    sequence: received 1, lost 0, reordered 0, duplicates 0, resets 0',
    '    sets waiting for a template: 6 (recovered 0, dropped 0)',
    '    template 260: 20 fields, 12 records',
    '    problem no-template: 6',
  ]);
});
