import type { ApprovalFact, ContactFact } from '@scopemap/scope-model';
import { type EvidenceView, samePlace } from '../evidence-view.ts';

/** The contact is between the approved places over the approved service; without a direction, either way round. Says nothing of its date. */
export function approvalCovers(view: EvidenceView, approval: ApprovalFact, contact: ContactFact): boolean {
  if (approval.protocol !== contact.protocol || approval.port !== contact.port) return false;
  const within = (asset: string, place: ApprovalFact['from']) =>
    view.placesWithin(view.placeOf(asset)).some((one) => samePlace(one, place));
  const runs = (from: string, to: string) => within(from, approval.from) && within(to, approval.to);
  return runs(contact.from, contact.to) || (!contact.directed && runs(contact.to, contact.from));
}

export function isInDate({ until }: ApprovalFact, now: number): boolean {
  return until === null || until > now;
}
