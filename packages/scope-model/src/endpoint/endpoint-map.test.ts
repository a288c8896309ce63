import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EndpointMap } from './endpoint-map.ts';

const endpoint = fc.tuple(
  fc.integer({ min: 1, max: 12 }).map((host) => `10.0.0.${host}`),
  fc.constantFrom(6, 17),
  fc.constantFrom(53, 443),
);
const step = fc.tuple(endpoint, fc.option(fc.nat(), { nil: null }));

it('holds what a map by text would hold, however many addresses share a port', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const map = new EndpointMap<number>();
      const expected = new Map<string, number>();
      for (const [[address, protocol, port], value] of steps) {
        const key = `${address} ${protocol} ${port}`;
        if (value === null) {
          map.delete(address, protocol, port);
          expected.delete(key);
        } else {
          map.set(address, protocol, port, value);
          expected.set(key, value);
        }
        expect(map.get(address, protocol, port)).toBe(expected.get(key));
        expect(map.size).toBe(expected.size);
      }
      for (const [[address, protocol, port]] of steps)
        expect(map.get(address, protocol, port)).toBe(expected.get(`${address} ${protocol} ${port}`));
      expect([...map.values()].sort()).toEqual([...expected.values()].sort());
    }),
  );
});
