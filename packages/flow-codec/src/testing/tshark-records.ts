/** One value as tshark shows it: `hex` are the bytes that it stands for, '' when tshark made it up. */
export interface TsharkValue {
  readonly show: string;
  readonly hex: string;
}

/** A record that tshark decoded, with its values by field name, nested ones included. */
export interface TsharkRecord {
  /** Packet in the file, set in the packet and record in the set, each from 1. */
  readonly packet: number;
  readonly set: number;
  readonly record: number;
  /** Of its message header: seconds since 1970, and milliseconds since the exporter started (NaN in IPFIX). */
  readonly exportSeconds: number;
  readonly exportNanoseconds: number;
  readonly sysUptime: number;
  readonly values: ReadonlyMap<string, readonly TsharkValue[]>;
}

interface OpenRecord extends TsharkRecord {
  readonly values: Map<string, TsharkValue[]>;
}

/** Reads the records out of tshark's PDML, line by line: fields that have children end with a line of their own. */
export class TsharkRecords {
  readonly records: TsharkRecord[] = [];
  #packet = 0;
  #set = 0;
  #record = 0;
  #seconds = 0;
  #nanoseconds = 0;
  #uptime = 0;
  #depth = 0;
  #open: OpenRecord | null = null;
  #openDepth = 0;

  add(line: string): void {
    const text = line.trimStart();
    if (text.startsWith('<packet>')) {
      this.#packet++;
      this.#set = 0;
      this.#nanoseconds = 0;
      this.#uptime = Number.NaN;
    } else if (text.startsWith('</field>')) {
      this.#depth--;
      if (this.#open && this.#depth === this.#openDepth) this.#open = null;
    } else if (text.startsWith('<field ')) this.#field(text);
  }

  #field(text: string): void {
    const name = attribute(text, 'name');
    const value = { show: attribute(text, 'show'), hex: attribute(text, 'unmaskedvalue') || attribute(text, 'value') };
    if (this.#open && name !== '') {
      const known = this.#open.values.get(name);
      if (known) known.push(value);
      else this.#open.values.set(name, [value]);
    } else if (!this.#open) this.#outside(name, value);
    if (!text.endsWith('/>')) this.#depth++;
  }

  #outside(name: string, { show, hex }: TsharkValue): void {
    const number = Number.parseInt(hex, 16);
    if (name === 'cflow.unix_secs' || name === 'cflow.exporttime') this.#seconds = number;
    if (name === 'cflow.unix_nsecs') this.#nanoseconds = number;
    if (name === 'cflow.sysuptime') this.#uptime = number;
    if (name !== '') return;
    if (/^(FlowSet|Set) \d/.test(show)) [this.#set, this.#record] = [this.#set + 1, 0];
    if (/^pdu 1\//.test(show)) [this.#set, this.#record] = [1, 0];
    if (!/^(Flow|pdu) \d/.test(show)) return;
    this.#record++;
    const place = { packet: this.#packet, set: this.#set, record: this.#record };
    const clock = { exportSeconds: this.#seconds, exportNanoseconds: this.#nanoseconds, sysUptime: this.#uptime };
    this.#open = { ...place, ...clock, values: new Map() };
    this.#openDepth = this.#depth;
    this.records.push(this.#open);
  }
}

function attribute(text: string, name: string): string {
  return text.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '';
}
