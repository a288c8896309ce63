import type { FlowColumns } from './flow-columns.ts';
import type { OptionsMemory } from './options-memory.ts';

/** Where the sampling rate of a row was told; the index is the code in {@link FlowColumns.samplingSource}. */
export const SAMPLING_SOURCES = [null, 'v5-header', 'record', 'options'] as const;
const [NONE, V5_HEADER, RECORD, OPTIONS] = [0, 1, 2, 3];

/** Value of element 61. */
const EGRESS = 1;

/** Completes the sampling rate of a batch: what the record says comes first, then the message header, then options data. */
export function fillSampling(columns: FlowColumns, headerRate: number | null, options: OptionsMemory): void {
  const { rows, samplingSource } = columns;
  const { sampling } = columns.column;
  if (!columns.has('sampling') && (headerRate !== null || options.isUniform)) {
    const rate = headerRate ?? options.domainRate;
    columns.fillSampling(rate, rate === null ? NONE : headerRate === null ? OPTIONS : V5_HEADER);
    return;
  }
  columns.breakSampling();
  const inRecord = columns.has('sampling');
  const { samplerId, inputIf, outputIf, direction } = columns.column;
  const hasDirection = columns.has('direction');
  const hasSampler = columns.has('samplerId');
  for (let row = 0; row < rows; row++) {
    if (inRecord && (sampling[row] as number) > 0) samplingSource[row] = RECORD;
    else {
      const id = hasSampler ? (samplerId[row] as number) : Number.NaN;
      const observedIf = hasDirection && direction[row] === EGRESS ? outputIf[row] : inputIf[row];
      const rate = options.rateFor(id, observedIf as number);
      sampling[row] = rate ?? Number.NaN;
      samplingSource[row] = rate === null ? NONE : OPTIONS;
    }
  }
}
