import type { ApprovalFact } from '@scopemap/scope-model';

export function isInDate({ until }: ApprovalFact, now: number): boolean {
  return until === null || until > now;
}
