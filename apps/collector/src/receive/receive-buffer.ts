/** Octets of payload that a receive buffer of the size that the system names has room for: Linux counts its own share in (socket(7)). */
export function grantedOctets(size: number): number {
  return process.platform === 'linux' ? size / 2 : size;
}
