import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { LineWriter } from './output.ts';
import { ProblemLog } from './problem-log.ts';

function memory() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { lines: new LineWriter(stream), text: () => chunks.join('') };
}

const NO_TEMPLATE = { packet: 3, code: 'no-template', offset: 20 };

test('counts by code: what the decoder names has its meaning, what the file reader names its first detail', () => {
  const log = new ProblemLog('a.pcap', undefined);
  log.add(NO_TEMPLATE);
  log.add({ ...NO_TEMPLATE, packet: 4 });
  log.add({ packet: null, code: 'truncated-file', offset: 90, detail: 'the file ends inside a header' });
  expect([...log.summary()]).toEqual([
    'scopemap: a.pcap: no-template (2): A data set came before its template; it waits for it within the configured bounds.',
    'scopemap: a.pcap: truncated-file (1): the file ends inside a header',
  ]);
});

test('writes each problem once, as a line of JSON that names the file', async () => {
  const { lines, text } = memory();
  const log = new ProblemLog('a.pcap', lines);
  log.add(NO_TEMPLATE);
  await log.write();
  await log.write();
  await lines.flush();
  expect(text()).toBe('{"file":"a.pcap","packet":3,"code":"no-template","offset":20}\n');
});
