import { readFile } from 'node:fs/promises';

const TABLES = ['/proc/net/udp', '/proc/net/udp6'];

/** Sum of the `drops` column over the sockets of `ports` in the text of /proc/net/udp or udp6. */
export function sumDrops(table: string, ports: ReadonlySet<number>): number {
  let drops = 0;
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    const port = Number.parseInt(columns[1]?.split(':').at(-1) ?? '', 16);
    if (ports.has(port)) drops += Number(columns.at(-1)) || 0;
  }
  return drops;
}

/**
 * Datagrams that the kernel dropped because the receive buffer of our sockets was full; null where the system does not say
 * (everywhere but on Linux). The count lives as long as the sockets.
 */
export async function kernelDrops(ports: readonly number[]): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const wanted = new Set(ports);
  const tables = await Promise.all(TABLES.map((path) => readFile(path, 'utf8').catch(() => '')));
  if (tables.every((table) => table === '')) return null;
  return tables.reduce((sum, table) => sum + sumDrops(table, wanted), 0);
}
