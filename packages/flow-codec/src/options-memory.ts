import type { OptionsField, OptionsRecord } from './decoded-message.ts';

/** Entries kept per kind: more samplers or interfaces than any exporter has. */
const MAX_ENTRIES = 4096;
/** Scope type of v9 (RFC 3954 6.1). */
const SCOPE_INTERFACE = 2;
const IPFIX_INTERFACES = new Set([10, 14, 252, 253]);

/** What an exporter has told about itself in options data, as far as it changes the reading of flows. */
export class OptionsMemory {
  /** Milliseconds since 1970 when the exporter started (element 160); null when it did not say. */
  bootTime: number | null = null;
  /** Rate that holds for the whole domain. */
  domainRate: number | null = null;
  readonly samplers = new Map<number, number>();
  readonly interfaces = new Map<number, number>();

  /** True when every record has the same rate. */
  get isUniform(): boolean {
    return this.samplers.size === 0 && this.interfaces.size === 0;
  }

  copy(): OptionsMemory {
    const copy = new OptionsMemory();
    copy.bootTime = this.bootTime;
    copy.domainRate = this.domainRate;
    for (const [id, rate] of this.samplers) copy.samplers.set(id, rate);
    for (const [id, rate] of this.interfaces) copy.interfaces.set(id, rate);
    return copy;
  }

  learn(record: OptionsRecord): void {
    const boot = unsignedValue(record, 160);
    if (boot) this.bootTime = boot;
    const rate = rateOf(record);
    if (rate === null) return;
    const sampler = unsignedValue(record, 48) ?? unsignedValue(record, 302);
    const scopeInterface = record.scope.find(
      ({ enterprise, element }) =>
        enterprise === 0 && (record.version === 9 ? element === SCOPE_INTERFACE : IPFIX_INTERFACES.has(element)),
    );
    if (sampler !== null) put(this.samplers, sampler, rate);
    else if (scopeInterface) put(this.interfaces, unsignedOf(scopeInterface) ?? 0, rate);
    else this.domainRate = rate;
  }

  /** The rate that options data gives for a record, by its sampler id or the interface where it was seen (NaN: none). */
  rateFor(samplerId: number, observedIf: number): number | null {
    return this.samplers.get(samplerId) ?? this.interfaces.get(observedIf) ?? this.domainRate;
  }
}

/** N of "1 in N": elements 34 and 50 as such, size of population (309, 310), interval and space (305, 306), probability (311). */
function rateOf(record: OptionsRecord): number | null {
  const plain = unsignedValue(record, 34) || unsignedValue(record, 50);
  if (plain) return plain;
  const size = unsignedValue(record, 309);
  const population = unsignedValue(record, 310);
  if (size && population && population > size) return population / size;
  const interval = unsignedValue(record, 305);
  if (interval) return (interval + (unsignedValue(record, 306) ?? 0)) / interval;
  const probability = record.fields.find(({ enterprise, element }) => enterprise === 0 && element === 311);
  return (probability && rateOfProbability(probability.value)) ?? null;
}

function rateOfProbability(value: Uint8Array): number | null {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const probability = value.length === 8 ? view.getFloat64(0) : value.length === 4 ? view.getFloat32(0) : 0;
  // A rate beyond any sampler's is a broken field.
  return probability > 1e-9 && probability <= 1 ? 1 / probability : null;
}

/** Value of an IANA element in the record: its fields, and in IPFIX its scope, whose elements are ordinary ones. */
function unsignedValue(record: OptionsRecord, id: number): number | null {
  const named = ({ enterprise, element }: OptionsField) => enterprise === 0 && element === id;
  const field = record.fields.find(named) ?? (record.version === 10 ? record.scope.find(named) : undefined);
  return field ? unsignedOf(field) : null;
}

function unsignedOf({ value }: OptionsField): number | null {
  if (value.length === 0 || value.length > 8) return null;
  const number = value.reduce((sum, byte) => sum * 256 + byte, 0);
  return number <= Number.MAX_SAFE_INTEGER ? number : null;
}

function put(map: Map<number, number>, key: number, value: number): void {
  if (map.size < MAX_ENTRIES || map.has(key)) map.set(key, value);
}
