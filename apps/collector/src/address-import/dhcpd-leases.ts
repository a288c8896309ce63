import { canonicalIp } from '@scopemap/net';
import { type AddressFinding, assetName, canonicalMac, type StatedAddress } from './stated-address.ts';
import type { TextLine } from './text-lines.ts';

interface Entry {
  readonly line: number;
  readonly address: string;
  mac: string | null;
  name: string | null;
  from: Date | null;
  /** Undefined: not said; null: never. */
  to: Date | null | undefined;
}

/** Addresses whose latest period is remembered; of more, the one seen first is given out as it is. */
const MOST_CURRENT = 500_000;

const LEASE = /^lease\s+(\S+)\s*\{$/;
const STATEMENT = /^(starts|ends|hardware\s+ethernet|client-hostname)\s+(.+?)\s*;/;
const LEASE_TIME = /^\d\s+(\d{4})\/(\d\d)\/(\d\d)\s+(\d\d):(\d\d):(\d\d)(?:\s+([+-]\d{4}))?$/;

/** `never`, `epoch N` or `weekday yyyy/mm/dd hh:mm:ss` in UTC (dhcpd.leases(5)); undefined when it is neither. */
function leaseTime(text: string): Date | null | undefined {
  if (text === 'never') return null;
  const epoch = /^epoch\s+(\d{1,11})$/.exec(text)?.[1];
  if (epoch !== undefined) return new Date(Number(epoch) * 1000);
  const match = LEASE_TIME.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, offset = '+0000'] = match;
  const zone = `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * Reads the lease database of the ISC DHCP server. It is a journal: a later entry of an address overrules the end of the one before,
 * be it a renewal, a release, or another client that got the address. What counts in the end comes out of {@link finish}.
 */
export class DhcpdLeaseReader {
  #entry: Entry | null = null;
  /** Depth of blocks that are no leases. */
  #otherBlocks = 0;
  /** Latest period of each address. */
  readonly #current = new Map<string, StatedAddress>();

  /** What a line completes or breaks. */
  read({ number, text, isCut }: TextLine): AddressFinding[] {
    const line = text.trim();
    if (isCut) return [{ problem: { line: number, message: 'the line is too long' } }];
    if (line === '' || line.startsWith('#')) return [];
    if (this.#entry) return this.#inside(this.#entry, number, line);
    if (this.#otherBlocks > 0 || !line.startsWith('lease ')) {
      this.#otherBlocks += line.endsWith('{') ? 1 : line === '}' ? -1 : 0;
      this.#otherBlocks = Math.max(0, this.#otherBlocks);
      return [];
    }
    const addressText = LEASE.exec(line)?.[1] ?? '';
    const address = canonicalIp(addressText);
    // The block is read all the same, so that its lines are not taken for anything else.
    this.#entry = { line: number, address: address ?? '', mac: null, name: null, from: null, to: undefined };
    return address === null ? [{ problem: { line: number, message: `"${addressText}" is not an IP address` } }] : [];
  }

  /** The periods that were still open, and a block that the end of the file cuts off. */
  finish(): AddressFinding[] {
    const cut = this.#entry && { problem: { line: this.#entry.line, message: 'the file ends within this lease' } };
    const open = [...this.#current.values()].map((stated) => ({ stated }));
    this.#current.clear();
    return cut ? [...open, cut] : open;
  }

  #inside(entry: Entry, number: number, line: string): AddressFinding[] {
    if (line === '}') {
      this.#entry = null;
      return entry.address === '' ? [] : this.#complete(entry);
    }
    const match = STATEMENT.exec(line);
    if (!match) return [];
    const [, key = '', value = ''] = match;
    const problem = (message: string) => [{ problem: { line: number, message } }];
    if (key === 'starts' || key === 'ends') {
      const time = leaseTime(value);
      if (time === undefined) return problem(`"${value}" is not a time of a lease`);
      if (key === 'starts') entry.from = time;
      else entry.to = time;
    } else if (key === 'client-hostname') entry.name = assetName(value.replace(/^"|"$/g, ''));
    else {
      entry.mac = canonicalMac(value);
      if (entry.mac === null) return problem(`"${value}" is not a MAC address`);
    }
    return [];
  }

  #complete({ line, address, mac, name, from, to = null }: Entry): AddressFinding[] {
    // A free address has no client, and an entry of a failover partner may have no times.
    if (!from) return [];
    const before = this.#current.get(address);
    if (mac === null && name === null) return this.#closeBefore(address, before, from);
    if (to && to < from) return [{ problem: { line, message: 'the lease ends before it begins' } }];
    const stated: StatedAddress = { address, mac, name, from, to };
    if (before && isSameClient(before, stated) && (before.to === null || from <= before.to)) {
      this.#current.set(address, { ...stated, from: before.from < from ? before.from : from });
      return [];
    }
    const closed = this.#closeBefore(address, before, from);
    this.#current.set(address, stated);
    return [...closed, ...this.#closeOldest()];
  }

  #closeOldest(): AddressFinding[] {
    if (this.#current.size <= MOST_CURRENT) return [];
    const [oldest] = this.#current.values();
    if (!oldest) return [];
    this.#current.delete(oldest.address);
    return [{ stated: oldest }];
  }

  #closeBefore(address: string, before: StatedAddress | undefined, at: Date): AddressFinding[] {
    if (!before) return [];
    this.#current.delete(address);
    const to = before.to === null || before.to > at ? at : before.to;
    return [{ stated: { ...before, to: to < before.from ? before.from : to } }];
  }
}

function isSameClient(a: StatedAddress, b: StatedAddress): boolean {
  return a.mac === null && b.mac === null ? a.name === b.name : a.mac === b.mac;
}
