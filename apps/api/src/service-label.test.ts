import { describe, expect, it } from 'vitest';
import { serviceLabel } from './service-label.ts';

describe('serviceLabel', () => {
  it.each<[number, number | null, string]>([
    [6, 443, '443/tcp https'],
    [6, 6123, '6123/tcp'],
    [17, null, 'undecided/udp'],
    [1, 0, 'icmp'],
    [200, 0, 'proto-200'],
  ])('%d %s is %s', (protocol, port, label) => {
    expect(serviceLabel(protocol, port)).toBe(label);
  });
});
