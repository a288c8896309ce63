import { createReadStream } from 'node:fs';
import type { Db } from '@scopemap/database';
import {
  type CaptureReader,
  createCaptureReader,
  createDatagramReader,
  type DatagramReader,
  exportTime,
  isExportDatagram,
} from '@scopemap/flow-codec/capture';
import { createEndpointKnowledge } from '@scopemap/scope-model';
import { COLLECTOR_DEFAULTS } from '../collector-options.ts';
import { EndpointStatements } from '../endpoint-statements.ts';
import { FlowPipeline } from '../flow-pipeline.ts';
import { importWindow } from '../import-window.ts';
import { type CaptureFile, openCaptureFile } from './capture-file.ts';
import { ImportError } from './import-error.ts';
import type { ImportProgress, ImportReport } from './import-report.ts';
import { ImportTally } from './import-tally.ts';

export interface CaptureImportOptions {
  readonly db: Db;
  /** Path of a pcap or pcapng file, or its bytes. */
  readonly file: string | AsyncIterable<Uint8Array>;
  /** How messages call it. */
  readonly fileName: string;
  /** Days that normalised flows are kept; 0 stores none. Flows received longer ago than that are not stored either. */
  readonly flowDays?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

/** A window ends at this many records. Part of what makes window ids mean the same in every import: never change it. */
const RECORDS_PER_WINDOW = 50_000;

/** Packet times outside of these are none: captures made of bare payloads begin in 1970. 2106 is the end of 32-bit seconds. */
const BEGIN_OF_CAPTURES = Date.UTC(2000, 0, 1);
const END_OF_CAPTURES = 2 ** 32 * 1000;

const CHUNK_OCTETS = 256 * 1024;
const DAY_MS = 86_400_000;
const CARRIED = { carryWindows: 5, maxCarried: 25_000 };

/** One import on its way through the file. */
class CaptureImport {
  readonly #options: CaptureImportOptions;
  readonly #file: CaptureFile;
  readonly #tally = new ImportTally();
  readonly #capture: CaptureReader;
  readonly #datagrams: DatagramReader;
  readonly #knowledge = createEndpointKnowledge();
  readonly #pipeline: FlowPipeline;
  #windows = 0;
  /** Time of the latest export datagram. */
  #now = 0;

  constructor(options: CaptureImportOptions, file: CaptureFile) {
    this.#options = options;
    this.#file = file;
    const onProblem = this.#tally.captureProblem.bind(this.#tally);
    this.#capture = createCaptureReader({ onProblem });
    this.#datagrams = createDatagramReader({ onProblem });
    const days = options.flowDays ?? COLLECTOR_DEFAULTS.flowDays;
    const today = Date.now();
    // Outside of these days a flow would be dropped at once, or come back from the future; this also bounds the partitions.
    const keepFlow = (receivedAt: number) => receivedAt > today - days * DAY_MS && receivedAt < today + DAY_MS;
    this.#pipeline = new FlowPipeline({ knowledge: this.#knowledge, keepFlow, ...CARRIED });
  }

  async run(): Promise<ImportReport> {
    await new EndpointStatements(this.#knowledge).refresh(this.#options.db);
    let octetsDone = 0;
    for await (const chunk of createReadStream(this.#file.path, { highWaterMark: CHUNK_OCTETS })) {
      this.#checkCancelled();
      await this.#take(chunk as Uint8Array);
      octetsDone += (chunk as Uint8Array).length;
      this.#options.onProgress?.({ octetsDone, octetsTotal: this.#file.octets, records: this.#tally.records });
    }
    this.#capture.finish();
    this.#datagrams.finish();
    this.#refuseUseless();
    await this.#endWindow();
    return this.#tally.report(this.#capture.counters.frames);
  }

  async #take(chunk: Uint8Array): Promise<void> {
    for (const frame of this.#capture.push(chunk)) {
      const found = this.#datagrams.read(frame);
      if (!found || !isExportDatagram(found.destinationPort, found.payload)) continue;
      const { source: exporter, sourcePort: port, payload } = found;
      const receivedAt = packetTime(found.time) ?? exportTime(payload) ?? this.#now;
      // Sets that wait for their template outlive the chunk that they lie in.
      const datagram = { exporter, port, receivedAt: Math.round(receivedAt), payload: payload.slice() };
      this.#now = datagram.receivedAt;
      this.#tally.message(frame.index, datagram, this.#pipeline.take(datagram));
      if (this.#pipeline.records >= RECORDS_PER_WINDOW) await this.#endWindow();
    }
  }

  async #endWindow(): Promise<void> {
    const window = this.#pipeline.finishWindow(`import-${this.#file.digest}-${this.#windows++}`, this.#now);
    const { fileName, db, signal } = this.#options;
    this.#tally.window(window, await importWindow({ db, window, name: fileName, signal }));
  }

  #checkCancelled(): void {
    if (this.#options.signal?.aborted)
      throw new ImportError('cancelled', `The import of ${this.#options.fileName} was cancelled.`);
  }

  /** Throws when there was nothing to import, with the reason. */
  #refuseUseless(): void {
    const { fileName } = this.#options;
    if (this.#file.octets === 0) throw new ImportError('empty-file', `${fileName} is empty.`);
    if (this.#capture.format === null) {
      const [problem] = this.#tally.report(0).problems;
      throw new ImportError(
        'not-a-capture',
        `${fileName} is not a packet capture: it is neither pcap nor pcapng${detailOf(problem)}.`,
      );
    }
    if (this.#tally.datagrams > 0) return;
    const { frames } = this.#capture.counters;
    const packets = frames === 1 ? '1 packet' : `${frames} packets`;
    throw new ImportError('no-export-packets', `${fileName} holds ${packets}, but none that exports NetFlow or IPFIX.`);
  }
}

/** The time of a packet; null where the file has none, or one that no clock shows. */
function packetTime(time: number | null): number | null {
  return time !== null && time >= BEGIN_OF_CAPTURES && time < END_OF_CAPTURES ? time : null;
}

function detailOf(problem: { example: string } | undefined): string {
  const detail = /\(([^()]*)\)$/.exec(problem?.example ?? '')?.[1];
  return detail ? ` (${detail})` : '';
}

/**
 * Imports the export packets of a capture in constant memory, by the same way that live traffic takes. Repeating it counts nothing
 * twice, also after an import that was broken off. Rejects with {@link ImportError} when there is nothing to import.
 */
export async function importCapture(options: CaptureImportOptions): Promise<ImportReport> {
  const file = await openCaptureFile(options.file, options.fileName, options.signal);
  try {
    return await new CaptureImport(options, file).run();
  } finally {
    await file.release();
  }
}
