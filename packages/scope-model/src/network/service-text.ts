import { protocolName, serviceName } from '@scopemap/net';

/** `443/tcp https`, `esp`. */
export function serviceText(protocol: number, port: number | null): string {
  if (port === null) return protocolName(protocol);
  const name = serviceName(protocol, port);
  return `${port}/${protocolName(protocol)}${name === null ? '' : ` ${name}`}`;
}
