import {
  type Db,
  type ExporterSequence,
  loadExporterSequences,
  loadLearnedEndpoints,
  loadTemplates,
} from '@scopemap/database';
import type { FlowDecoder, StoredTemplate } from '@scopemap/flow-codec';

export const LEARNED_ENDPOINTS = 200_000;

/** Streams of export messages whose numbering is followed over a restart. */
export const KNOWN_SEQUENCES = 20_000;

/** What earlier runs left in the database: service endpoints, templates, and where the exporters' numbering stood. */
export async function loadCollectorState(db: Db) {
  return {
    learned: await loadLearnedEndpoints(db, LEARNED_ENDPOINTS),
    templates: await loadTemplates(db),
    sequences: await loadExporterSequences(db, KNOWN_SEQUENCES),
  };
}

/** Classes of SQLSTATE that waiting does not change: bad data, authorisation, no such database, no such table. */
const LASTING = /^(0A|22|23|28|3D|42)[0-9A-Z]{3}$/;

/** Whether an error says that the database cannot be reached or does not take connections at present. */
export function isDatabaseAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof Error && !LASTING.test(code);
}

const nameOf = ({ exporter, port, domain, version, templateId }: StoredTemplate) =>
  `${exporter} ${port} ${domain} ${version} ${templateId}`;

const streamOf = ({
  exporter,
  port,
  domain,
  version,
}: Pick<ExporterSequence, 'exporter' | 'port' | 'domain' | 'version'>) => `${exporter} ${port} ${domain} ${version}`;

/** Of templates known from two places, the one that was sent or used last. */
export function newestTemplates(...places: readonly (readonly StoredTemplate[])[]): StoredTemplate[] {
  const newest = new Map<string, StoredTemplate>();
  for (const template of places.flat()) {
    const known = newest.get(nameOf(template));
    if (!known || known.seenAt < template.seenAt) newest.set(nameOf(template), template);
  }
  return [...newest.values()];
}

/**
 * Takes what an earlier run knew into a decoder that works already. What the exporters said meanwhile is newer and stays: of a
 * stream that was heard it is not told what it lost before. `newer`: positions of windows that wait for the database.
 */
export function restoreWhatIsMissing(
  decoder: FlowDecoder,
  { templates, sequences }: { templates: readonly StoredTemplate[]; sequences: readonly ExporterSequence[] },
  newer: readonly ExporterSequence[],
): void {
  const heard = new Set(
    decoder
      .statistics()
      .filter(({ datagrams }) => datagrams > 0)
      .map(streamOf),
  );
  const known = new Set(decoder.templates().map(nameOf));
  for (const position of newer) heard.add(streamOf(position));
  decoder.restoreSequences(sequences.filter((sequence) => !heard.has(streamOf(sequence))));
  decoder.restoreTemplates(templates.filter((template) => !known.has(nameOf(template))));
}
