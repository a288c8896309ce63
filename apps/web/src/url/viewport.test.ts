import { expect, test } from 'vitest';
import { readViewport, writeViewport } from './viewport.ts';

test.each(['1.25,800,-40', '0.2,0,0', '5,12,900'])('%s reads back', (text) => {
  expect(writeViewport(readViewport(text))).toBe(text);
});

test.each([null, '', '1,2', '0,1,1', '-1,2,3', '1e9,0,0', 'a,b,c'])('%s is none', (text) => {
  expect(readViewport(text)).toBeNull();
});

test('it is written no finer than can be seen', () => {
  expect(writeViewport({ zoom: 1.23456, x: 10.4, y: -3.6 })).toBe('1.235,10,-4');
});
