import { TCP, UDP } from '@scopemap/net';

/** A service by protocol number and port. `onDirectory`: only when its server is a directory server, too. */
export interface InfrastructureService {
  readonly protocol: number;
  readonly port: number;
  readonly onDirectory?: true;
}

const both = (...ports: number[]): InfrastructureService[] =>
  ports.flatMap((port) => [
    { protocol: TCP, port },
    { protocol: UDP, port },
  ]);

/**
 * Services that nearly every host uses of a few servers: name and time, log-on and directory, logging, monitoring, address
 * assignment, patching. The map draws them as one bundle per zone pair; a caller may pass another list. It is a matter of
 * drawing only: category and review status do not look at it.
 */
export const INFRASTRUCTURE_SERVICES: readonly InfrastructureService[] = [
  ...both(53, 88, 123, 389, 464, 514),
  { protocol: TCP, port: 636 },
  { protocol: TCP, port: 3268 },
  { protocol: TCP, port: 3269 },
  { protocol: TCP, port: 6514 },
  { protocol: UDP, port: 67 },
  { protocol: UDP, port: 68 },
  { protocol: UDP, port: 161 },
  { protocol: UDP, port: 162 },
  { protocol: UDP, port: 546 },
  { protocol: UDP, port: 547 },
  { protocol: TCP, port: 8530 },
  { protocol: TCP, port: 8531 },
  { protocol: TCP, port: 135, onDirectory: true },
  { protocol: TCP, port: 445, onDirectory: true },
];

/** Ports by which a server shows that it is a directory server: Kerberos, LDAP, LDAPS and the global catalogue. */
export const DIRECTORY_PORTS: readonly number[] = [88, 389, 636, 3268, 3269];
