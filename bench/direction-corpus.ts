import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFlowDecoder } from '@scopemap/flow-codec';
import { createCaptureReader, udpDatagrams } from '@scopemap/flow-codec/capture';
import { TCP, UDP } from '@scopemap/net';
import type { Flow } from '@scopemap/scope-model';

export const EXPORTS = [
  'nfpcapd-v5',
  'nfpcapd-v9',
  'softflowd-v5',
  'softflowd-v9',
  'softflowd-ipfix',
  'softflowd-biflow',
] as const;

export type ExportName = (typeof EXPORTS)[number];

/** Who opened a conversation, as the packets of the capture show. */
export interface LabelledConversation {
  readonly protocol: number;
  readonly client: LabelledEnd;
  readonly server: LabelledEnd;
}

export interface LabelledEnd {
  readonly addr: string;
  readonly port: number;
}

interface TruthLine extends LabelledConversation {
  readonly known: boolean;
  readonly serverCast: string | null;
}

/** Names of the captures in a corpus directory: its folders with a `truth.ndjson`. */
export function captureNames(corpus: string): readonly string[] {
  return readdirSync(corpus)
    .filter((name) => existsSync(join(corpus, name, 'truth.ndjson')))
    .sort();
}

/**
 * The rules were tuned on the captures whose name has an even FNV-1a hash (32 bits over the UTF-8 bytes); the others are
 * held out.
 */
export function isTuned(name: string): boolean {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % 2 === 0;
}

/** Conversations whose client is known, TCP and UDP between hosts. */
export function readTruth(corpus: string, name: string): readonly LabelledConversation[] {
  return readFileSync(join(corpus, name, 'truth.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TruthLine)
    .filter(({ known, protocol, serverCast }) => known && [TCP, UDP].includes(protocol) && serverCast === 'unicast');
}

/** The flows of one export of a capture, in order of arrival; null when there is no such export. */
export function readFlows(corpus: string, name: string, exportName: ExportName): readonly Flow[] | null {
  const file = join(corpus, name, `${exportName}.pcap`);
  if (!existsSync(file)) return null;
  const reader = createCaptureReader();
  const decoder = createFlowDecoder();
  const frames = [...reader.push(readFileSync(file))];
  reader.finish();
  const flows: Flow[] = [];
  for (const { source, sourcePort, time, payload } of udpDatagrams(frames)) {
    const message = decoder.decode({ exporter: source, port: sourcePort, receivedAt: time ?? 0, payload });
    for (const { flow } of message.records) flows.push(flow);
  }
  return flows;
}
