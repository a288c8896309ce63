import type { ChangeAuthor } from '../queries/audit.ts';

/** Who makes the changes that a test makes. */
export const TESTER: ChangeAuthor = { author: 'a test', origin: 'test' };
