import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cut, readAll } from './testing/read-all.ts';
import { readDatagrams } from './testing/read-datagrams.ts';

/** Captures of real exporters beside the repository; they are not part of it. */
const CORPUS = new URL('../../../../../shared/corpus/netflow/', import.meta.url);
const names = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => name.endsWith('.pcap')) : [];
if (names.length === 0) console.log('corpus tests left out: no captures beside the repository');

describe.skipIf(names.length === 0)('captures of real exporters', () => {
  test.each(names)('%s', (name) => {
    const file = readFileSync(new URL(name, CORPUS));
    const summary = JSON.parse(readFileSync(new URL(name.replace(/\.pcap$/, '.summary.json'), CORPUS), 'utf8'));
    const { frames, problems } = readAll(cut(file, 4096));
    const result = readDatagrams(frames);
    expect([...problems, ...result.problems]).toEqual([]);
    expect(result.counters).toEqual({ datagrams: summary.packets });
    const exporters = new Set(result.datagrams.map(({ source, sourcePort }) => formatEndpoint(source, sourcePort)));
    expect([...exporters].sort()).toEqual(Object.keys(summary.exporters).sort());
  });
});

function formatEndpoint(address: string, port: number): string {
  return `${address}:${port}`;
}
