import { expect, test } from 'vitest';
import { ExporterSilence } from './exporter-silence.ts';

const seen = (address: string, last: number) => ({ address, first: last, last });

test('an exporter falls silent once, and comes back once', () => {
  const silence = new ExporterSilence(60_000);
  silence.note([seen('192.0.2.1', 0), seen('192.0.2.2', 50_000)]);
  expect(silence.check(60_000)).toEqual({ silent: [], back: [] });
  expect(silence.check(60_001)).toEqual({ silent: [{ exporter: '192.0.2.1', last: 0 }], back: [] });
  expect(silence.check(60_002)).toEqual({ silent: [], back: [] });
  expect([...silence.silent]).toEqual(['192.0.2.1']);
  silence.note([seen('192.0.2.1', 70_000)]);
  expect(silence.check(70_000)).toEqual({ silent: [], back: ['192.0.2.1'] });
  expect(silence.silent.size).toBe(0);
});

test('a clock that goes back makes nobody silent, and takes no time back', () => {
  const silence = new ExporterSilence(60_000);
  silence.note([seen('192.0.2.1', 100_000)]);
  silence.note([seen('192.0.2.1', 10_000)]);
  expect(silence.check(20_000)).toEqual({ silent: [], back: [] });
  expect(silence.lastSeen.get('192.0.2.1')).toBe(100_000);
});
