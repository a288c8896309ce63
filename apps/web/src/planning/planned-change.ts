import type { Input } from '../api/client.ts';

/** A change that is tried, with the words for it. */
export interface PlannedChange {
  readonly words: string;
  readonly change: Input<'scopeWhatIf'>['body']['changes'][number];
}
