import type { ParseArgsOptionsConfig } from 'node:util';
import { COLLECTOR_DEFAULTS, type CollectorOptions } from '@scopemap/collector';
import { parseIp, parsePrefix } from '@scopemap/net';
import { choiceOption, integerOption, type OptionValues, textOption, UsageError } from './command.ts';

/** Options of a collector that runs alone: `collect` takes them, `config --check` looks whether they would work. */
export const COLLECT_OPTIONS: ParseArgsOptionsConfig = {
  'flow-port': { type: 'string', multiple: true },
  'flow-address': { type: 'string', multiple: true },
  'flow-days': { type: 'string' },
  exporter: { type: 'string', multiple: true },
  receive: { type: 'string' },
  'receive-buffer': { type: 'string' },
  'silent-after': { type: 'string' },
  spool: { type: 'string' },
  'metrics-port': { type: 'string' },
};

export const COLLECT_OPTIONS_HELP = `  --flow-port N         UDP port for NetFlow v5, v9 and IPFIX; may be repeated (default 2055 and 4739)
  --flow-address IP     address to listen on; may be repeated (default all, IPv4 and IPv6)
  --flow-days N         days that single flow records are kept; 0 keeps none (default 30)
  --exporter PREFIX     address or prefix that may send; may be repeated (default everybody)
  --receive PATH        auto, batch (recvmmsg, Linux) or portable (default auto)
  --receive-buffer N    MiB of the kernel's receive buffer per socket (default 32)
  --silent-after N      minutes after which an exporter that sends nothing is reported (default 10)
  --spool DIR           folder in which windows wait for the database; without it they wait in memory
  --metrics-port N      serve /metrics, /healthz and /readyz on 127.0.0.1:N (default off)`;

const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;

function texts(values: OptionValues, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function checked(values: OptionValues, name: string, isRight: (text: string) => boolean, wanted: string): string[] {
  const all = texts(values, name);
  const wrong = all.find((text) => !isRight(text));
  if (wrong !== undefined) throw new UsageError(`--${name} takes ${wanted}, not "${wrong}"`);
  return all;
}

/** Reads them. Throws {@link UsageError} naming the option that is wrong. */
export function collectOptions(values: OptionValues): Omit<Required<CollectorOptions>, 'database'> {
  const ports = texts(values, 'flow-port').map((port) => integerOption({ 'flow-port': port }, 'flow-port', 1, 65_535));
  const receiveBuffer = integerOption(values, 'receive-buffer', 1, 1_024);
  const silentAfter = integerOption(values, 'silent-after', 1, 100_000);
  return {
    ...COLLECTOR_DEFAULTS,
    ports: ports.length > 0 ? [...new Set(ports as number[])] : COLLECTOR_DEFAULTS.ports,
    addresses: checked(values, 'flow-address', (text) => parseIp(text) !== null, 'an IP address'),
    exporters: checked(values, 'exporter', (text) => parsePrefix(text) !== null, 'an address or a prefix'),
    flowDays: integerOption(values, 'flow-days', 0, 3_650) ?? COLLECTOR_DEFAULTS.flowDays,
    receive: choiceOption(values, 'receive', ['auto', 'batch', 'portable'], COLLECTOR_DEFAULTS.receive),
    receiveBuffer: receiveBuffer === undefined ? COLLECTOR_DEFAULTS.receiveBuffer : receiveBuffer * MIB,
    silentAfterMs: silentAfter === undefined ? COLLECTOR_DEFAULTS.silentAfterMs : silentAfter * MINUTE_MS,
    spoolFolder: textOption(values, 'spool') ?? null,
    metricsPort: integerOption(values, 'metrics-port', 1, 65_535) ?? null,
  };
}

/** The server of DATABASE_URL. Throws one sentence when it is not set, or no URL. */
export function databaseOfEnvironment(): { connectionString: string } {
  const url = process.env.DATABASE_URL;
  if (!url) throw new UsageError('set DATABASE_URL, such as postgres://user:password@host:5432/database');
  if (!URL.canParse(url))
    throw new UsageError('DATABASE_URL is not a URL such as postgres://user:password@host:5432/database');
  return { connectionString: url };
}
