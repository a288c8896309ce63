import { readFile } from 'node:fs/promises';

const TABLES = ['/proc/net/udp', '/proc/net/udp6'];

/** Adds the `drops` column of the text of /proc/net/udp or udp6 to the counts of `drops`, by port; other ports are passed over. */
export function addDrops(table: string, drops: Map<number, number>): void {
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    const port = Number.parseInt(columns[1]?.split(':').at(-1) ?? '', 16);
    const before = drops.get(port);
    if (before !== undefined) drops.set(port, before + (Number(columns.at(-1)) || 0));
  }
}

/**
 * Datagrams that the kernel dropped because the receive buffer of our sockets was full, by the place of their port in
 * `ports`: the first place where sockets share one. NaN where the system does not say (everywhere but on Linux). The count lives as
 * long as the sockets.
 */
export async function kernelDrops(ports: readonly number[]): Promise<number[]> {
  const unknown = ports.map(() => Number.NaN);
  if (process.platform !== 'linux') return unknown;
  const tables = await Promise.all(TABLES.map((path) => readFile(path, 'utf8').catch(() => '')));
  if (tables.every((table) => table === '')) return unknown;
  const drops = new Map(ports.map((port) => [port, 0]));
  for (const table of tables) addDrops(table, drops);
  return ports.map((port, i) => (ports.indexOf(port) === i ? (drops.get(port) ?? 0) : 0));
}
