import type { ApprovalFact, ContactFact, PlaceRef } from '@scopemap/scope-model';

type PlacesOf = (assetId: string) => readonly PlaceRef[];

const serviceKey = (protocol: number, port: number | null) => `${protocol} ${port ?? ''}`;
const wayKey = (from: PlaceRef, to: PlaceRef) => `${from.kind} ${from.id}\u0000${to.kind} ${to.id}`;

/**
 * Finds the approvals of a contact: of its service, between the places that its ends are within; without a direction, either
 * way round. Says nothing of their date. In the order of the approvals given.
 */
export function indexApprovals(
  approvals: readonly ApprovalFact[],
  placesOf: PlacesOf,
): (contact: ContactFact) => readonly ApprovalFact[] {
  const order = new Map(approvals.map((approval, i) => [approval, i]));
  const byService = new Map(
    [...Map.groupBy(approvals, ({ protocol, port }) => serviceKey(protocol, port))].map(([service, same]) => [
      service,
      Map.groupBy(same, ({ from, to }) => wayKey(from, to)),
    ]),
  );
  return (contact) => {
    const byWay = byService.get(serviceKey(contact.protocol, contact.port));
    if (!byWay) return [];
    const [near, far] = [placesOf(contact.from), placesOf(contact.to)];
    const ways = near.flatMap((a) => far.flatMap((b) => [wayKey(a, b), ...(contact.directed ? [] : [wayKey(b, a)])]));
    const found = [...new Set(ways)].flatMap((way) => byWay.get(way) ?? []);
    return found.sort((a, b) => (order.get(a) as number) - (order.get(b) as number));
  };
}
