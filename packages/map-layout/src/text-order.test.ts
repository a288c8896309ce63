import { expect, test } from 'vitest';
import { byNaturalText } from './text-order.ts';

test.each([
  [
    ['web-10', 'web-2', 'web-1'],
    ['web-1', 'web-2', 'web-10'],
  ],
  [
    ['b', 'B', 'a', ''],
    ['', 'B', 'a', 'b'],
  ],
  [
    ['store-02-gw', 'store-2-gw', 'store-1-gw'],
    ['store-1-gw', 'store-02-gw', 'store-2-gw'],
  ],
  [
    ['10.0.0.2', '9.0.0.1', '10.0.0.10'],
    ['9.0.0.1', '10.0.0.2', '10.0.0.10'],
  ],
  [
    ['1', 'a', '1a'],
    ['1', '1a', 'a'],
  ],
])('%j sorts as %j', (names, sorted) => {
  expect([...names].sort(byNaturalText)).toEqual(sorted);
});
