import { host, type ReferenceHost } from '../reference-host.ts';

/** Numbers of the stores: 101 to 120. */
export const storeNumbers: readonly number[] = Array.from({ length: 20 }, (_, i) => 101 + i);

/** Address number `n` in the terminal VLAN of a store: 10.30.(k div 8).(k mod 8 * 32)/27 with k = store - 101. */
function terminalAddress(store: number, n: number): string {
  const index = store - 101;
  return `10.30.${index >> 3}.${(index & 7) * 32 + n}`;
}

/** Prefix of a store's terminal VLAN. */
export function terminalNetwork(store: number): string {
  return `${terminalAddress(store, 0)}/27`;
}

/** Two terminals and one gateway per store: 60 systems. */
export const storeHosts: readonly ReferenceHost[] = storeNumbers.flatMap((store) => [
  ...[1, 2].map((terminal) =>
    host({
      name: `store-${store}-pos-${terminal}`,
      address: terminalAddress(store, 10 + terminal),
      zone: 'Store POS',
      role: 'pos-terminal',
      claim: { claim: 'cde', reason: 'Reads cards.' },
    }),
  ),
  host({
    name: `store-${store}-gw`,
    address: `10.31.0.${store - 100}`,
    zone: 'Store gateways',
    role: 'gateway',
    offers: ['9100/tcp', '22/tcp', '53/udp', '161/udp'],
  }),
]);
