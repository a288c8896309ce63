import { parseIp } from '@scopemap/net';
import type { Libc } from './libc.ts';
import { type ListenError, listenError } from './listen-error.ts';
import { grantedOctets } from './receive-buffer.ts';
import { WITHOUT_IPV6 } from './udp-listener.ts';

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
/** Past net.core.rmem_max, for those with CAP_NET_ADMIN (socket(7)). */
const SO_RCVBUFFORCE = 33;
const SO_MEMINFO = 55;
/** Place of the drops among the words of SO_MEMINFO (linux/sock_diag.h). */
const SK_MEMINFO_DROPS = 8;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;

/** A bound UDP socket of our own, outside of Node's event loop. */
export interface BatchSocket {
  readonly fd: number;
  readonly port: number;
  readonly address: string;
  /** Octets of payload that the kernel's buffer has room for. */
  readonly receiveBuffer: number;
}

export interface BatchSocketOptions {
  readonly port: number;
  /** Without one all addresses of IPv6 and IPv4. */
  readonly address?: string | undefined;
  readonly receiveBuffer: number;
}

/** `sockaddr_in` or `sockaddr_in6`. Throws TypeError for what is no address. */
function socketAddress(address: string, port: number): Uint8Array {
  const ip = parseIp(address);
  if (!ip) throw new TypeError(`not an address: ${address}`);
  const bytes = new Uint8Array(new ArrayBuffer(ip.length === 4 ? 16 : 28));
  new DataView(bytes.buffer).setUint16(0, ip.length === 4 ? AF_INET : AF_INET6, true);
  new DataView(bytes.buffer).setUint16(2, port);
  bytes.set(ip, ip.length === 4 ? 4 : 8);
  return bytes;
}

function failure(libc: Libc, address: string, port: number): ListenError {
  const { number, name } = libc.errno();
  return listenError({ code: name, message: `${libc.strerror(number)} (${name})`, address, port });
}

function bindTo(libc: Libc, address: string, port: number, onlyIpv6: boolean): number {
  const family = address.includes(':') ? AF_INET6 : AF_INET;
  const fd = libc.socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw failure(libc, address, port);
  try {
    if (family === AF_INET6) libc.setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, int(onlyIpv6 ? 1 : 0), 4);
    const name = socketAddress(address, port);
    if (libc.bind(fd, name, name.length) < 0) throw failure(libc, address, port);
    return fd;
  } catch (error) {
    libc.close(fd);
    throw error;
  }
}

function int(value: number): Int32Array {
  const memory = new Int32Array(new ArrayBuffer(4));
  memory[0] = value;
  return memory;
}

function words(count: number): Uint32Array {
  return new Uint32Array(new ArrayBuffer(4 * count));
}

/** Binds a socket. Throws ListenError when the port can't be had. */
export function openBatchSocket(libc: Libc, { port, address, receiveBuffer }: BatchSocketOptions): BatchSocket {
  let bound = address ?? '::';
  let fd: number;
  try {
    fd = bindTo(libc, bound, port, address !== undefined);
  } catch (error) {
    if (address !== undefined || !WITHOUT_IPV6.has((error as ListenError).code)) throw error;
    bound = '0.0.0.0';
    fd = bindTo(libc, bound, port, false);
  }
  if (libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, int(receiveBuffer), 4) < 0)
    libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, int(receiveBuffer), 4);
  const size = words(1);
  libc.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, size, words(1).fill(4));
  const name = new Uint8Array(new ArrayBuffer(28));
  libc.getsockname(fd, name, words(1).fill(28));
  return {
    fd,
    port: new DataView(name.buffer).getUint16(2),
    address: bound,
    receiveBuffer: grantedOctets(size[0] as number),
  };
}

/** Datagrams that the kernel dropped because the buffer of the socket was full, since it was opened; 0 where it does not say. */
export function socketDrops(libc: Libc, { fd }: BatchSocket): number {
  const memory = words(SK_MEMINFO_DROPS + 1);
  const answer = libc.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, words(1).fill(memory.byteLength));
  return answer < 0 ? 0 : (memory[SK_MEMINFO_DROPS] as number);
}
