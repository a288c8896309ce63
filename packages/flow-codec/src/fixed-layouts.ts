import type { StoredField } from './stored-template.ts';

/**
 * The records of the versions without templates, written as the template that would describe them, so that one reader
 * serves all versions. Element 210 is padding or a field that no flow record needs.
 */
const COMMON: readonly StoredField[] = [
  [0, 8, 4],
  [0, 12, 4],
  [0, 15, 4],
  [0, 10, 2],
  [0, 14, 2],
  [0, 2, 4],
  [0, 1, 4],
  [0, 22, 4],
  [0, 21, 4],
  [0, 7, 2],
  [0, 11, 2],
];

export interface FixedLayout {
  readonly headerLength: number;
  readonly recordLength: number;
  readonly fields: readonly StoredField[];
}

export const FIXED_LAYOUTS: Readonly<Record<1 | 5 | 7, FixedLayout>> = {
  1: {
    headerLength: 16,
    recordLength: 52,
    fields: [...COMMON, [0, 210, 2], [0, 4, 1], [0, 5, 1], [0, 6, 1], [0, 210, 11]],
  },
  5: {
    headerLength: 24,
    recordLength: 48,
    fields: [
      ...COMMON,
      [0, 210, 1],
      [0, 6, 1],
      [0, 4, 1],
      [0, 5, 1],
      [0, 16, 2],
      [0, 17, 2],
      [0, 9, 1],
      [0, 13, 1],
      [0, 210, 2],
    ],
  },
  7: {
    headerLength: 24,
    recordLength: 52,
    fields: [
      ...COMMON,
      [0, 210, 1],
      [0, 6, 1],
      [0, 4, 1],
      [0, 5, 1],
      [0, 16, 2],
      [0, 17, 2],
      [0, 9, 1],
      [0, 13, 1],
      [0, 210, 2],
      [0, 15, 4],
    ],
  },
};
