import { expect, test } from 'vitest';
import { contactText, directionText, messageText, openingWords, seenText } from './contact-text.ts';

test.each([
  [{ state: 'established', attempts: 0 }, 'both sides sent'],
  [{ state: 'established', attempts: 1 }, 'both sides sent; 1 failed attempt in all its time'],
  [{ state: 'attempted', attempts: 1_200 }, 'no answer, or a reset; 1,200 failed attempts in all its time'],
  [{ state: 'denied', attempts: 2 }, 'refused by a control; 2 failed attempts in all its time'],
] as const)('contact: %j', (row, text) => {
  expect(contactText(row)).toBe(text);
});

test.each([
  [{ protocol: 'icmp', icmpType: 8, icmpCode: null }, 'echo request (type 8)'],
  [{ protocol: 'icmp', icmpType: 3, icmpCode: 13 }, 'communication administratively prohibited (type 3, code 13)'],
  [{ protocol: 'icmp', icmpType: 3, icmpCode: 14 }, 'destination unreachable (type 3, code 14)'],
  [{ protocol: 'icmp', icmpType: 11, icmpCode: 1 }, 'time exceeded (type 11, code 1)'],
  [{ protocol: 'icmp', icmpType: 42, icmpCode: 0 }, 'type 42, code 0'],
  [{ protocol: 'ipv6-icmp', icmpType: 1, icmpCode: 4 }, 'port unreachable (type 1, code 4)'],
  [{ protocol: 'ipv6-icmp', icmpType: 1, icmpCode: null }, 'destination unreachable (type 1)'],
  [
    { protocol: 'icmp', icmpType: null, icmpCode: null },
    'of several types, or of a type that the exporter did not say',
  ],
  [{ protocol: 'tcp', icmpType: null, icmpCode: null }, null],
])('messages: %j', (row, text) => {
  expect(messageText(row)).toBe(text);
});

test.each([
  ['established', 'tcp', 'opened to'],
  ['unknown', 'tcp', 'sent to'],
  ['attempted', 'tcp', 'tried at'],
  ['denied', 'udp', 'tried at'],
  ['established', 'icmp', 'sent to'],
  ['attempted', 'ipv6-icmp', 'sent to'],
] as const)('what never came about was not opened, nor are messages: %s %s', (state, protocol, words) => {
  expect(openingWords({ state, protocol }).join(' ')).toBe(words);
});

test.each([
  ['scan', 'high', 'a scan found the port open (high confidence)'],
  ['none', 'none', 'not decided'],
  ['peer', 'none', 'peers: no client and server'],
] as const)('direction: %s', (method, confidence, text) => {
  expect(directionText({ method, confidence })).toBe(text);
});

test.each([
  ['2026-09-01T10:00:01.000Z', '2026-09-01T10:00:59.000Z', '1 Sept 2026, 10:00 UTC'],
  ['2026-09-01T10:00:59.000Z', '2026-09-01T10:01:00.000Z', '1 Sept 2026, 10:00 – 1 Sept 2026, 10:01 UTC'],
])('seen from %s to %s', (firstSeen, lastSeen, text) => {
  expect(seenText({ firstSeen, lastSeen })).toBe(text);
});
