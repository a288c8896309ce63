import { expect, test } from 'vitest';
import { contactText, messageText, openingWords } from './contact-text.ts';

test.each([
  [{ state: 'established', attempts: 0 }, 'both sides sent'],
  [{ state: 'established', attempts: 1 }, 'both sides sent; 1 attempt in vain in all'],
  [{ state: 'attempted', attempts: 1_200 }, 'no answer, or a reset; 1,200 attempts in vain in all'],
  [{ state: 'denied', attempts: 2 }, 'refused by a control; 2 attempts in vain in all'],
] as const)('contact: %j', (row, text) => {
  expect(contactText(row)).toBe(text);
});

test.each([
  [{ protocol: 'icmp', icmpType: 8, icmpCode: null }, 'type 8 (echo request)'],
  [{ protocol: 'icmp', icmpType: 3, icmpCode: 13 }, 'type 3, code 13 (destination unreachable)'],
  [{ protocol: 'icmp', icmpType: 42, icmpCode: 0 }, 'type 42, code 0'],
  [{ protocol: 'ipv6-icmp', icmpType: 1, icmpCode: null }, 'type 1 (destination unreachable)'],
  [{ protocol: 'icmp', icmpType: null, icmpCode: null }, 'messages of several types, or of a type that was not said'],
  [{ protocol: 'tcp', icmpType: null, icmpCode: null }, null],
])('messages: %j', (row, text) => {
  expect(messageText(row)).toBe(text);
});

test.each([
  ['established', 'opened to'],
  ['unknown', 'opened to'],
  ['attempted', 'tried at'],
  ['denied', 'tried at'],
] as const)('what never came about was not opened: %s', (state, words) => {
  expect(openingWords({ state }).join(' ')).toBe(words);
});
