import { workerData } from 'node:worker_threads';
import { writeSample } from './write-sample.ts';

/** What the thread that writes the sample capture is given. */
export interface SampleWorkerData {
  readonly file: string;
  readonly end: number;
  readonly days: number;
}

const { file, end, days } = workerData as SampleWorkerData;
await writeSample(file, { end, days });
