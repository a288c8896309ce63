import { TCP, UDP } from '@scopemap/net';

/** Services in clear text or without authentication (PCI DSS 1.2.6): FTP, Telnet, TFTP, HTTP, POP3, NetBIOS, IMAP, SNMP, LDAP, rexec, rlogin, rsh, VNC, X11. */
const INSECURE: Readonly<Record<number, ReadonlySet<number>>> = {
  [TCP]: new Set([20, 21, 23, 80, 110, 139, 143, 389, 512, 513, 514, 5900, 5901, 5902, 5903, 5904, 5905, 5906, 6000]),
  [UDP]: new Set([69, 137, 138, 161, 162]),
};

/** True for a service that needs security features of its own. A port says what usually runs there, not what does. */
export function isInsecure(protocol: number, port: number | null): boolean {
  return port !== null && (INSECURE[protocol]?.has(port) ?? false);
}
