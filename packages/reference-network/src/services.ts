import { protocolNumber, serviceName } from '@scopemap/net';
import { hosts } from './hosts.ts';

/** A service endpoint that really listens. */
export interface ReferenceService {
  readonly host: string;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly port: number;
  /** Registered name, or what staff call a port that has none. */
  readonly name: string;
}

/** Ports without a registered name, or with one that misleads here. */
const HOUSE_NAMES: Readonly<Record<string, string>> = {
  '1500/tcp': 'hsm',
  '1514/tcp': 'fim-agent',
  '8014/tcp': 'av-agent',
  '8140/tcp': 'config-agent',
  '8443/tcp': 'https-alt',
  '8530/tcp': 'wsus',
  '8834/tcp': 'scanner-console',
  '9100/tcp': 'pos-relay',
  '9443/tcp': 'management-api',
  '47001/tcp': 'token-agent',
  '49155/tcp': 'dynamic-rpc',
};

/** Splits `443/tcp` into numbers. Throws RangeError for text that is not of this form: the tables are ours. */
export function parseService(text: string): { readonly port: number; readonly protocol: number } {
  const [port, name] = text.split('/');
  const protocol = protocolNumber(name ?? '');
  if (protocol === null || !/^[0-9]+$/.test(port ?? '')) throw new RangeError(`not a service: ${text}`);
  return { port: Number(port), protocol };
}

/** What every host offers. */
export const services: readonly ReferenceService[] = hosts.flatMap(({ name: host, offers }) =>
  offers.map((text) => {
    const { port, protocol } = parseService(text);
    return { host, protocol, port, name: HOUSE_NAMES[text] ?? serviceName(protocol, port) ?? text };
  }),
);
