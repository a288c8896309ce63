import type { FieldValue, OptionsTemplate } from './field-specifier.ts';

/** Template id of the sampling options; templates of flows come after it. */
export const SAMPLING_TEMPLATE_ID = 256;

/** Options template and record that say "1 in `interval`" for the whole domain. */
export function samplingOptions(
  version: 9 | 10,
  domain: number,
  interval: number,
): { template: OptionsTemplate; values: FieldValue[] } {
  if (version === 9) {
    // RFC 3954: scope 1 is the system; 34 samplingInterval, 35 samplingAlgorithm (1 deterministic).
    const scopeFields = [{ id: 1, length: 4 }];
    const fields = [
      { id: 34, length: 4 },
      { id: 35, length: 1 },
    ];
    return { template: { id: SAMPLING_TEMPLATE_ID, scopeFields, fields }, values: [domain, interval, 1] };
  }
  // RFC 5477: one packet taken (305), N - 1 skipped (306), systematic count-based selection (304 = 1).
  const scopeFields = [{ id: 149, length: 4 }];
  const fields = [
    { id: 304, length: 2 },
    { id: 305, length: 4 },
    { id: 306, length: 4 },
  ];
  return { template: { id: SAMPLING_TEMPLATE_ID, scopeFields, fields }, values: [domain, 1, 1, interval - 1] };
}
