import { createReadStream } from 'node:fs';
import { type AddressBinding, bindAddresses, type Db } from '@scopemap/database';
import type { AddressFileKind } from './address-file-kind.ts';
import { CsvAddressReader } from './csv-addresses.ts';
import { DhcpdLeaseReader } from './dhcpd-leases.ts';
import { type AddressFinding, bindingsOf, type LineProblem } from './stated-address.ts';
import { type TextLine, textLines } from './text-lines.ts';

export interface AddressImportOptions {
  readonly db: Db;
  readonly path: string;
  readonly kind: AddressFileKind;
  readonly signal?: AbortSignal;
}

export interface AddressImportReport {
  /** Bindings that the file states; one machine may count with its MAC address and its name. */
  readonly bindings: number;
  /** Distinct addresses among them. */
  readonly addresses: number;
  readonly badLines: number;
  /** The first of them. */
  readonly problems: readonly LineProblem[];
}

/** Bindings stored at a time. */
const BATCH = 5000;
const MOST_PROBLEMS = 20;
/** More are no list of a network's machines, and memory has an end. */
const MOST_ADDRESSES = 2_000_000;

interface AddressReader {
  read(line: TextLine): AddressFinding[];
  finish(): AddressFinding[];
}

/**
 * Stores who had which address and when, from DHCP leases or a list. Lines that cannot be used are named and change nothing for the
 * others. Safe to repeat: the same again changes nothing. Rejects when the file cannot be read or names more than 2,000,000 addresses;
 * what was read until then is stored.
 */
export async function importAddresses({ db, path, kind, signal }: AddressImportOptions): Promise<AddressImportReport> {
  const reader: AddressReader = kind === 'dhcp-lease' ? new DhcpdLeaseReader() : new CsvAddressReader();
  const addresses = new Set<string>();
  const problems: LineProblem[] = [];
  let bindings = 0;
  let badLines = 0;
  let waiting: AddressBinding[] = [];
  const take = (findings: readonly AddressFinding[]) => {
    for (const finding of findings) {
      if ('problem' in finding) {
        badLines++;
        if (problems.length < MOST_PROBLEMS) problems.push(finding.problem);
        continue;
      }
      const stated = bindingsOf(finding.stated, kind);
      addresses.add(finding.stated.address);
      if (addresses.size > MOST_ADDRESSES) throw new Error(`it names more than ${MOST_ADDRESSES} addresses`);
      bindings += stated.length;
      waiting.push(...stated);
    }
  };
  const store = async (least: number) => {
    if (waiting.length < least) return;
    await bindAddresses(db, waiting);
    waiting = [];
  };
  for await (const line of textLines(createReadStream(path, signal ? { signal } : {}))) {
    take(reader.read(line));
    await store(BATCH);
  }
  take(reader.finish());
  await store(1);
  return { bindings, addresses: addresses.size, badLines, problems };
}
