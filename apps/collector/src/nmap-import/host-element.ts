import type { PortRange, ScannedHost } from '@scopemap/database';
import { canonicalIp, protocolNumber } from '@scopemap/net';
import { PORT_STATES, type PortState } from '@scopemap/scope-model';
import { parsePortRanges } from './port-ranges.ts';

export type Attributes = Readonly<Record<string, string>>;

const MAC = /^[0-9A-F]{2}(?::[0-9A-F]{2}){5}$/i;
const LONGEST_NAME = 255;

function isState(text: string | undefined): text is PortState {
  return PORT_STATES.some((state) => state === text);
}

/** Seconds since 1970, as nmap writes them. */
export function parseTime(text: string | undefined): Date | null {
  return text !== undefined && /^[0-9]{1,10}$/.test(text) ? new Date(Number(text) * 1000) : null;
}

/** Collects what the elements inside one `host` say. */
export class HostElement {
  readonly #ports: ScannedHost['ports'][number][] = [];
  readonly #rest: PortRange[] = [];
  readonly #names = new Set<string>();
  readonly #time: Date | null;
  #address: string | null = null;
  #mac: string | null = null;
  #up = false;
  #port: { protocol: number; port: number } | null = null;
  #extraState: PortState | null = null;

  constructor(attributes: Attributes) {
    this.#time = parseTime(attributes.endtime) ?? parseTime(attributes.starttime);
  }

  /** An element by its path below `host`. What is not known here is left alone: nmap writes much more. */
  open(path: string, attributes: Attributes): void {
    switch (path) {
      case 'status':
        this.#up = attributes.state === 'up';
        break;
      case 'address':
        this.#readAddress(attributes);
        break;
      case 'hostnames/hostname':
        if (attributes.name) this.#names.add(attributes.name.slice(0, LONGEST_NAME));
        break;
      case 'ports/port':
        this.#port = portOf(attributes);
        break;
      case 'ports/port/state':
        if (this.#port && isState(attributes.state)) this.#ports.push({ ...this.#port, state: attributes.state });
        break;
      case 'ports/extraports':
        this.#extraState = isState(attributes.state) ? attributes.state : null;
        break;
      case 'ports/extraports/extrareasons':
        this.#readExtra(attributes);
        break;
    }
  }

  #readAddress({ addr = '', addrtype }: Attributes): void {
    if (addrtype === 'mac') this.#mac = MAC.test(addr) ? addr.toLowerCase() : null;
    else this.#address ??= canonicalIp(addr);
  }

  #readExtra({ proto = '', ports = '' }: Attributes): void {
    const protocol = protocolNumber(proto);
    const state = this.#extraState;
    const ranges = parsePortRanges(ports);
    // Older versions only count these ports: which ones they were is then not known.
    if (protocol === null || !state || !ranges) return;
    for (const { from, to } of ranges) this.#rest.push({ protocol, from, to, state });
  }

  /** The host, when it is up and has an address. `otherwise` is the time of hosts that have none of their own. */
  close(otherwise: Date): ScannedHost | null {
    if (!this.#up || this.#address === null) return null;
    return {
      address: this.#address,
      seenAt: this.#time ?? otherwise,
      ports: this.#ports,
      rest: this.#rest,
      names: [...this.#names],
      mac: this.#mac,
    };
  }
}

function portOf({ protocol = '', portid = '' }: Attributes): { protocol: number; port: number } | null {
  const number = protocolNumber(protocol);
  const [range] = parsePortRanges(portid) ?? [];
  return number === null || !range || range.from !== range.to ? null : { protocol: number, port: range.from };
}
