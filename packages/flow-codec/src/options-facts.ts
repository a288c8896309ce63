import { decodeText } from './decode-text.ts';
import type { OptionsField, OptionsRecord } from './decoded-message.ts';

/** Something that an exporter says about itself or its network in options data, beside what changes the reading of flows. */
export type OptionsFact =
  /** SNMP index of an interface and its names (elements 82, 83). */
  | {
      readonly kind: 'interface';
      readonly index: number;
      readonly name: string | null;
      readonly description: string | null;
    }
  /** Application id in hex (95) and its names (96, 94). */
  | {
      readonly kind: 'application';
      readonly id: string;
      readonly name: string | null;
      readonly description: string | null;
    }
  /** VRF id (234) and name (236). */
  | { readonly kind: 'vrf'; readonly id: number; readonly name: string }
  /** What the exporter has sent in all (40, 41, 42) and could not send (166, 167, 168), by its own count. */
  | {
      readonly kind: 'exporter-counters';
      readonly octets: number | null;
      readonly messages: number | null;
      readonly records: number | null;
      readonly flowsNotSent: number | null;
    };

/** Scope type of v9 (RFC 3954 6.1). */
const SCOPE_INTERFACE = 2;

/** The facts in one options data record, by IANA's elements; none when it tells nothing of the kind. */
export function optionsFacts(record: OptionsRecord): OptionsFact[] {
  const all = record.version === 10 ? [...record.scope, ...record.fields] : record.fields;
  const find = (id: number) => all.find(({ enterprise, element }) => enterprise === 0 && element === id);
  const text = (id: number) => textOf(find(id));
  const number = (id: number) => numberOf(find(id));
  const facts: OptionsFact[] = [];
  const scopeInterface =
    record.version === 9 ? record.scope.find(({ element }) => element === SCOPE_INTERFACE) : undefined;
  const index = number(10) ?? number(14) ?? number(252) ?? number(253) ?? numberOf(scopeInterface);
  const [name, description] = [text(82), text(83)];
  if (index !== null && (name !== null || description !== null))
    facts.push({ kind: 'interface', index, name, description });
  const application = find(95);
  const [applicationName, applicationDescription] = [text(96), text(94)];
  if (application && (applicationName !== null || applicationDescription !== null)) {
    facts.push({
      kind: 'application',
      id: hexOf(application.value),
      name: applicationName,
      description: applicationDescription,
    });
  }
  const [vrf, vrfName] = [number(234) ?? number(235), text(236)];
  if (vrf !== null && vrfName !== null) facts.push({ kind: 'vrf', id: vrf, name: vrfName });
  const counters = { octets: number(40), messages: number(41), records: number(42), flowsNotSent: number(166) };
  if (Object.values(counters).some((count) => count !== null)) facts.push({ kind: 'exporter-counters', ...counters });
  return facts;
}

function numberOf(field: OptionsField | undefined): number | null {
  if (!field || field.value.length === 0 || field.value.length > 8) return null;
  const value = field.value.reduce((sum, byte) => sum * 256 + byte, 0);
  return value <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** Text without the zeros that fill the field; null when nothing is left. */
function textOf(field: OptionsField | undefined): string | null {
  if (!field) return null;
  const end = field.value.indexOf(0);
  return decodeText(end < 0 ? field.value : field.value.subarray(0, end)) || null;
}

function hexOf(value: Uint8Array): string {
  return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
