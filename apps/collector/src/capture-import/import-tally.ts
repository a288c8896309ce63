import type { IngestWindow } from '@scopemap/database';
import { DECODE_PROBLEMS, type ExportDatagram } from '@scopemap/flow-codec';
import { CAPTURE_PROBLEMS, type CaptureProblem } from '@scopemap/flow-codec/capture';
import type { ObservedRelationship } from '@scopemap/scope-model';
import type { TakenDatagram } from '../aggregate/taken-datagram.ts';
import type { ImportProblem, ImportReport } from './import-report.ts';

const CLOCK_MEANING =
  'Flow times were more than an hour ahead of the capture or a week behind it; its packet times stand in for the exporter clock.';

/** Two independent 32-bit hashes of a text as one number of 53 bits: a set of them is a fraction of a set of texts. */
function hash53(text: string): number {
  let a = 0x811c_9dc5;
  let b = 0x9e37_79b1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x0100_0193);
    b = Math.imul(b ^ code, 0x85eb_ca6b);
    b ^= b >>> 13;
  }
  return (a >>> 0) * 2_097_152 + (b >>> 11);
}

function keyOf({ client, server, endpoints, protocol, port }: ObservedRelationship): number {
  const sides = endpoints
    ? endpoints.map((end) => `${end.address}|${end.port}`).join('|')
    : `${client}|${server}|${port}`;
  return hash53(`${protocol}|${sides}`);
}

const flowsOf = (relationship: ObservedRelationship) => relationship.days.reduce((sum, day) => sum + day.flows, 0);

/** Adds up what an import finds, for its report. */
export class ImportTally {
  datagrams = 0;
  records = 0;
  /** Conversations per relationship, corrections included: what is left at zero was taken back. */
  readonly #relationships = new Map<number, number>();
  readonly #exporters = new Set<string>();
  readonly #problems = new Map<string, { count: number; example: string }>();
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  #undecodableSets = 0;
  #windows = 0;
  #newWindows = 0;

  message(packet: number, datagram: ExportDatagram, message: TakenDatagram): void {
    this.datagrams++;
    this.records += message.records;
    this.#exporters.add(datagram.exporter);
    for (const { code, set, templateId } of message.problems) {
      const place = set === null ? '' : `, set ${set}`;
      const template = templateId === null ? '' : ` (id ${templateId})`;
      const where = `packet ${packet} from ${datagram.exporter}${place}${template}`;
      this.#problem(code, 1, () => `${where}: ${DECODE_PROBLEMS[code].meaning}`);
    }
  }

  captureProblem({ code, packet, offset, detail }: CaptureProblem): void {
    const where = packet === null ? `byte ${offset}` : `packet ${packet}, byte ${offset}`;
    this.#problem(code, 1, () => `${where}: ${CAPTURE_PROBLEMS[code]} (${detail})`);
  }

  window(window: IngestWindow, applied: boolean): void {
    this.#windows++;
    if (applied) this.#newWindows++;
    const { relationships, corrections } = window.contacts;
    for (const { before, after } of corrections) {
      this.#count(before, -1);
      this.#count(after, 1);
    }
    for (const relationship of relationships) this.#count(relationship, 1);
    for (const row of window.health) {
      for (const sets of Object.values(row.undecodable)) this.#undecodableSets += sets;
      const clock = row.problems['exporter-clock'];
      if (clock) this.#problem('exporter-clock', clock, () => `${row.exporter}: ${CLOCK_MEANING}`);
    }
  }

  report(packets: number): ImportReport {
    const iso = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : null);
    let relationships = 0;
    for (const flows of this.#relationships.values()) if (flows > 0) relationships++;
    const problems: ImportProblem[] = [...this.#problems].map(([code, problem]) => ({ code, ...problem }));
    return {
      packets,
      datagrams: this.datagrams,
      records: this.records,
      relationships,
      exporters: [...this.#exporters].sort(),
      from: iso(this.#from),
      to: iso(this.#to),
      undecodableSets: this.#undecodableSets,
      problems: problems.sort((a, b) => b.count - a.count),
      repeated: this.#windows > 0 && this.#newWindows === 0,
    };
  }

  #count(relationship: ObservedRelationship, sign: 1 | -1): void {
    const key = keyOf(relationship);
    this.#relationships.set(key, (this.#relationships.get(key) ?? 0) + sign * flowsOf(relationship));
    if (sign < 0) return;
    this.#from = Math.min(this.#from, relationship.first);
    this.#to = Math.max(this.#to, relationship.last);
  }

  #problem(code: string, count: number, example: () => string): void {
    const known = this.#problems.get(code);
    if (known) known.count += count;
    else this.#problems.set(code, { count, example: example() });
  }
}
