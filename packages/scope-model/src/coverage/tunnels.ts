import { TCP, UDP } from '@scopemap/net';
import type { ContactFact } from '../facts/contact-fact.ts';

/** IPIP, IPv6 in IP, GRE, ESP, AH, IPIP (old), EtherIP, L2TP, MPLS in IP (IANA protocol numbers). */
const TUNNEL_PROTOCOLS: ReadonlySet<number> = new Set([4, 41, 47, 50, 51, 94, 97, 115, 137]);
/** OpenVPN, L2TP, ESP in UDP, VXLAN, Geneve, WireGuard. */
const TUNNEL_UDP: ReadonlySet<number> = new Set([1194, 1701, 4500, 4789, 6081, 51820]);
/** SSH, OpenVPN. */
const TUNNEL_TCP: ReadonlySet<number> = new Set([22, 1194]);

const SSH = 22;

/** The same without SSH: what joins networks, and not only may. */
export function joinsNetworks(protocol: number, port: ContactFact['port']): boolean {
  return mayTunnel(protocol, port) && !(protocol === TCP && port === SSH);
}

/** True when the service carries, or may carry, traffic that flow records do not show (DOMAIN 2.6). */
export function mayTunnel(protocol: number, port: ContactFact['port']): boolean {
  if (TUNNEL_PROTOCOLS.has(protocol)) return true;
  if (port === null) return false;
  return (protocol === UDP && TUNNEL_UDP.has(port)) || (protocol === TCP && TUNNEL_TCP.has(port));
}
