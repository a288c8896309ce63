import type {
  AddressSighting,
  AddressTranslation,
  CollectorLoss,
  ExporterMinute,
  ExporterSequence,
  IngestWindow,
  SeenExporter,
  StoredFlow,
} from '@scopemap/database';
import type {
  Direction,
  LearnedEndpoint,
  ObservedRelationship,
  ObserverDay,
  RelationshipEndpoint,
  RelationshipWindow,
  SegmentEvidence,
} from '@scopemap/scope-model';
import { writeRelationshipColumns } from './relationship-columns-codec.ts';
import {
  counts,
  flag,
  instant,
  list,
  number,
  numberOrNull,
  orNull,
  pair,
  struct,
  text,
  type ValueCodec,
  word,
} from './value-codec.ts';

/** The part of a window that says what is in the rest: it can be read when the rest cannot. */
export interface WindowHead {
  readonly id: string;
  /** Relationships, corrections, evidence of segments and addresses, and flows. */
  readonly rows: number;
  readonly exporters: readonly SeenExporter[];
  readonly health: readonly ExporterMinute[];
  readonly sequences: readonly ExporterSequence[];
  readonly losses: readonly CollectorLoss[];
}

/** The rest. */
type WindowBody = Pick<IngestWindow, 'contacts' | 'flows'> & Required<Pick<IngestWindow, 'translations' | 'sightings'>>;

const textOrNull = orNull(text);

const day = struct<ObserverDay>({
  day: text,
  exporter: text,
  flows: number,
  packets: number,
  octets: number,
  first: number,
  last: number,
});

const relationship = struct<ObservedRelationship>({
  client: textOrNull,
  server: textOrNull,
  endpoints: orNull(pair(struct<RelationshipEndpoint>({ address: text, port: numberOrNull }))),
  protocol: number,
  port: numberOrNull,
  direction: struct<Direction>({ method: word(), confidence: word() }),
  state: word(),
  flows: number,
  packets: number,
  octets: number,
  first: number,
  last: number,
  observers: list(text),
  days: list(day),
  clientPort: numberOrNull,
  scanner: flag,
  icmpType: numberOrNull,
  icmpCode: numberOrNull,
  conversations: number,
  attempts: number,
  folded: number,
});

const segmentEvidence = struct<SegmentEvidence>({
  sender: text,
  destination: text,
  reach: word(),
  protocol: number,
  port: numberOrNull,
  exporter: text,
  packets: number,
  octets: number,
  first: number,
  last: number,
});

const learned = struct<LearnedEndpoint>({
  address: text,
  protocol: number,
  port: number,
  by: word(),
  peers: number,
  conversations: number,
});

const counters = struct<RelationshipWindow['counters']>({
  flows: number,
  duplicate: number,
  withoutAddress: number,
  withoutProtocol: number,
  toGroup: number,
  unusable: number,
  empty: number,
  segmentEvidenceDropped: number,
});

const relationships = list(relationship);

const otherContacts = struct<Omit<RelationshipWindow, 'relationships' | 'columns'>>({
  corrections: list(struct({ before: relationship, after: relationship })),
  segmentEvidence: list(segmentEvidence),
  counters,
  learned: list(learned),
  scanners: list(text),
});

const contacts: ValueCodec<RelationshipWindow> = {
  write(sink, window) {
    if (window.columns) writeRelationshipColumns(sink, window.columns);
    else relationships.write(sink, window.relationships);
    otherContacts.write(sink, window);
  },
  read: (source) => ({ relationships: relationships.read(source), ...otherContacts.read(source) }),
};

const flow = struct<StoredFlow>({
  receivedAt: number,
  start: numberOrNull,
  end: numberOrNull,
  exporter: text,
  domain: number,
  version: number,
  srcAddr: textOrNull,
  dstAddr: textOrNull,
  srcPort: numberOrNull,
  dstPort: numberOrNull,
  protocol: numberOrNull,
  tcpFlags: numberOrNull,
  packets: numberOrNull,
  octets: numberOrNull,
  inputIf: numberOrNull,
  outputIf: numberOrNull,
});

const translation = struct<AddressTranslation>({
  address: text,
  shownAs: text,
  exporter: text,
  from: instant,
  to: instant,
});

const sighting = struct<AddressSighting>({ address: text, asset: text, source: word(), from: instant, to: instant });

const minute = struct<ExporterMinute>({
  exporter: text,
  domain: number,
  version: number,
  minute: number,
  datagrams: number,
  octets: number,
  records: number,
  lost: number,
  undecodable: counts,
  problems: counts,
  skewMs: numberOrNull,
  sampling: numberOrNull,
  templates: numberOrNull,
  waitingSets: numberOrNull,
});

const sequence = struct<ExporterSequence>({
  exporter: text,
  port: number,
  domain: number,
  version: number,
  sequence: number,
  units: numberOrNull,
  expected: numberOrNull,
  bootTime: numberOrNull,
  countsItself: flag,
});

const loss = struct<CollectorLoss>({ minute: number, port: numberOrNull, problem: word(), count: number });

/** A change of these fields is another version of the file: see spool-file.ts. */
export const windowHead: ValueCodec<WindowHead> = struct<WindowHead>({
  id: text,
  rows: number,
  exporters: list(struct<SeenExporter>({ address: text, first: number, last: number })),
  health: list(minute),
  sequences: list(sequence),
  losses: list(loss),
});

export const windowBody: ValueCodec<WindowBody> = struct<WindowBody>({
  contacts,
  flows: list(flow),
  translations: list(translation),
  sightings: list(sighting),
});
