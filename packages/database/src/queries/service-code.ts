import type { BundledService } from './graph.ts';

/** Service code as in relationship-view.ts. */
export function serviceCode({ protocol, port }: BundledService): number {
  return port === null ? -protocol : protocol * 65_536 + port;
}

/** A service by its code. */
export function serviceOf(code: number): BundledService {
  return code < 0 ? { protocol: -code, port: null } : { protocol: code >> 16, port: code & 0xffff };
}
